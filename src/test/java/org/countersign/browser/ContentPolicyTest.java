package org.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;

/** Pages do their work within their content security policy: a {@link Desk} notices when one does not. */
@CountersignTest
@ExtendWith(NeedsBrowser.class)
class ContentPolicyTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private LabApi api;

    @Test
    void tasklistShowsAFormItsDiagramAndTheProcessesToStart() {
        Case acme = cases.referred();
        try (Desk reviewer = Desk.of("oncd.director", api)) {
            reviewer.openQueue("My agency");
            reviewer.claim(acme.reference());
            assertThat(reviewer.page.getByText("Release tier: frontier")).isVisible();
            reviewer.page
                    .getByText("Diagram", new Page.GetByTextOptions().setExact(true))
                    .click();
            assertThat(reviewer.page.locator(".djs-container").first()).isVisible();
            reviewer.startsDirective();
        }
    }

    @Test
    void cockpitShowsProcessesAndTheirRunningInstances() {
        cases.referred();
        try (Desk owner = Desk.of("process.owner", api)) {
            owner.page.navigate(api.url("/camunda/app/cockpit/default/#/processes"));
            owner.page
                    .getByText("access-review")
                    .or(owner.page.getByText("Access review"))
                    .first()
                    .click();
            assertThat(owner.page.locator(".djs-container").first()).isVisible();
            owner.page
                    .locator(".ctn-tabs a, .instance-id a, td.instance-id a")
                    .first()
                    .click();
            owner.page.navigate(api.url("/camunda/app/cockpit/default/#/decisions"));
            owner.page.getByText("Risk").first().click();
            assertThat(owner.page.locator(".dmn-js-parent, .djs-container").first())
                    .isVisible();
        }
    }

    @Test
    void ourPagesAndTheDescriptionOfTheApi() {
        Case acme = cases.approved();
        try (Desk reviewer = Desk.of("oncd.reviewer", api)) {
            reviewer.page.navigate(api.url("/cases/" + acme.reference()));
            assertThat(reviewer.page.locator(".djs-container").first()).isVisible();
            for (String path : new String[] {acme.trackingPath(), "/", "/criteria", "/statistics", "/directives"}) {
                reviewer.page.navigate(api.url(path));
                assertThat(reviewer.page.locator("h1").first()).isVisible();
            }
            reviewer.page.navigate(api.url("/swagger-ui.html"));
            reviewer.page.locator(".opblock-summary").first().click();
            assertThat(reviewer.page.locator(".opblock-body").first()).isVisible();
        }
    }

    @Test
    void aScriptThatGotIntoAPageDoesNotRun() {
        try (Desk reviewer = Desk.of("oncd.reviewer", api)) {
            reviewer.page.navigate(api.url("/criteria"));
            reviewer.page.evaluate("() => { const s = document.createElement('script');"
                    + " s.textContent = 'window.ran = true'; document.body.append(s); }");
            assertThat(reviewer.page.evaluate("() => window.ran === true")).isEqualTo(false);
            assertThat(reviewer.takeForbidden()).isNotEmpty();
        }
    }
}
