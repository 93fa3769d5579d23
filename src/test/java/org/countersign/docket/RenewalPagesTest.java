package org.countersign.docket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.testing.Visitor;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.FormFacts;
import org.countersign.workflow.LicenseMonitoring;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What reviewers see of a license: how it is used, and of its renewal what is new. */
@CountersignTest
class RenewalPagesTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private FormFacts facts;

    @Autowired
    private TimeMachine time;

    @Autowired
    private LabApi api;

    private Case acme;
    private String license;

    @BeforeEach
    void aLicenseWithACondition() {
        acme = cases.referred();
        List.of("oncd", "commerce").forEach(agency -> cases.signs(acme, agency, TestCases.CONCUR));
        cases.signs(
                acme,
                "ostp",
                Map.of(
                        "vote", "concur-with-conditions",
                        "reasons", "Safe under supervision.",
                        "conditions", "A person approves every change."));
        staff.complete("commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), TestCases.APPROVE);
        license = cases.asTheLabSeesIt(acme).get("licenseId").asText();
    }

    @Test
    void saysInWordsThatNothingWasReportedYet() {
        assertThat(page(acme))
                .contains("No usage has been reported yet.", "Nothing was found that has to be put right.")
                .doesNotContain("cs-chart", "What differs");
    }

    @Test
    void drawsTheLastTwelvePeriodsAndSaysThemInATable() {
        LocalDate first = LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
        time.advance(Duration.ofDays(28));
        for (int day = 0; day < 26; day += 2) { // thirteen periods of two days
            assertThat(cases.reports(license, first.plusDays(day), first.plusDays(day + 1))
                            .status())
                    .isEqualTo(201);
        }

        String page = page(acme);

        assertThat(page.split("<rect ", -1)).hasSize(2 * 12 + 1);
        assertThat(page)
                .contains("aria-label=\"Requests of each period, at most 200\"", ">200<")
                .contains("datetime=\"" + first.plusDays(24))
                .contains("height=\"100.0\"");
        assertThat(page.split("data-label=\"Active users\"", -1)).hasSize(12 + 1);
    }

    @Test
    void tellsReviewersOfARenewalWhichReportsAreMissing() {
        LocalDate today = LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
        time.advance(Duration.ofDays(80));
        Case renewal = renewed(50);

        assertThat(page(renewal)).contains("Usage reports are missing:", "datetime=\"" + today);
        assertThat(facts.of(Map.of(AccessReview.APPLICATION_ID, renewal.id()))
                        .get("renewalUsage")
                        .toString())
                .contains("requests=missing");
    }

    @Test
    void showsReviewersOfARenewalWhatIsNewAndHowTheLicenseWasKept() {
        LocalDate today = LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
        time.advance(Duration.ofDays(3));
        cases.reports(license, today, today.plusDays(1));
        Case renewal = renewed(75);

        assertThat(page(renewal))
                .contains("/cases/" + acme.reference(), ">Users<", ">50<", ">75<", "A person approves every change.")
                .contains("It has not been audited yet.")
                .doesNotContain("data-label=\"Field\">Legal name<", "data-label=\"Field\">Safeguards<");
        Map<String, Object> form = facts.of(Map.of(AccessReview.APPLICATION_ID, renewal.id()));
        assertThat(form.get("renewalChanges")).isEqualTo(List.of(new Differences.Difference("Users", "50", "75")));
        assertThat(form.get("renewalConditions").toString()).contains("OSTP", "A person approves every change.");
        assertThat(form.get("renewalUsage").toString()).contains("requests=200");
        assertThat(form.get("renewalAudits").toString()).contains("No audit was due yet.");
    }

    @Test
    void saysThatARenewalIsAsBefore() {
        Case renewal = renewed(50);

        assertThat(page(renewal)).contains("Nothing differs from that application.");
        assertThat(facts.of(Map.of(AccessReview.APPLICATION_ID, renewal.id()))
                        .get("renewalChanges")
                        .toString())
                .contains("as in " + acme.reference());
    }

    @Test
    void saysNothingOfRenewalsWhereNothingIsRenewed() {
        assertThat(facts.of(Map.of(AccessReview.APPLICATION_ID, acme.id())))
                .doesNotContainKeys("renewalChanges", "renewalUsage", "renewalAudits", "renewalConditions");
    }

    @Test
    void saysInFormsThatALicenseIsInForceAndThenThatItIsNot() {
        Map<String, String> ofLicense = Map.of(LicenseMonitoring.LICENSE_ID, license);
        assertThat(facts.of(ofLicense).get("licenseFacts").toString())
                .contains("Fact[fact=Status, value=issued]", "Fact[fact=License, value=" + license + "]");

        api.post(LabApi.AURORA, "/api/v1/licenses/" + license + "/surrender", "{}");

        assertThat(facts.of(ofLicense).get("licenseFacts").toString()).contains("Fact[fact=Status, value=surrendered]");
    }

    private Case renewed(int users) {
        return cases.received(acme.customerId(), Submissions.with(body -> {
            body.withObject("/customer").put("customerId", acme.customerId());
            body.withObject("/useCase/population").put("users", users);
            body.put("renews", license);
        }));
    }

    private String page(Case of) {
        var page = Visitor.signedIn(api, "auditor.one").get("/cases/" + of.reference());
        assertThat(page.status()).isEqualTo(200);
        return page.body();
    }
}
