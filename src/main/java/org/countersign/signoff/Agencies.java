package org.countersign.signoff;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The agencies that can be asked for their position. */
@Repository
public class Agencies {

    private final JdbcClient db;

    Agencies(JdbcClient db) {
        this.db = db;
    }

    public record Agency(String id, String name, String shortName) {}

    public List<Agency> all() {
        return db.sql("SELECT id, name, short_name FROM agency ORDER BY id")
                .query(Agency.class)
                .list();
    }

    /** How people call each agency, by its id. */
    public Map<String, String> shortNames() {
        return all().stream().collect(Collectors.toMap(Agency::id, Agency::shortName));
    }
}
