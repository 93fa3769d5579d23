package org.countersign.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.countersign.testing.TimeMachine;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A lab that reports the use of a license which is a hundred days old. */
class UsageDesk {

    static final int AGE_DAYS = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LabApi api;
    private final TestCases cases;
    private final TimeMachine time;
    private final JdbcClient db;

    UsageDesk(LabApi api, TestCases cases, TimeMachine time, JdbcClient db) {
        this.api = api;
        this.cases = cases;
        this.time = time;
        this.db = db;
    }

    /** @param firstDay the day it was issued */
    record Licensed(String id, String reference, LocalDate firstDay) {

        LocalDate day(int number) {
            return firstDay.plusDays(number);
        }
    }

    /** 50 users of the United States and India, foreign persons among them, for software engineering. */
    Licensed licensed() {
        Licensed license = issued();
        time.advance(Duration.ofDays(AGE_DAYS));
        return license;
    }

    Licensed issued() {
        TestCases.Case approved = cases.approved();
        return new Licensed(cases.asTheLabSeesIt(approved).get("licenseId").asText(), approved.reference(), today());
    }

    LocalDate today() {
        return LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
    }

    /** Nothing remarkable, on days counted from the first day of the license. */
    static ObjectNode report(Licensed license, int from, int to) {
        ObjectNode report = JSON.createObjectNode()
                .put("reportId", "r-" + UUID.randomUUID())
                .put("periodStart", license.day(from).toString())
                .put("periodEnd", license.day(to).toString())
                .put("requests", 100 * (to - from + 1))
                .put("tokens", 1_000_000)
                .put("activeUsers", 40)
                .put("foreignPersonUsers", 3)
                .put("incidents", 0);
        report.putObject("byUseCase").put("software-engineering", 100);
        return report;
    }

    static ObjectNode report(Licensed license, int from, int to, Consumer<ObjectNode> change) {
        ObjectNode report = report(license, from, to);
        change.accept(report);
        return report;
    }

    LabApi.Answer sends(Licensed license, JsonNode report) {
        return sends(LabApi.AURORA, license.id(), report.toString());
    }

    LabApi.Answer sends(String lab, String licenseId, String body) {
        return api.post(lab, "/api/v1/licenses/" + licenseId + "/usage-reports", body);
    }

    JsonNode listOf(Licensed license) {
        return api.get(LabApi.AURORA, "/api/v1/licenses/" + license.id() + "/usage-reports?limit=100")
                .json()
                .get("items");
    }

    static String line(Licensed license, ObjectNode report) {
        return report.deepCopy().put("licenseId", license.id()).toString();
    }

    LabApi.Answer sendsLines(List<String> lines) {
        return sendsBytes(HttpRequest.BodyPublishers.ofString(String.join("\n", lines)));
    }

    LabApi.Answer sendsBytes(HttpRequest.BodyPublisher body) {
        return api.send(api.request("/api/v1/usage-reports:bulk")
                .header("Authorization", api.bearer(LabApi.AURORA))
                .header("Content-Type", "application/x-ndjson")
                .POST(body));
    }

    static List<JsonNode> answers(LabApi.Answer answer) {
        return answer.body()
                .lines()
                .map(line -> {
                    try {
                        return JSON.readTree(line);
                    } catch (JsonProcessingException e) {
                        throw new IllegalStateException(line, e);
                    }
                })
                .toList();
    }

    static List<String> statuses(LabApi.Answer answer) {
        return answers(answer).stream().map(line -> line.get("status").asText()).toList();
    }

    static List<String> texts(JsonNode list) {
        return JSON.convertValue(list, JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    /** What is to be put right about a license, by what reports have shown. */
    List<String> findings(Licensed license) {
        return db.sql("SELECT text FROM finding WHERE license_id = ? AND source = 'usage' ORDER BY raised_at, text")
                .param(license.id())
                .query(String.class)
                .list();
    }

    /** Somebody has looked, and it is put right. */
    void mended(Licensed license) {
        db.sql(
                        """
                INSERT INTO finding_check (finding_id, number, mended, note, checked_by, checked_at)
                SELECT id, 1, true, 'Put right.', 'auditor.one', raised_at FROM finding WHERE license_id = ?""")
                .param(license.id())
                .update();
    }

    Map<String, Object> journalEntry(String action, String subject) {
        return db.sql("SELECT actor, content FROM journal WHERE action = ? AND subject = ? ORDER BY seq DESC LIMIT 1")
                .params(action, subject)
                .query()
                .singleRow();
    }

    long count(String action, String subject) {
        return db.sql("SELECT count(*) FROM journal WHERE action = ? AND subject = ?")
                .params(action, subject)
                .query(Long.class)
                .single();
    }
}
