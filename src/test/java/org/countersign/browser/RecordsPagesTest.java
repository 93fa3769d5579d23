package org.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;

/** The pages of the keepers of records in a real browser: from the case to the copy that goes out. */
@CountersignTest
@ExtendWith(NeedsBrowser.class)
class RecordsPagesTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private LabApi api;

    private final List<String> barriers = new ArrayList<>();

    @Test
    void leadFromACaseToACopyThatGoesOut() {
        Case acme = cases.received();
        String copy;
        try (BrowserContext office = context()) {
            Page page = signedIn(office, "records.officer");
            page.navigate(api.url("/cases/" + acme.reference()));
            page.getByText("Release a copy of this case").click();
            examine(page, "release");
            page.getByLabel("For whom and for what").fill("Request 2026-17");
            page.locator("#harm-b6").fill("People would be written to at home.");
            click(page, "Prepare the copy");
            assertThat(page.getByText("Somebody else of your group decides")).isVisible();
            examine(page, "own copy");
            copy = page.url();
            page.navigate(api.url("/records"));
            page.getByLabel("Reference").first().fill(acme.reference());
            page.locator("#hold-reasons").fill("Acme v. Commerce");
            click(page, "Hold it");
            assertThat(page.getByText("Acme v. Commerce")).isVisible();
            examine(page, "records");
        }
        try (BrowserContext office = context()) {
            Page page = signedIn(office, "records.second");
            page.navigate(copy);
            examine(page, "copy of somebody else");
            click(page, "Let it go");
            assertThat(page.getByText("Download the ZIP")).isVisible();
            examine(page, "approved copy");
        }
        try (BrowserContext office = context()) {
            Page page = signedIn(office, "process.owner");
            page.navigate(api.url("/records"));
            page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)");
            examine(page, "schedule");
        }
        assertThat(barriers).isEmpty();
    }

    private static BrowserContext context() {
        return NeedsBrowser.browser()
                .orElseThrow()
                .newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
    }

    private Page signedIn(BrowserContext office, String person) {
        Page page = office.newPage();
        page.navigate(api.url("/sign-in"));
        page.getByLabel("Name").fill(person);
        page.getByLabel("Password").fill("demo");
        click(page, "Sign in");
        page.waitForURL(address -> !address.contains("/sign-in"));
        return page;
    }

    private static void click(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private void examine(Page page, String name) {
        for (Rule rule : new AxeBuilder(page).analyze().getViolations()) {
            barriers.add(name + ": " + rule.getId() + " " + rule.getHelp() + " "
                    + rule.getNodes().stream().map(node -> node.getHtml()).toList());
        }
    }
}
