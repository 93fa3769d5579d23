package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.license.License;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.testing.Visitor;
import org.countersign.usage.ReportingPeriods;
import org.countersign.usage.ReportingPeriods.ReportingPeriod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/** What people see of licenses in force: staff all of it, a lab its own, everybody numbers. */
@CountersignTest
class OversightTest {

    @Autowired
    private AutowireCapableBeanFactory beans;

    private AuditDesk desk;

    @Autowired
    private ReportingPeriods periods;

    @Autowired
    private TimeMachine time;

    @Autowired
    private LabApi api;

    private Case acme;
    private License license;

    @BeforeEach
    void aLicense() {
        desk = beans.createBean(AuditDesk.class);
        acme = desk.licensed();
        license = desk.license(acme);
    }

    @Test
    void saysInWordsThatNothingIsAskedOfALicense() {
        assertThat(page())
                .contains(
                        "No audit waits for an auditor.",
                        "No audit falls due in these days.",
                        "No usage report is overdue.",
                        "Nothing is left to be put right.",
                        "No license is suspended.")
                .doesNotContain("/cases/" + acme.reference());
        assertThat(ours("overdueReports")).isEmpty();
        assertThat(ours("openFindings")).isEmpty();
        assertThat(ours("openAudits")).isEmpty();
    }

    @Test
    void showsAnAuditThatIsDueUntilItIsClosed() {
        String audit = desk.orders(acme);

        assertThat(page())
                .contains("/cases/" + acme.reference(), ">ordered<")
                .doesNotContain("No audit waits for an auditor.");
        assertThat(ours("openAudits")).singleElement().satisfies(one -> {
            assertThat(one.get("id").asText()).isEqualTo(audit);
            assertThat(one.get("reference").asText()).isEqualTo(acme.reference());
        });

        desk.completes("auditor.one", acme, "auditLicense", AuditDesk.PASSED);

        assertThat(page()).contains("No audit waits for an auditor.");
        assertThat(ours("openAudits")).isEmpty();
    }

    @Test
    void announcesAnAuditThirtyDaysAhead() {
        desk.waits(license.auditDays() - 32);
        assertThat(page()).contains("No audit falls due in these days.");

        desk.waits(3);

        assertThat(page()).doesNotContain("No audit falls due in these days.");
    }

    @Test
    void showsWhatIsToBePutRightAndMarksItWhenItIsLate() {
        desk.hasFindings(acme, 5, "Logs are kept for a week only.");
        assertThat(page()).contains("Logs are kept for a week only.").doesNotContain(">overdue<");

        time.advance(Duration.ofDays(7));

        assertThat(page()).contains("Logs are kept for a week only.", ">overdue<");
        assertThat(Visitor.signedIn(api, "oncd.director")
                        .get("/cases/" + acme.reference())
                        .body())
                .contains("Logs are kept for a week only.", ">overdue<");
        assertThat(api.anonymous("GET", acme.trackingPath(), request -> {}).body())
                .contains("Logs are kept for a week only.", ">overdue<");
        assertThat(ours("openFindings")).singleElement().satisfies(one -> {
            assertThat(one.get("licenseId").asText()).isEqualTo(license.id());
            assertThat(one.get("source").asText()).isEqualTo("audit");
            assertThat(one.get("text").asText()).isEqualTo("Logs are kept for a week only.");
        });

        desk.completes("auditor.two", acme, "closeFinding", AuditDesk.MENDED);

        assertThat(page()).contains("Nothing is left to be put right.");
        assertThat(ours("openFindings")).isEmpty();
    }

    @Test
    void showsHowFarAnOverdueReportHasCome() {
        ReportingPeriod first = periods.first(license);
        time.advanceTo(first.dueOn().plus(Duration.ofHours(6)));
        assertThat(page()).contains("none yet");
        time.advanceTo(first.dueOn().plus(Duration.ofDays(31)));

        assertThat(page()).contains(">suspended<", ">usage reports<").doesNotContain("No usage report is overdue.");
        assertThat(ours("overdueReports")).singleElement().satisfies(one -> {
            assertThat(one.get("periodStart").asText()).isEqualTo(first.start().toString());
            assertThat(one.get("step").asText()).isEqualTo("suspension");
        });
        assertThat(new Visitor(api).get(acme.trackingPath()).body()).contains("A usage report is missing");
    }

    @Test
    void forgetsALicenseThatHasEnded() {
        desk.orders(acme);
        api.post(LabApi.AURORA, "/api/v1/licenses/" + license.id() + "/surrender", "{}");

        assertThat(page()).doesNotContain("/cases/" + acme.reference());
        assertThat(ours("openAudits")).isEmpty();
    }

    @Test
    void tellsALabOfItsOwnLicensesOnly() {
        desk.hasFindings(acme, 5, "Only ours to know.");
        desk.orders(acme);

        Answer theirs = api.get(LabApi.BOREALIS, "/api/v1/oversight");

        assertThat(theirs.status()).isEqualTo(200);
        assertThat(theirs.body()).doesNotContain(license.id(), acme.reference(), acme.customerId(), "Only ours");
        assertThat(api.anonymous("GET", "/api/v1/oversight", request -> {}).status())
                .isEqualTo(401);
    }

    @Test
    void isClosedToWhoIsNotOfStaff() {
        Answer turnedAway = new Visitor(api).get("/oversight");

        assertThat(turnedAway.status()).isEqualTo(302);
        assertThat(turnedAway.header("Location")).endsWith("/sign-in");
    }

    @Test
    void takesAnOddSearchForNone() {
        for (String words : List.of("%00", "%E2%80%AE", "x".repeat(101))) {
            assertThat(Visitor.signedIn(api, "auditor.one")
                            .get("/oversight?q=" + words)
                            .status())
                    .isIn(200, 400);
        }
    }

    @Test
    void publishesNumbersAndNobodysName() {
        long passed = counts().at("/audits/passed").asLong();
        long open = counts().get("findingsOpen").asLong();
        desk.orders(acme);
        desk.completes("auditor.one", acme, "auditLicense", AuditDesk.PASSED);
        desk.hasFindings(acme, 5, "Not for everybody.");

        JsonNode after = counts();

        assertThat(after.at("/audits/passed").asLong()).isEqualTo(passed + 1);
        assertThat(after.get("findingsOpen").asLong()).isEqualTo(open + 1);
        assertThat(after.get("licensesInForce").asLong()).isPositive();
        assertThat(after.at("/audits/failed").isNumber()).isTrue();
        String page = new Visitor(api).get("/statistics").body();
        assertThat(page)
                .contains("Licenses in force", "Findings not put right yet")
                .doesNotContain("Acme", acme.reference(), license.id(), "auditor.one", "Not for everybody.");
        assertThat(after.toString()).doesNotContain("Acme", acme.reference(), license.id(), "auditor.one");
    }

    @Test
    void publishesTheSameNumbersForSpreadsheets() {
        JsonNode counts = counts();

        Answer csv = api.anonymous("GET", "/statistics.csv", request -> {});

        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.body())
                .isEqualTo("countedAt,licensesInForce,licensesSuspended,audits.passed,audits.findings,audits.failed,"
                        + "auditsOpen,findingsOpen,reportsOverdue\r\n"
                        + Stream.of(
                                        "/countedAt",
                                        "/licensesInForce",
                                        "/licensesSuspended",
                                        "/audits/passed",
                                        "/audits/findings",
                                        "/audits/failed",
                                        "/auditsOpen",
                                        "/findingsOpen",
                                        "/reportsOverdue")
                                .map(figure -> counts.at(figure).asText())
                                .collect(Collectors.joining(","))
                        + "\r\n");
        assertThat(new Visitor(api).get("/statistics").body())
                .contains("href=\"/statistics.csv\"", "counted anew after <span>60</span> seconds");
    }

    @Test
    void countsForEverybodyAtMostOnceAMinute() {
        JsonNode first = counts();
        desk.orders(acme);
        Answer again = api.anonymous("GET", "/statistics.json", request -> {});

        assertThat(again.json()).isEqualTo(first);
        assertThat(again.header("Cache-Control")).matches("max-age=[1-5]?[0-9], public");

        assertThat(counts().get("auditsOpen").asLong())
                .isEqualTo(first.get("auditsOpen").asLong() + 1);
    }

    /** As they are, and not as they were a minute ago. */
    private JsonNode counts() {
        time.passTo(time.now().plus(Duration.ofSeconds(60)));
        return api.anonymous("GET", "/statistics.json", request -> {}).json();
    }

    private String page() {
        Answer page = Visitor.signedIn(api, "auditor.one").get("/oversight?q=" + acme.reference());
        assertThat(page.status()).isEqualTo(200);
        return page.body();
    }

    private List<JsonNode> ours(String list) {
        Answer answer = api.get(LabApi.AURORA, "/api/v1/oversight");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json()
                .get(list)
                .valueStream()
                .filter(one -> one.get("licenseId").asText().equals(license.id()))
                .toList();
    }
}
