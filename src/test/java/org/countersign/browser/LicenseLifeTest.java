package org.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.LicenseMonitoring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The life of a license, followed in Tasklist, in Cockpit and on its page: from issue through two audits with findings, a
 * report that is missing, suspension, catching up and renewal, to the end.
 */
@CountersignTest
@ExtendWith(NeedsBrowser.class)
class LicenseLifeTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Test
    void canBeFollowedFromIssueToExpiry() {
        Case acme = cases.approved();
        Instant issuedAt = time.now();
        standsInCockpit(acme, "auditDue", "reportDue");

        time.advanceTo(issuedAt.plus(Duration.ofDays(100)));
        cases.reportsAllUse(acme);
        time.advanceTo(issuedAt.plus(Duration.ofDays(180)));
        cases.reportsAllUse(acme);
        auditFinds(acme, "auditor.one", "No log of who used the model.");
        seesPutRight(acme, "auditor.two");

        time.advanceTo(issuedAt.plus(Duration.ofDays(265)));
        assertThat(cases.greenLight(acme).get("reason").asText()).isEqualTo("license-suspended");
        standsInCockpit(acme, "proposalDue");
        pageSays(acme, "Suspended");
        cases.reportsAllUse(acme);
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();

        time.advanceTo(issuedAt.plus(Duration.ofDays(361)));
        cases.reportsAllUse(acme);
        auditFinds(acme, "auditor.two", "Two accounts share a password.");
        seesPutRight(acme, "auditor.one");

        Case renewal = renewed(acme);
        pageSays(acme, "Renewed");
        assertThat(cases.greenLight(renewal).get("green").asBoolean()).isTrue();
        standsInCockpit(renewal, "auditDue", "reportDue");

        time.advance(Duration.ofDays(367));
        pageSays(renewal, "Expired");
        assertThat(cases.greenLight(renewal).get("reason").asText()).isEqualTo("license-expired");
        assertThat(cases.openTasks(renewal)).isEmpty();
        assertThat(cases.instance(renewal, LicenseMonitoring.KEY)).isNull();
    }

    private void auditFinds(Case acme, String auditor, String finding) {
        try (Desk desk = Desk.of(auditor, api)) {
            desk.openQueue("My agency");
            desk.claim(acme.reference());
            assertThat(desk.page.getByText("In force").first()).isVisible();
            desk.choose("Findings: to be put right by a date");
            desk.write("Findings", finding);
            desk.write("To be put right by", desk.inDays(20));
            desk.page.keyboard().press("Tab");
            desk.complete();
            assertThat(desk.page.getByText("Choose a task in the list.")).isVisible();
        }
        assertThat(cases.openTasks(acme)).containsExactly("closeFinding");
        pageSays(acme, finding);
    }

    private void seesPutRight(Case acme, String auditor) {
        try (Desk desk = Desk.of(auditor, api)) {
            desk.openQueue("My agency");
            desk.claim(acme.reference());
            desk.choose("Closed: it is put right");
            desk.write("What you have seen", "Looked at it on site.");
            desk.complete();
            assertThat(desk.page.getByText("Choose a task in the list.")).isVisible();
        }
        assertThat(cases.openTasks(acme)).isEmpty();
    }

    private void standsInCockpit(Case acme, String... steps) {
        String instance = cases.instance(acme, LicenseMonitoring.KEY).getId();
        try (Desk desk = Desk.of("process.owner", api)) {
            desk.page.navigate(api.url("/camunda/app/cockpit/default/#/process-instance/" + instance + "/runtime"));
            for (String step : steps) {
                assertThat(desk.page
                                .locator("[data-container-id=" + step + "] .badge")
                                .first())
                        .hasText("1");
            }
        }
    }

    private void pageSays(Case acme, String words) {
        try (Desk desk = Desk.of("oncd.director", api)) {
            desk.page.navigate(api.url("/cases/" + acme.reference()));
            assertThat(desk.page.locator("main").getByText(words).first()).isVisible();
        }
    }

    private Case renewed(Case acme) {
        String license = cases.asTheLabSeesIt(acme).get("licenseId").asText();
        Case renewal = cases.received(acme.customerId(), Submissions.with(body -> {
            body.withObject("/customer").put("customerId", acme.customerId());
            body.put("renews", license);
        }));
        staff.complete("intake.officer", cases.task(renewal, AccessReview.CHECK_COMPLETENESS), TestCases.REFER);
        List.of("oncd", "ostp", "commerce").forEach(agency -> cases.signs(renewal, agency, TestCases.CONCUR));
        staff.complete("commerce.director", cases.task(renewal, AccessReview.COUNTERSIGN), TestCases.APPROVE);
        return renewal;
    }
}
