package org.countersign.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The usage reports of all licenses. Rows are only added; a correction takes the place of an earlier one and both stay. */
@Repository
public class UsageReports {

    /** Where the last reports before one are looked for: more than the longest period there may be. */
    private static final int LOOK_BACK_DAYS = 400;

    private final JdbcClient db;
    private final ObjectMapper json;

    UsageReports(JdbcClient db, ObjectMapper json) {
        this.db = db;
        this.json = json;
    }

    /** The last periods of a license that count, oldest first. */
    public UsageSummary recent(String licenseId, int periods) {
        List<UsageSummary.Period> last = db.sql(
                        """
                SELECT * FROM (
                  SELECT report_id, period_start, period_end, requests, tokens, active_users, foreign_users, incidents
                  FROM usage_report WHERE license_id = ? AND superseded_by IS NULL
                  ORDER BY period_end DESC, period_start DESC LIMIT ?) last
                ORDER BY period_end, period_start""")
                .params(licenseId, periods)
                .query(UsageSummary.Period.class)
                .list();
        return new UsageSummary(licenseId, last);
    }

    /** A report as it was sent, and what became of it. */
    @Schema(name = "UsageReportView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String reportId,
            LocalDate periodStart,
            LocalDate periodEnd,
            long requests,
            long tokens,
            long activeUsers,
            long foreignPersonUsers,
            @Schema(type = "object") @JsonRawValue String byUseCase,
            long incidents,
            List<String> countries,
            Instant receivedAt,
            boolean counted,
            List<String> remarks,
            String supersedes,
            String supersededBy) {}

    /** A view and its place in the list. */
    record Listed(long number, View view) {}

    /** In the order they came, after the given number. */
    List<Listed> page(String licenseId, long after, int limit) {
        return db.sql("SELECT * FROM usage_report WHERE license_id = ? AND number > ? ORDER BY number LIMIT ?")
                .params(licenseId, after, limit)
                .query((row, n) -> new Listed(row.getLong("number"), view(row)))
                .list();
    }

    /**
     * Lets the steps of these licenses' cases follow one another until the transaction ends, and reads what they declare.
     * Another lab's license is as good as none.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    Map<String, Declared> locked(List<Incoming> reports) {
        String[] licenses = reports.stream().map(Incoming::licenseId).toArray(String[]::new);
        String[] labs = reports.stream().map(Incoming::labId).toArray(String[]::new);
        // In one order, so that two batches never wait for each other; read afterwards, when nobody changes them any
        // more.
        db.sql(
                        """
                SELECT id FROM application WHERE id IN (
                  SELECT l.application_id FROM license l
                  JOIN unnest(?::text[], ?::text[]) AS w (id, lab_id) ON w.id = l.id AND w.lab_id = l.lab_id)
                ORDER BY id FOR NO KEY UPDATE""")
                .params(licenses, labs)
                .query(String.class)
                .list();
        Map<String, Declared> declared = new HashMap<>();
        db.sql(
                        """
                SELECT l.*, a.reference,
                  coalesce(l.ended_at, CASE WHEN l.kept_alive_by IS NULL THEN l.expires_on END) AS ends_at
                FROM license l JOIN application a ON a.id = l.application_id WHERE l.id = ANY (?::text[])""")
                .param(licenses)
                .query(row -> {
                    Declared license = declared(row);
                    declared.put(license.licenseId(), license);
                });
        return declared;
    }

    /** A report that is here already. */
    record Stored(String sha256, Receipt receipt) {}

    Map<Incoming.Key, Stored> storedOf(List<Incoming> reports) {
        Map<Incoming.Key, Stored> stored = new HashMap<>();
        db.sql(
                        """
                SELECT r.*, encode(k.content_sha256, 'hex') AS sha256
                FROM unnest(?::text[], ?::text[]) AS w (license_id, report_id)
                JOIN usage_report_key k USING (license_id, report_id)
                JOIN usage_report r ON r.license_id = k.license_id AND r.period_end = k.period_end
                  AND r.report_id = k.report_id""")
                .params(
                        reports.stream().map(Incoming::licenseId).toArray(String[]::new),
                        reports.stream()
                                .map(incoming -> incoming.report().reportId())
                                .toArray(String[]::new))
                .query(row -> {
                    Receipt receipt = receipt(row);
                    stored.put(
                            new Incoming.Key(receipt.licenseId(), receipt.reportId()),
                            new Stored(row.getString("sha256"), receipt));
                });
        return stored;
    }

    /** What counts of each license from its given day on, and the last reports before that day. */
    Map<String, Counted> countedOf(Map<String, LocalDate> since) {
        Map<String, Counted> counted = new HashMap<>();
        since.keySet().forEach(license -> counted.put(license, new Counted()));
        var inOrder = new TreeMap<>(since);
        db.sql(
                        """
                SELECT w.license_id, r.* FROM unnest(?::text[], ?::date[]) AS w (license_id, since)
                CROSS JOIN LATERAL (
                  (SELECT report_id, period_start, period_end, requests FROM usage_report
                   WHERE license_id = w.license_id AND superseded_by IS NULL AND period_end >= w.since)
                  UNION ALL
                  (SELECT report_id, period_start, period_end, requests FROM usage_report
                   WHERE license_id = w.license_id AND superseded_by IS NULL
                     AND period_end < w.since AND period_end >= w.since - %d
                   ORDER BY period_end DESC LIMIT %d)) r"""
                                .formatted(LOOK_BACK_DAYS, Counted.USUAL))
                .params(
                        inOrder.keySet().toArray(String[]::new),
                        inOrder.values().stream().map(LocalDate::toString).toArray(String[]::new))
                .query(row -> {
                    LocalDate start = row.getObject("period_start", LocalDate.class);
                    LocalDate end = row.getObject("period_end", LocalDate.class);
                    counted.get(row.getString("license_id"))
                            .add(Counted.Period.of(row.getString("report_id"), start, end, row.getLong("requests")));
                });
        return counted;
    }

    /** @param supersededBy by another report of the same batch already */
    record Row(Incoming incoming, Receipt receipt, String supersededBy) {}

    /** What is corrected stops to count before its correction does. */
    void supersede(Collection<Row> corrections) {
        if (!corrections.isEmpty()) {
            db.sql(
                            """
                    UPDATE usage_report r SET superseded_by = w.by
                    FROM unnest(?::text[], ?::text[], ?::date[], ?::text[]) AS w (license_id, report_id, period_end, by)
                    WHERE r.license_id = w.license_id AND r.report_id = w.report_id AND r.period_end = w.period_end""")
                    .params(
                            column(corrections, row -> row.receipt().licenseId()),
                            column(corrections, row -> row.receipt().supersedes()),
                            column(corrections, row -> row.receipt().periodEnd().toString()),
                            column(corrections, row -> row.receipt().reportId()))
                    .update();
        }
    }

    private static String[] column(Collection<Row> rows, Function<Row, String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    void add(List<Row> rows) {
        db.sql(
                        """
                WITH row AS MATERIALIZED (
                  SELECT * FROM json_to_recordset(?::json) AS row (license_id text, report_id text, sha256 text,
                    period_start date, period_end date, requests bigint, tokens bigint, active_users bigint,
                    foreign_users bigint, by_use_case jsonb, incidents bigint, countries text[], remarks text[],
                    supersedes text, received_at timestamptz, superseded_by text)),
                key AS (
                  INSERT INTO usage_report_key (license_id, report_id, period_end, content_sha256)
                  SELECT license_id, report_id, period_end, decode(sha256, 'hex') FROM row)
                INSERT INTO usage_report (license_id, report_id, period_start, period_end, requests, tokens, active_users,
                  foreign_users, by_use_case, incidents, countries, remarks, supersedes, received_at, superseded_by)
                SELECT license_id, report_id, period_start, period_end, requests, tokens, active_users,
                  foreign_users, by_use_case, incidents, countries, remarks, supersedes, received_at, superseded_by
                FROM row""")
                .param(asJson(rows.stream().map(UsageReports::columns).toList()))
                .update();
    }

    private static Map<String, Object> columns(Row row) {
        UsageReport report = row.incoming().report();
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("license_id", row.incoming().licenseId());
        columns.put("report_id", report.reportId());
        columns.put("sha256", row.incoming().sha256());
        columns.put("period_start", report.periodStart());
        columns.put("period_end", report.periodEnd());
        columns.put("requests", report.requests());
        columns.put("tokens", report.tokens());
        columns.put("active_users", report.activeUsers());
        columns.put("foreign_users", report.foreignPersonUsers());
        columns.put("by_use_case", report.byUseCase());
        columns.put("incidents", report.incidents());
        columns.put("countries", report.countries());
        columns.put("remarks", row.receipt().remarks());
        columns.put("supersedes", row.receipt().supersedes());
        columns.put("received_at", row.receipt().receivedAt().toString());
        columns.put("superseded_by", row.supersededBy());
        return columns;
    }

    private String asJson(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report that was read can be written", e);
        }
    }

    private static Declared declared(ResultSet row) throws SQLException {
        OffsetDateTime endsAt = row.getObject("ends_at", OffsetDateTime.class);
        return new Declared(
                row.getString("id"),
                row.getString("lab_id"),
                row.getString("reference"),
                row.getLong("users"),
                row.getBoolean("foreign_persons"),
                texts(row, "countries"),
                row.getString("domain"),
                row.getString("band"),
                row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                endsAt == null ? null : endsAt.toInstant());
    }

    /** As it was given at first, also when a correction has come since. */
    private static Receipt receipt(ResultSet row) throws SQLException {
        return new Receipt(
                row.getString("license_id"),
                row.getString("report_id"),
                row.getObject("period_start", LocalDate.class),
                row.getObject("period_end", LocalDate.class),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                true,
                texts(row, "remarks"),
                row.getString("supersedes"));
    }

    private static View view(ResultSet row) throws SQLException {
        Receipt receipt = receipt(row);
        return new View(
                receipt.reportId(),
                receipt.periodStart(),
                receipt.periodEnd(),
                row.getLong("requests"),
                row.getLong("tokens"),
                row.getLong("active_users"),
                row.getLong("foreign_users"),
                row.getString("by_use_case"),
                row.getLong("incidents"),
                texts(row, "countries"),
                receipt.receivedAt(),
                row.getString("superseded_by") == null,
                receipt.remarks(),
                receipt.supersedes(),
                row.getString("superseded_by"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? null : List.of((String[]) array.getArray());
    }
}
