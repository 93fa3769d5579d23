package org.countersign.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.usage.UsageDesk.report;
import static org.countersign.usage.UsageDesk.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.countersign.testing.TimeMachine;
import org.countersign.usage.UsageDesk.Licensed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A report is counted once, whatever happens on the way, and a correction takes the place of what it corrects. */
@CountersignTest
class UsageReportTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    @Autowired
    private UsageReports reports;

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private Fingerprint fingerprint;

    private UsageDesk desk;

    @BeforeEach
    void sitDown() {
        desk = new UsageDesk(api, cases, time, db);
    }

    @Test
    void givesAReceipt() {
        Licensed acme = desk.licensed();
        ObjectNode report = report(acme, 90, 99);

        LabApi.Answer answer = desk.sends(acme, report);

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        JsonNode receipt = answer.json();
        assertThat(receipt.get("reportId")).isEqualTo(report.get("reportId"));
        assertThat(receipt.get("licenseId").asText()).isEqualTo(acme.id());
        assertThat(receipt.get("periodStart")).isEqualTo(report.get("periodStart"));
        assertThat(receipt.get("periodEnd")).isEqualTo(report.get("periodEnd"));
        assertThat(receipt.get("counted").asBoolean()).isTrue();
        assertThat(Instant.parse(receipt.get("receivedAt").asText())).isBeforeOrEqualTo(time.now());
        assertThat(desk.count("usage-report-received", acme.reference())).isOne();
    }

    @Test
    void givesTheSameAnswerToTheSameReportAndCountsItOnce() {
        Licensed acme = desk.licensed();
        ObjectNode report =
                report(acme, 90, 99, odd -> odd.withObject("/byUseCase").put("finance", 6.0));
        LabApi.Answer first = desk.sends(acme, report);
        time.advance(Duration.ofDays(20));

        LabApi.Answer again = desk.sends(acme, report);
        LabApi.Answer written =
                desk.sends(LabApi.AURORA, acme.id(), report.toPrettyString().replace("6.0", "6"));

        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(written.body()).isEqualTo(first.body());
        assertThat(desk.listOf(acme)).hasSize(1);
        assertThat(desk.count("usage-report-received", acme.reference())).isOne();
    }

    @Test
    void refusesTheSameIdForSomethingElse() {
        Licensed acme = desk.licensed();
        ObjectNode report = report(acme, 90, 99);
        desk.sends(acme, report);

        LabApi.Answer other = desk.sends(acme, report.deepCopy().put("requests", 7));

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().at("/errors/0/field").asText()).isEqualTo("reportId");
        assertThat(desk.listOf(acme)).hasSize(1);
        assertThat(desk.listOf(acme).at("/0/requests").asLong()).isEqualTo(1_000);
    }

    @Test
    void takesTheSameIdForAnotherLicense() {
        Licensed acme = desk.licensed();
        Licensed other = desk.licensed();
        ObjectNode report = report(other, 1, 9);

        assertThat(desk.sends(acme, report).status()).isEqualTo(201);
        assertThat(desk.sends(other, report).status()).isEqualTo(201);
    }

    @Test
    void keepsACorrectionAndWhatItCorrects() {
        Licensed acme = desk.licensed();
        ObjectNode first = report(acme, 90, 99);
        ObjectNode correction = report(acme, 90, 99, right -> right.put("requests", 900));
        desk.sends(acme, first);

        JsonNode receipt = desk.sends(acme, correction).json();

        assertThat(texts(receipt.get("remarks"))).contains("supersedes").doesNotContain("overlapping");
        assertThat(receipt.get("supersedes")).isEqualTo(first.get("reportId"));
        JsonNode list = desk.listOf(acme);
        assertThat(list).hasSize(2);
        assertThat(list.at("/0/counted").asBoolean()).isFalse();
        assertThat(list.at("/0/supersededBy")).isEqualTo(correction.get("reportId"));
        assertThat(list.at("/1/counted").asBoolean()).isTrue();
        assertThat(reports.recent(acme.id(), 12).periods())
                .singleElement()
                .satisfies(period -> assertThat(period.requests()).isEqualTo(900));
        assertThat(desk.sends(acme, first).json().has("supersedes")).isFalse();
    }

    @Test
    void remarksWhatIsLateWhatLeavesAGapAndWhatOverlaps() {
        Licensed acme = desk.licensed();

        assertThat(texts(desk.sends(acme, report(acme, 0, 89)).json().get("remarks")))
                .containsExactly("late");
        assertThat(texts(desk.sends(acme, report(acme, 90, 94)).json().get("remarks")))
                .isEmpty();
        assertThat(texts(desk.sends(acme, report(acme, 96, 98)).json().get("remarks")))
                .containsExactly("gap");
        assertThat(texts(desk.sends(acme, report(acme, 94, 95)).json().get("remarks")))
                .containsExactly("overlapping");
    }

    @Test
    void isOnTimeUntilTheTenthDayAfterThePeriodIsOver() {
        Licensed acme = desk.licensed();

        assertThat(texts(desk.sends(acme, report(acme, 0, 89)).json().get("remarks")))
                .contains("late");
        assertThat(texts(desk.sends(acme, report(acme, 0, 90)).json().get("remarks")))
                .doesNotContain("late");
    }

    @Test
    void countsAReportThatComesSeveralTimesAtOnceOnSeveralNodesOnce() {
        Licensed acme = desk.licensed();
        ObjectNode body = report(acme, 90, 99);
        UsageReport report = read(body);
        var incoming = new Incoming("lab-aurora", acme.id(), report, fingerprint.of(report));
        List<Callable<Receipt>> steps = new ArrayList<>();
        for (int node = 0; node < 4; node++) {
            Together ofANode = node();
            steps.add(() -> ofANode.take(incoming).receipt());
            steps.add(() -> ofANode.take(incoming).receipt());
        }

        List<AtOnce.Outcome<Receipt>> outcomes = AtOnce.run(steps);

        assertThat(outcomes).allMatch(AtOnce.Outcome::succeeded);
        assertThat(outcomes)
                .extracting(AtOnce.Outcome::value)
                .containsOnly(outcomes.get(0).value());
        assertThat(desk.listOf(acme)).hasSize(1);
        assertThat(desk.count("usage-report-received", acme.reference())).isOne();
    }

    @Test
    void letsOneReportOfAPeriodCountWhenSeveralComeAtOnce() {
        Licensed acme = desk.licensed();
        List<Callable<Outcome>> steps = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            UsageReport report = read(report(acme, 80, 89));
            Together ofANode = node();
            steps.add(() -> ofANode.take(new Incoming("lab-aurora", acme.id(), report, fingerprint.of(report))));
        }

        assertThat(AtOnce.run(steps))
                .allMatch(outcome -> outcome.succeeded() && outcome.value().isAccepted());

        List<Boolean> counted = new ArrayList<>();
        desk.listOf(acme).forEach(one -> counted.add(one.get("counted").asBoolean()));
        assertThat(counted).hasSize(6).containsOnlyOnce(true).last().isEqualTo(true);
    }

    @Test
    void takesReportsOfALicensesLifeAfterItsEnd() {
        Licensed acme = desk.licensed();
        api.post(LabApi.AURORA, "/api/v1/licenses/" + acme.id() + "/surrender", "{\"reasons\":\"Other plans.\"}");
        time.advance(Duration.ofDays(40));

        LabApi.Answer after = desk.sends(acme, report(acme, UsageDesk.AGE_DAYS + 1, UsageDesk.AGE_DAYS + 30));
        LabApi.Answer ofItsLife = desk.sends(acme, report(acme, 70, UsageDesk.AGE_DAYS));

        assertThat(after.status()).isEqualTo(409);
        assertThat(after.json().at("/errors/0/field").asText()).isEqualTo("periodStart");
        assertThat(ofItsLife.status()).as(ofItsLife.body()).isEqualTo(201);
    }

    @Test
    void takesNothingForDaysAfterALicenseHasExpired() {
        Licensed acme = desk.issued();
        time.advance(Duration.ofDays(400));

        assertThat(desk.sends(acme, report(acme, 370, 399)).status()).isEqualTo(409);
        assertThat(desk.sends(acme, report(acme, 330, 359)).status()).isEqualTo(201);
    }

    @Test
    void pagesThroughTheReportsInTheOrderTheyCame() {
        Licensed acme = desk.licensed();
        List<String> sent = new ArrayList<>();
        for (int n = 9; n > 6; n--) {
            ObjectNode report = report(acme, n * 10, n * 10 + 5);
            sent.add(report.get("reportId").asText());
            desk.sends(acme, report);
        }
        String path = "/api/v1/licenses/" + acme.id() + "/usage-reports?limit=2";

        JsonNode first = api.get(LabApi.AURORA, path).json();
        JsonNode second = api.get(
                        LabApi.AURORA,
                        path + "&cursor=" + first.get("nextCursor").asText())
                .json();

        assertThat(first.get("items").findValuesAsText("reportId")).isEqualTo(sent.subList(0, 2));
        assertThat(second.get("items").findValuesAsText("reportId")).isEqualTo(sent.subList(2, 3));
        assertThat(second.path("nextCursor").isMissingNode()
                        || second.get("nextCursor").isNull())
                .isTrue();
    }

    @Test
    void summarizesTheLastPeriodsThatCount() {
        Licensed acme = desk.licensed();
        for (int n = 1; n < 9; n++) {
            desk.sends(acme, report(acme, n * 10, n * 10 + 9));
        }

        UsageSummary recent = reports.recent(acme.id(), 3);

        assertThat(recent.periods())
                .extracting(UsageSummary.Period::periodStart)
                .containsExactly(acme.day(60), acme.day(70), acme.day(80));
        assertThat(recent.periods()).allSatisfy(period -> {
            assertThat(period.requests()).isEqualTo(1_000);
            assertThat(period.activeUsers()).isEqualTo(40);
            assertThat(period.foreignUsers()).isEqualTo(3);
        });
    }

    private Together node() {
        return new Together(beans.createBean(Intake.class));
    }

    private static UsageReport read(ObjectNode report) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().treeToValue(report, UsageReport.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
