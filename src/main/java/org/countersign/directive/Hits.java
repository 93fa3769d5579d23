package org.countersign.directive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which licenses, and which staff of labs, directives hit: now, when they were drafted, and since they are in force. */
@Repository
public class Hits {

    private static final String UNDER = "FROM directive d JOIN license l ON covers_license(d, l) WHERE d.id = ?";

    private final JdbcClient db;

    Hits(JdbcClient db) {
        this.db = db;
    }

    /** Licenses of one lab, release and band. */
    public record Group(String labId, String releaseId, String band, long licenses, long users) {}

    public record OneLicense(String id, String labId, String releaseId, String customerId, String band, long users) {}

    public record Staff(String labId, String releaseId) {}

    /** @param dark still, under this directive */
    public record Darkness(long licenses, long dark) {}

    /** A license that a directive has darkened. @param liftedAt null as long as it does */
    public record DarkLicense(
            String licenseId,
            String releaseId,
            String customerId,
            boolean foreignOnly,
            Instant darkAt,
            Instant liftedAt) {}

    /** A directive that is in the way of a license. @param foreignOnly of its foreign persons only */
    public record InTheWay(String reference, boolean foreignOnly, Instant darkAt, Instant expiresAt) {}

    /** As the online answer finds it: past its last moment a directive is in nobody's way, noted or not. */
    public List<InTheWay> inTheWayOf(String licenseId, Instant now) {
        return db.sql(
                        """
                SELECT d.reference, x.foreign_only, x.dark_at, d.expires_at
                FROM directive_license x JOIN directive d ON d.id = x.directive_id
                WHERE x.license_id = ? AND x.lifted_at IS NULL AND d.expires_at > ? ORDER BY x.dark_at, d.reference""")
                .params(licenseId, now.atOffset(ZoneOffset.UTC))
                .query((row, n) -> new InTheWay(
                        row.getString("reference"),
                        row.getBoolean("foreign_only"),
                        Directives.moment(row, "dark_at"),
                        Directives.moment(row, "expires_at")))
                .list();
    }

    /** What the words cover at this moment. */
    public List<Group> groupsNow(String directiveId) {
        return db.sql("SELECT l.lab_id, l.release_id, l.band, count(*) AS licenses, sum(l.users) AS users " + UNDER
                        + " GROUP BY l.lab_id, l.release_id, l.band ORDER BY l.lab_id, l.release_id, l.band")
                .param(directiveId)
                .query(Group.class)
                .list();
    }

    /** What the words covered when they were drafted, as the licenses are now. */
    public List<Group> groupsPreviewed(String directiveId) {
        return db.sql(
                        """
                SELECT l.lab_id, l.release_id, l.band, count(*) AS licenses, sum(l.users) AS users
                FROM directive_preview p JOIN license l ON l.id = p.license_id WHERE p.directive_id = ?
                GROUP BY l.lab_id, l.release_id, l.band ORDER BY l.lab_id, l.release_id, l.band""")
                .param(directiveId)
                .query(Group.class)
                .list();
    }

    public List<OneLicense> firstNow(String directiveId, int limit) {
        return db.sql("SELECT l.id, l.lab_id, l.release_id, l.customer_id, l.band, l.users " + UNDER
                        + " ORDER BY l.users DESC, l.id LIMIT ?")
                .params(directiveId, limit)
                .query(OneLicense.class)
                .list();
    }

    /** As previewed, in the order of their ids. */
    public List<OneLicense> previewed(String directiveId, String after, int limit) {
        return db.sql(
                        """
                SELECT l.id, l.lab_id, l.release_id, l.customer_id, l.band, l.users
                FROM directive_preview p JOIN license l ON l.id = p.license_id
                WHERE p.directive_id = ? AND p.license_id > ? ORDER BY p.license_id LIMIT ?""")
                .params(directiveId, after, limit)
                .query(OneLicense.class)
                .list();
    }

    /** The staff of labs, at their own releases. */
    public List<Staff> staff(String directiveId) {
        return db.sql(
                        """
                SELECT s.lab_id, s.release_id FROM directive d
                JOIN staff_light s ON covers_staff(d, s.lab_id, s.release_id)
                JOIN release r ON r.id = s.release_id AND r.gate = 'gated'
                WHERE d.id = ? ORDER BY s.lab_id, s.release_id""")
                .param(directiveId)
                .query(Staff.class)
                .list();
    }

    public Darkness darkness(String directiveId) {
        return db.sql(
                        """
                SELECT count(*) AS licenses, count(*) FILTER (WHERE lifted_at IS NULL) AS dark
                FROM directive_license WHERE directive_id = ?""")
                .param(directiveId)
                .query(Darkness.class)
                .single();
    }

    Darkness darkness(String directiveId, String labId) {
        return db.sql(
                        """
                SELECT count(*) AS licenses, count(*) FILTER (WHERE d.lifted_at IS NULL) AS dark
                FROM directive_license d JOIN license l ON l.id = d.license_id WHERE d.directive_id = ? AND l.lab_id = ?""")
                .params(directiveId, labId)
                .query(Darkness.class)
                .single();
    }

    List<DarkLicense> of(String directiveId, String labId, String after, int limit) {
        return db.sql(
                        """
                SELECT d.license_id, l.release_id, l.customer_id, d.foreign_only, d.dark_at, d.lifted_at
                FROM directive_license d JOIN license l ON l.id = d.license_id
                WHERE d.directive_id = ? AND l.lab_id = ? AND d.license_id > ? ORDER BY d.license_id LIMIT ?""")
                .params(directiveId, labId, after, limit)
                .query((row, n) -> new DarkLicense(
                        row.getString("license_id"),
                        row.getString("release_id"),
                        row.getString("customer_id"),
                        row.getBoolean("foreign_only"),
                        Directives.moment(row, "dark_at"),
                        Directives.moment(row, "lifted_at")))
                .list();
    }

    /** Of these customers those that a lab has applied for, or the lab itself: it learns no others. */
    List<String> knownTo(String labId, List<String> customers) {
        return db.sql(
                        """
                SELECT id FROM unnest(?::text[]) WITH ORDINALITY AS named (id, n)
                WHERE id = ? OR EXISTS (SELECT 1 FROM application a WHERE a.customer_id = named.id AND a.lab_id = ?)
                ORDER BY n""")
                .params(Directives.array(customers), labId, labId)
                .query(String.class)
                .list();
    }
}
