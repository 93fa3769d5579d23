package org.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.TestCases.CONCUR;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;

/** People at work in the real Tasklist, in a real browser. */
@CountersignTest
@ExtendWith(NeedsBrowser.class)
class TasklistTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private LabApi api;

    @Test
    void anApplicationGoesFromTheReviewersDeskToTheGreenLight() {
        Case acme = cases.referred();
        try (Desk reviewer = Desk.of("oncd.reviewer", api)) {
            reviewer.openQueue("My agency");
            reviewer.turnTo(acme.reference());
            assertThat(reviewer.card(acme.reference())).containsText("Acme Robotics Inc");
            assertThat(reviewer.card(acme.reference())).containsText("moderate");
            reviewer.claim(acme.reference());
            assertThat(reviewer.page.getByText("Release tier: frontier")).isVisible();
            assertThat(reviewer.page.getByText("Code review for robot firmware"))
                    .isVisible();

            reviewer.complete();
            assertThat(reviewer.page.getByText("What is missing or cannot be meant is marked in red."))
                    .isVisible();

            reviewer.choose("Object");
            reviewer.write("Criteria", "CR-99");
            reviewer.write("Evidence", "Advisory 2026-17");
            reviewer.write("Reasons for the applicant", "Not sure yet.");
            reviewer.complete();
            assertThat(reviewer.page.getByText("There is no published criterion CR-99."))
                    .isVisible();

            reviewer.choose("Concur with conditions");
            reviewer.write("Conditions", "A person approves every change.");
            reviewer.write("Reasons for the applicant", "Safe under supervision.");
            reviewer.complete();
            assertThat(reviewer.page.getByText("Choose a task in the list.")).isVisible();
            // The refusal is gone with the task it was about.
            assertThat(reviewer.page.getByText("The task is still open")).isHidden();
        }
        try (Desk director = Desk.of("oncd.director", api)) {
            director.openQueue("Countersigning");
            director.claim(acme.reference());
            assertThat(director.page.getByText("Safe under supervision.").first())
                    .isVisible();
            director.choose("Accept and countersign");
            director.complete();
            assertThat(director.page.getByText("Choose a task in the list.")).isVisible();
        }
        cases.signs(acme, "ostp", CONCUR);
        cases.signs(acme, "commerce", CONCUR);
        try (Desk director = Desk.of("commerce.director", api)) {
            director.openQueue("Countersigning");
            director.claim(acme.reference());
            assertThat(director.page.getByText("Conditions: A person approves every change."))
                    .isVisible();
            director.choose("Approve access: a license is issued at once");
            director.complete();
            assertThat(director.page.getByText("Choose a task in the list.")).isVisible();
        }

        var light = cases.greenLight(acme);
        assertThat(light.get("green").asBoolean()).isTrue();
        assertThat(light.get("conditions").get(0).get("text").asText()).isEqualTo("A person approves every change.");
    }

    @Test
    void aDirectorDraftsADirectiveSeesWhomItHitsAndTakesItBack() {
        Case acme = cases.approved();
        try (Desk director = Desk.of("oncd.director", api)) {
            director.startsDirective();
            assertThat(director.page.getByText("borealis-3", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            director.write("Whom to cut off", "customers:" + acme.customerId());
            director.write("From which releases", "aurora-66");
            director.write("Legal ground", "50 USC 4565");
            director.write("Evidence", "Report 17");
            director.page.getByLabel("Until when").fill(director.inDays(30));
            director.page.keyboard().press("Tab");
            director.start();
            assertThat(director.page.getByText("Nobody knows this release: aurora-66."))
                    .isInViewport();

            director.write("From which releases", "aurora-6");
            director.start();
            director.page.getByText("Review blast radius").last().click();
            assertThat(director.page.getByText(
                            "customers " + acme.customerId(), new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(director.page.getByText("The whole directive and every license it hits"))
                    .hasAttribute("target", "_blank");
            director.choose("Take the draft back");
            director.complete();
            assertThat(director.page.getByText("Choose a task in the list.")).isVisible();
        }
    }

    @Test
    void signingOutEndsTheSessionEverywhere() {
        try (Desk desk = Desk.of("auditor.one", api)) {
            desk.signOut();
            desk.page.waitForURL("**/sign-in?out");
            assertThat(desk.page.getByText("You are signed out.")).isVisible();
            desk.page.navigate(api.url("/camunda/app/tasklist/"));
            assertThat(desk.url()).startsWith("/sign-in");
        }
    }

    @Test
    void aWrongPasswordIsRefusedInPlainWords() {
        try (Desk desk = Desk.of("auditor.two", api)) {
            desk.signOut();
            desk.page.waitForURL("**/sign-in?out");
            desk.page.getByLabel("Name").first().fill("hhs.director");
            desk.page.getByLabel("Password").fill("guess");
            desk.page
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                    .click();
            assertThat(desk.page.getByText("The name or the password is not right."))
                    .isVisible();
        }
    }

    @Test
    void carriesOurNameAndNoVendorsBanner() {
        try (Desk desk = Desk.of("ostp.reviewer", api)) {
            assertThat(desk.page).hasTitle(java.util.regex.Pattern.compile("Countersign.*"));
            String shown = desk.page.locator("body").innerText();
            assertThat(shown).contains("Countersign").doesNotContainIgnoringCase("camunda");
        }
    }

    @Test
    void closesCockpitToThoseWhoOnlyDecideCases() {
        try (Desk desk = Desk.of("ostp.director", api)) {
            var answer = desk.page.navigate(api.url("/camunda/app/cockpit/"));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(desk.page.navigate(api.url("/camunda/app/admin/")).status())
                    .isEqualTo(403);
        }
        try (Desk desk = Desk.of("process.owner", api)) {
            assertThat(desk.page.navigate(api.url("/camunda/app/cockpit/")).status())
                    .isEqualTo(200);
        }
    }
}
