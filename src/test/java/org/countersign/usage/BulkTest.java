package org.countersign.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.usage.UsageDesk.answers;
import static org.countersign.usage.UsageDesk.line;
import static org.countersign.usage.UsageDesk.report;
import static org.countersign.usage.UsageDesk.statuses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.codec.digest.DigestUtils;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestCases;
import org.countersign.testing.TimeMachine;
import org.countersign.usage.UsageDesk.Licensed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many reports at once: each line has its own answer, and none depends on another. */
@CountersignTest
class BulkTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    private UsageDesk desk;

    @BeforeEach
    void sitDown() {
        desk = new UsageDesk(api, cases, time, db);
    }

    @Test
    void answersEachLineInItsOrder() {
        Licensed acme = desk.licensed();
        ObjectNode good = report(acme, 80, 89);
        List<String> lines = List.of(
                line(acme, good),
                "",
                line(acme, good),
                line(acme, good.deepCopy().put("requests", 7)),
                line(acme, report(acme, 70, 79, odd -> odd.put("tokens", -1))),
                "{\"reportId\":",
                "[]",
                "{\"licenseId\":\"none\",\"reportId\":\"x\",\"unknown\":1}",
                line(new Licensed("none", "", acme.firstDay()), report(acme, 60, 69)),
                report(acme, 60, 69).toString(),
                "{\"pad\":\"" + "x".repeat(20_000) + "\"}",
                line(acme, report(acme, 90, 98)));

        LabApi.Answer answer = desk.sendsLines(lines);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(statuses(answer))
                .containsExactly(
                        "accepted",
                        "repeated",
                        "refused",
                        "refused",
                        "refused",
                        "refused",
                        "refused",
                        "refused",
                        "refused",
                        "refused",
                        "accepted");
        List<JsonNode> answers = answers(answer);
        assertThat(answers)
                .extracting(line -> line.get("line").asInt())
                .containsExactly(1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(answers.subList(2, 10))
                .extracting(line -> line.at("/errors/0/field").asText())
                .containsExactly("reportId", "tokens", "body", "body", "unknown", "licenseId", "licenseId", "body");
        assertThat(answers.get(0).get("reportId")).isEqualTo(good.get("reportId"));
        assertThat(answers.get(0).get("licenseId").asText()).isEqualTo(acme.id());
        assertThat(desk.listOf(acme)).hasSize(2);
    }

    @Test
    void countsLinesOnceHoweverOftenTheyAreSent() {
        Licensed acme = desk.licensed();
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < 49; from++) {
            for (int to = from; to < 49; to++) {
                lines.add(line(acme, report(acme, from, to)));
            }
        }
        assertThat(lines).hasSizeGreaterThan(1_000);

        assertThat(statuses(desk.sendsLines(lines))).hasSize(lines.size()).containsOnly("accepted");
        assertThat(statuses(desk.sendsLines(lines))).hasSize(lines.size()).containsOnly("repeated");

        assertThat(db.sql("SELECT count(*) FROM usage_report WHERE license_id = ? AND superseded_by IS NULL")
                        .param(acme.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(lines.size());
        assertThat(desk.findings(acme)).hasSize(1);
    }

    @Test
    void givesTheSameRemarksAsReportsByThemselves() {
        Licensed acme = desk.licensed();
        ObjectNode first = report(acme, 0, 89);
        List<String> lines = List.of(
                line(acme, first),
                line(acme, report(acme, 90, 94)),
                line(acme, report(acme, 96, 98)),
                line(acme, report(acme, 94, 95)),
                line(acme, report(acme, 90, 94)),
                line(acme, report(acme, 90, 94)));

        List<JsonNode> answers = answers(desk.sendsLines(lines));

        assertThat(answers)
                .extracting(line -> UsageDesk.texts(line.path("remarks").isMissingNode() ? null : line.get("remarks")))
                .containsExactly(
                        List.of("late"),
                        null,
                        List.of("gap"),
                        List.of("overlapping"),
                        List.of("overlapping", "supersedes"),
                        List.of("overlapping", "supersedes"));
        assertThat(answers.get(5).get("supersedes")).isEqualTo(answers.get(4).get("reportId"));
        List<Boolean> counted = new ArrayList<>();
        desk.listOf(acme).forEach(report -> counted.add(report.get("counted").asBoolean()));
        assertThat(counted).containsExactly(true, false, true, true, false, true);
    }

    @Test
    void takesAReportForTheSameWhicheverWayItComes() {
        Licensed acme = desk.licensed();
        ObjectNode exact = report(acme, 80, 89, report -> report.withObject("/byUseCase")
                .put("software-engineering", new BigDecimal("123456789012345678.123456"))
                .put("finance", new BigDecimal("0.000001")));

        assertThat(desk.sends(acme, exact).status()).isEqualTo(201);

        assertThat(statuses(desk.sendsLines(List.of(line(acme, exact))))).containsExactly("repeated");
    }

    @Test
    void refusesNumbersOfAnySizeLineByLine() {
        Licensed acme = desk.licensed();
        List<String> lines = new ArrayList<>();
        for (String number : List.of("1E+2147483647", "1E+2147483648", "1E400", "1E-2147483647", "1E-400", "NaN")) {
            lines.add(line(acme, report(acme, 80, 89, report -> report.withObject("/byUseCase")
                            .put("finance", 7)))
                    .replace("\"finance\":7", "\"finance\":" + number));
        }
        lines.add(line(acme, report(acme, 80, 89)));

        List<String> statuses = statuses(desk.sendsLines(lines));

        assertThat(statuses.subList(0, 6)).containsOnly("refused");
        assertThat(statuses.get(6)).isEqualTo("accepted");
    }

    @Test
    void leavesOneEntryInTheJournalForManyLines() throws Exception {
        Licensed acme = desk.licensed();
        long before = desk.count("usage-reports-received", "lab-aurora");
        List<String> lines = List.of(line(acme, report(acme, 80, 89)), line(acme, report(acme, 90, 98)));

        desk.sendsLines(lines);

        assertThat(desk.count("usage-reports-received", "lab-aurora")).isEqualTo(before + 1);
        assertThat(desk.count("usage-report-received", acme.reference())).isZero();
        assertThat(desk.journalEntry("usage-reports-received", "lab-aurora")
                        .get("content")
                        .toString())
                .contains("\"accepted\":2", DigestUtils.sha256Hex(String.join("\n", lines) + "\n"));
    }

    @Test
    void countsTheSameLinesOnceWhenTheyComeTwiceAtOnceInAnotherOrder() {
        List<Licensed> licenses = List.of(desk.licensed(), desk.licensed(), desk.licensed());
        List<String> lines = new ArrayList<>();
        licenses.forEach(license -> lines.add(line(license, report(license, 1, 9))));
        List<String> backwards = new ArrayList<>(lines);
        Collections.reverse(backwards);
        List<Callable<LabApi.Answer>> steps = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            List<String> order = n % 2 == 0 ? lines : backwards;
            steps.add(() -> desk.sendsLines(order));
        }

        List<String> statuses = new ArrayList<>();
        AtOnce.run(steps).forEach(outcome -> statuses.addAll(statuses(outcome.value())));

        assertThat(statuses).hasSize(12).containsOnly("accepted", "repeated");
        assertThat(Collections.frequency(statuses, "accepted")).isEqualTo(3);
        licenses.forEach(license -> assertThat(desk.listOf(license)).hasSize(1));
    }

    @Test
    void refusesLinesThatAreNotUtf8() {
        byte[] line = "{\"licenseId\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        LabApi.Answer answer = desk.sendsBytes(HttpRequest.BodyPublishers.ofByteArray(line));

        assertThat(statuses(answer)).containsExactly("refused");
        assertThat(answer.body()).contains("UTF-8");
    }

    @Test
    void answersNothingToNothing() {
        LabApi.Answer answer = desk.sendsLines(List.of("", " "));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void refusesAsAWholeWhatIsTooLargeOrNotLines() {
        byte[] large = new byte[50_000_000];
        var noTrace = new NoTrace(db);

        LabApi.Answer announced = noTrace.of(() -> desk.sendsBytes(HttpRequest.BodyPublishers.ofByteArray(large)));
        LabApi.Answer streamed = noTrace.of(
                () -> desk.sendsBytes(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));
        LabApi.Answer json = noTrace.of(() -> api.post(LabApi.AURORA, "/api/v1/usage-reports:bulk", "{}"));

        assertThat(announced.status()).isEqualTo(413);
        assertThat(streamed.status()).isEqualTo(413);
        assertThat(json.status()).isEqualTo(415);
    }

    @Test
    void saysThatItReadsNothingCompressed() {
        LabApi.Answer answer = api.send(api.request("/api/v1/usage-reports:bulk")
                .header("Authorization", api.bearer(LabApi.AURORA))
                .header("Content-Type", "application/x-ndjson")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {31, -117, 8, 0})));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.json().at("/errors/0/message").asText()).contains("without compression");
    }
}
