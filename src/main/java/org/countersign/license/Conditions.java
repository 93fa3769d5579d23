package org.countersign.license;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Every condition, from the vote that sets it to its release. It keeps its id when a license takes it over. */
@Repository
public class Conditions {

    private static final String OF_VOTES =
            """
            SELECT vc.vote_id || '-' || vc.position AS id, s.application_id, NULL AS license_id, s.agency,
              coalesce(h.text, vc.text) AS text, coalesce(h.changed_at, c.signed_at) AS set_at,
              CASE WHEN h.step IS NOT NULL AND h.text IS NULL THEN h.changed_at END AS released_at,
              NULL AS replaces, vc.vote_id, vc.position, coalesce(h.step, 0) AS step
            FROM vote_condition vc
            JOIN vote v ON v.id = vc.vote_id AND v.vote = 'concur-with-conditions'
            JOIN countersignature c ON c.vote_id = v.id AND c.accepted
            JOIN sign_off s ON s.id = v.sign_off_id AND s.round = (
              SELECT max(round) FROM sign_off x WHERE x.application_id = s.application_id AND x.agency = s.agency)
            LEFT JOIN LATERAL (
              SELECT * FROM condition_change h WHERE h.vote_id = vc.vote_id AND h.position = vc.position
              ORDER BY step DESC LIMIT 1) h ON true
            """;

    private static final String OF_LICENSES =
            """
            SELECT c.id, l.application_id, c.license_id, c.agency, c.text, c.set_at, c.released_at, c.replaces
            FROM license_condition c JOIN license l ON l.id = c.license_id
            """;

    private final JdbcClient db;

    Conditions(JdbcClient db) {
        this.db = db;
    }

    /** A condition as it stands. @param licenseId none while the case is under review */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Standing(
            String id,
            @JsonIgnore String applicationId,
            String licenseId,
            String agency,
            String text,
            Instant setAt,
            Instant releasedAt,
            String replaces) {

        public boolean isReleased() {
            return releasedAt != null;
        }
    }

    void add(String licenseId, License.Condition condition) {
        db.sql(
                        """
                INSERT INTO license_condition (id, license_id, agency, text, set_at, replaces)
                VALUES (?, ?, ?, ?, ?, ?)""")
                .params(
                        condition.id(),
                        licenseId,
                        condition.agency(),
                        condition.text(),
                        condition.setAt().atOffset(ZoneOffset.UTC),
                        condition.replaces())
                .update();
    }

    List<License.Condition> of(String licenseId) {
        return db
                .sql(OF_LICENSES + "WHERE c.license_id = ? ORDER BY c.agency, c.set_at, c.id")
                .param(licenseId)
                .query(Conditions::standing)
                .list()
                .stream()
                .map(Conditions::ofLicense)
                .toList();
    }

    /** By license, in the same order. */
    Map<String, List<License.Condition>> ofAll(List<String> licenseIds) {
        return db
                .sql(OF_LICENSES + "WHERE c.license_id = ANY (?) ORDER BY c.agency, c.set_at, c.id")
                .param(licenseIds.toArray(String[]::new))
                .query(Conditions::standing)
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Standing::licenseId, Collectors.mapping(Conditions::ofLicense, Collectors.toList())));
    }

    private static License.Condition ofLicense(Standing condition) {
        return new License.Condition(
                condition.id(),
                condition.agency(),
                condition.text(),
                condition.setAt(),
                condition.releasedAt(),
                condition.replaces());
    }

    /** What the positions of a case's agencies demand, as released or changed since. */
    public List<Standing> proposedFor(String applicationId) {
        return db.sql(OF_VOTES + "WHERE s.application_id = ? ORDER BY s.agency, vc.position")
                .param(applicationId)
                .query(Conditions::standing)
                .list();
    }

    /** Of the license, once there is one; until then as proposed. */
    public List<Standing> ofApplication(String applicationId) {
        List<Standing> licensed = db.sql(OF_LICENSES + "WHERE l.application_id = ? ORDER BY c.agency, c.set_at, c.id")
                .param(applicationId)
                .query(Conditions::standing)
                .list();
        return licensed.isEmpty() ? proposedFor(applicationId) : licensed;
    }

    Optional<Standing> find(String id) {
        Optional<Standing> licensed = db.sql(OF_LICENSES + "WHERE c.id = ?")
                .param(id)
                .query(Conditions::standing)
                .optional();
        return licensed.isPresent()
                ? licensed
                : db.sql(OF_VOTES + "WHERE vc.vote_id || '-' || vc.position = ?")
                        .param(id)
                        .query(Conditions::standing)
                        .optional();
    }

    /** Of a license. */
    void release(String id, String releasedBy, String reasons, Instant at) {
        db.sql("UPDATE license_condition SET released_at = ?, released_by = ?, release_reasons = ? WHERE id = ?")
                .params(at.atOffset(ZoneOffset.UTC), releasedBy, reasons, id)
                .update();
    }

    /** Under review. @param text none to release it */
    void propose(String id, String text, String changedBy, String reasons, Instant at) {
        db.sql(
                        """
                INSERT INTO condition_change (vote_id, position, step, text, reasons, changed_by, changed_at)
                SELECT vote_id, position, step + 1, :text::text, :reasons, :by, :at FROM (%s) c WHERE c.id = :id"""
                                .formatted(OF_VOTES))
                .param("text", text)
                .param("reasons", reasons)
                .param("by", changedBy)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    private static Standing standing(ResultSet row, int number) throws SQLException {
        return new Standing(
                row.getString("id"),
                row.getString("application_id"),
                row.getString("license_id"),
                row.getString("agency"),
                row.getString("text"),
                moment(row, "set_at"),
                moment(row, "released_at"),
                row.getString("replaces"));
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
