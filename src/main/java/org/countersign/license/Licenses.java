package org.countersign.license;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All licenses. The database refuses one whose sign-offs are missing, whoever asks for it. */
@Repository
public class Licenses {

    private final JdbcClient db;
    private final Conditions conditions;
    private final ListPublication publication;
    private final Clock clock;

    Licenses(JdbcClient db, Conditions conditions, ListPublication publication, Clock clock) {
        this.db = db;
        this.conditions = conditions;
        this.publication = publication;
        this.clock = clock;
    }

    void add(License license) {
        publication.followCommit();
        db.sql(
                        """
                INSERT INTO license (id, application_id, lab_id, release_id, customer_id, foreign_persons, users, countries,
                  domain, band, status, issued_at, expires_on, audit_days)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        license.id(),
                        license.applicationId(),
                        license.labId(),
                        license.releaseId(),
                        license.customerId(),
                        license.foreignPersons(),
                        license.users(),
                        license.countries().toArray(String[]::new),
                        license.domain(),
                        license.band(),
                        license.status(),
                        license.issuedAt().atOffset(ZoneOffset.UTC),
                        license.expiresOn().atOffset(ZoneOffset.UTC),
                        license.auditDays())
                .update();
        for (License.Condition condition : license.conditions()) {
            conditions.add(license.id(), condition);
        }
    }

    public License get(String id) {
        return db.sql("SELECT * FROM license WHERE id = ?")
                .param(id)
                .query(this::license)
                .single();
    }

    public Optional<License> find(String id) {
        return db.sql("SELECT * FROM license WHERE id = ?")
                .param(id)
                .query(this::license)
                .optional();
    }

    /** A lab's own license; another lab's is as good as none. */
    public Optional<License> find(String labId, String id) {
        return db.sql("SELECT * FROM license WHERE id = ? AND lab_id = ?")
                .params(id, labId)
                .query(this::license)
                .optional();
    }

    /** Is this a license of this lab, whatever has become of it? */
    public boolean isOf(String labId, String id) {
        return db.sql("SELECT EXISTS (SELECT 1 FROM license WHERE id = ? AND lab_id = ?)")
                .params(id, labId)
                .query(Boolean.class)
                .single();
    }

    public Optional<License> ofApplication(String applicationId) {
        return db.sql("SELECT * FROM license WHERE application_id = ?")
                .param(applicationId)
                .query(this::license)
                .optional();
    }

    /** The license that has taken the place of this one, if any. */
    public Optional<License> renewalOf(String id) {
        return db.sql(
                        """
                SELECT l.* FROM license l JOIN application a ON a.id = l.application_id
                WHERE a.renews = ? ORDER BY l.issued_at DESC LIMIT 1""")
                .param(id)
                .query(this::license)
                .optional();
    }

    /** A lab's licenses in the order they were issued. @param after the place in the list of the last one before */
    List<License> page(String labId, Wanted wanted, long after, int limit) {
        List<License> page = db.sql(
                        """
                SELECT * FROM license
                WHERE lab_id = :lab AND list_index > :after AND (:release = '' OR release_id = :release)
                  AND (:customer = '' OR customer_id = :customer) AND (:status = '' OR status = :status)
                ORDER BY list_index LIMIT :limit""")
                .param("lab", labId)
                .param("after", after)
                .param("release", wanted.releaseId().orElse(""))
                .param("customer", wanted.customerId().orElse(""))
                .param("status", wanted.status().orElse(""))
                .param("limit", limit)
                .query((row, n) -> license(row, List.of()))
                .list();
        Map<String, List<License.Condition>> set =
                conditions.ofAll(page.stream().map(License::id).toList());
        return page.stream()
                .map(license -> license.with(set.getOrDefault(license.id(), List.of())))
                .toList();
    }

    /** Which licenses; empty: any. */
    record Wanted(Optional<String> releaseId, Optional<String> customerId, Optional<String> status) {}

    /** The licenses that are in force, or will be again, after the given one; in the order of their ids. */
    List<License> liveAfter(String id, Instant now, int limit) {
        return db.sql(
                        """
                SELECT * FROM license WHERE id > ? AND status IN ('issued', 'suspended')
                  AND (expires_on > ? OR kept_alive_by IS NOT NULL)
                ORDER BY id LIMIT ?""")
                .params(id, now.atOffset(ZoneOffset.UTC), limit)
                .query(this::license)
                .list();
    }

    /** Its date has come. True when it was alive until now and nothing keeps it so. */
    boolean expire(String id) {
        publication.followCommit();
        return db.sql(
                                """
                        UPDATE license SET status = 'expired', ended_at = ?
                        WHERE id = ? AND status IN ('issued', 'suspended') AND kept_alive_by IS NULL""")
                        .params(clock.instant().atOffset(ZoneOffset.UTC), id)
                        .update()
                == 1;
    }

    /** What kept it alive is over, or another license has taken its place. */
    void end(String id) {
        end(id, License.EXPIRED);
    }

    void keepAlive(String id, String renewal) {
        setKeptAliveBy(id, renewal);
    }

    void letGo(String id) {
        setKeptAliveBy(id, null);
    }

    private void setKeptAliveBy(String id, String renewal) {
        db.sql("UPDATE license SET kept_alive_by = ? WHERE id = ?")
                .params(renewal, id)
                .update();
    }

    /** True when it was alive until now. */
    boolean surrender(String id) {
        return end(id, License.SURRENDERED);
    }

    /** True when it was alive until now. The database looks for the signature. */
    boolean revoke(String id) {
        return end(id, License.REVOKED);
    }

    private boolean end(String id, String status) {
        publication.followCommit();
        return db.sql(
                                """
                        UPDATE license SET status = ?, ended_at = ?, kept_alive_by = NULL
                        WHERE id = ? AND status IN ('issued', 'suspended')""")
                        .params(status, clock.instant().atOffset(ZoneOffset.UTC), id)
                        .update()
                == 1;
    }

    private License license(ResultSet row, int number) throws SQLException {
        return license(row, conditions.of(row.getString("id")));
    }

    private static License license(ResultSet row, List<License.Condition> conditions) throws SQLException {
        return new License(
                row.getString("id"),
                row.getString("application_id"),
                row.getString("lab_id"),
                row.getString("release_id"),
                row.getString("customer_id"),
                row.getBoolean("foreign_persons"),
                row.getInt("users"),
                List.of((String[]) row.getArray("countries").getArray()),
                row.getString("domain"),
                row.getString("band"),
                row.getString("status"),
                row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_on", OffsetDateTime.class).toInstant(),
                row.getString("kept_alive_by"),
                row.getInt("audit_days"),
                new License.Place(row.getLong("list_index"), Light.of(row.getInt("light"))),
                conditions);
    }
}
