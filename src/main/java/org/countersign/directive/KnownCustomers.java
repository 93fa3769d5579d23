package org.countersign.directive;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Customers that somebody has applied for, and the labs themselves, whose own staff are users like others. */
@Repository
class KnownCustomers {

    private final JdbcClient db;

    KnownCustomers(JdbcClient db) {
        this.db = db;
    }

    List<String> unknownAmong(List<String> named) {
        return db.sql(
                        """
                SELECT id FROM unnest(?::text[]) WITH ORDINALITY AS named (id, n)
                WHERE NOT EXISTS (SELECT 1 FROM application a WHERE a.customer_id = named.id)
                  AND NOT EXISTS (SELECT 1 FROM lab l WHERE l.id = named.id)
                ORDER BY n""")
                .param(named.toArray(String[]::new))
                .query(String.class)
                .list();
    }
}
