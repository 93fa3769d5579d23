package org.countersign.license;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What customers hold, with everything that decides on their green lights, in one statement. For the one question that is
 * asked again and again, of a customer whose license nothing lies upon, that is a short one: planning the other costs
 * several times what answering it does.
 */
@Repository
class HeldLicenses {

    /** Those in force. */
    private static final String CONDITIONS =
            """
            (SELECT json_agg(json_build_object('id', c.id, 'agency', c.agency, 'text', c.text, 'setAt', c.set_at,
               'replaces', c.replaces) ORDER BY c.agency, c.set_at, c.id)
             FROM license_condition c WHERE c.license_id = l.id AND c.released_at IS NULL)""";

    /**
     * A directive past its last moment darkens nobody, even while nobody has noted its end. What lies upon a license is
     * looked for only when its light says that there is something.
     */
    private static final String HELD =
            """
            SELECT q.customer_id, r.gate = 'exempt' AS exempt, q.customer_id = r.lab_id AS staff,
              l.id, l.status, l.foreign_persons, l.users, l.countries, l.domain, l.band, l.expires_on,
              l.kept_alive_by IS NOT NULL AS kept_alive,
              coalesce(l.list_index, s.list_index) AS list_index,
              l.status = 'suspended' AND EXISTS (SELECT 1 FROM license_suspension u
                WHERE u.license_id = l.id AND u.lifted_at IS NULL) AS suspended,
              %s AS conditions,
              d.dark, d.foreign_dark
            FROM release r
            CROSS JOIN unnest(?::text[]) AS q (customer_id)
            LEFT JOIN license l ON r.gate <> 'exempt' AND q.customer_id <> r.lab_id
              AND l.release_id = r.id AND l.customer_id = q.customer_id AND l.lab_id = r.lab_id
            LEFT JOIN staff_light s ON s.release_id = r.id AND s.lab_id = q.customer_id
            LEFT JOIN LATERAL (
              SELECT array_agg(reference ORDER BY reference) FILTER (WHERE NOT foreign_only) AS dark,
                array_agg(reference ORDER BY reference) FILTER (WHERE foreign_only) AS foreign_dark
              FROM (
                SELECT d.reference, x.foreign_only FROM directive_license x JOIN directive d ON d.id = x.directive_id
                WHERE (l.status = 'suspended' OR l.foreign_dark)
                  AND x.license_id = l.id AND x.lifted_at IS NULL AND d.expires_at > ?
                UNION ALL
                SELECT d.reference, d.kind = 'foreign-persons' FROM directive d
                WHERE l.id IS NULL AND (r.gate = 'exempt' OR q.customer_id = r.lab_id)
                  AND d.state = 'in-force' AND d.expires_at > ?
                  AND CASE WHEN q.customer_id = r.lab_id THEN covers_staff(d, r.lab_id, r.id)
                      ELSE (d.release_ids IS NULL OR r.id = ANY (d.release_ids))
                        AND q.customer_id <> ALL (d.carve_outs)
                        AND (d.kind IN ('everybody', 'foreign-persons')
                          OR d.kind = 'customers' AND q.customer_id = ANY (d.members)
                          OR d.kind = 'lab' AND r.lab_id = ANY (d.members)) END
              ) upon
            ) d ON true
            WHERE r.id = ? AND r.lab_id = ?
            ORDER BY l.issued_at DESC, l.id"""
                    .formatted(CONDITIONS);

    private static final String CLEAR =
            """
            SELECT l.customer_id, false AS exempt, false AS staff, l.id, l.status, l.foreign_persons, l.users, l.countries,
              l.domain, l.band, l.expires_on, l.list_index, false AS suspended, l.light,
              l.kept_alive_by IS NOT NULL AS kept_alive,
              %s AS conditions,
              NULL::text[] AS dark, NULL::text[] AS foreign_dark
            FROM license l
            WHERE l.release_id = ? AND l.customer_id = ? AND l.lab_id = ? AND l.customer_id <> l.lab_id
              AND (SELECT gate <> 'exempt' FROM release WHERE id = l.release_id)
            ORDER BY l.issued_at DESC, l.id"""
                    .formatted(CONDITIONS);

    private final JdbcClient db;
    private final ObjectMapper json;

    HeldLicenses(JdbcClient db, ObjectMapper json) {
        this.db = db;
        this.json = json;
    }

    /** For each customer at least one row, newest license first; none at all when the release is not this lab's. */
    List<Held> of(String labId, String releaseId, List<String> customerIds, Instant now) {
        if (customerIds.size() == 1) {
            List<Held> clear = ifClear(labId, releaseId, customerIds.get(0));
            if (!clear.isEmpty()) {
                return clear;
            }
        }
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        return db.sql(HELD)
                .params(customerIds.toArray(String[]::new), at, at, releaseId, labId)
                .query(this::held)
                .list();
    }

    /** Empty unless the customer has licenses and the light of each is plainly green: then nothing else can matter. */
    private List<Held> ifClear(String labId, String releaseId, String customerId) {
        List<Optional<Held>> found = db.sql(CLEAR)
                .params(releaseId, customerId, labId)
                .query((row, n) ->
                        row.getInt("light") == Light.VALID.value() ? Optional.of(held(row, n)) : Optional.<Held>empty())
                .list();
        return found.stream().allMatch(Optional::isPresent)
                ? found.stream().map(Optional::orElseThrow).toList()
                : List.of();
    }

    private Held held(ResultSet row, int number) throws SQLException {
        boolean licensed = row.getString("id") != null;
        OffsetDateTime expiresOn = row.getObject("expires_on", OffsetDateTime.class);
        return new Held(
                row.getString("customer_id"),
                row.getBoolean("exempt"),
                row.getBoolean("staff"),
                row.getString("id"),
                row.getString("status"),
                row.getBoolean("suspended"),
                !licensed || row.getBoolean("foreign_persons"),
                row.getInt("users"),
                texts(row.getArray("countries")),
                row.getString("domain"),
                row.getString("band"),
                expiresOn == null ? null : expiresOn.toInstant(),
                row.getBoolean("kept_alive"),
                row.getObject("list_index", Long.class),
                conditions(row.getString("conditions")),
                texts(row.getArray("dark")),
                texts(row.getArray("foreign_dark")));
    }

    private List<License.Condition> conditions(String array) {
        if (array == null) {
            return List.of();
        }
        try {
            return List.of(json.readValue(array, License.Condition[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database has just written this", e);
        }
    }

    private static List<String> texts(Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
