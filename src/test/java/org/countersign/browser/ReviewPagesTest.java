package org.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.TestCases.CONCUR;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.DirectiveDesk;
import org.countersign.testing.LabApi;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;

/** The pages of the review in a real browser: for everybody's eyes, hands and settings. */
@CountersignTest
@ExtendWith(NeedsBrowser.class)
class ReviewPagesTest {

    private static final String REVOCATION =
            """
            {"ground":"The API was resold.","evidence":"Report 17","whatToDo":"End the resale.","exception":"wilfulness"}""";

    @Autowired
    private TestCases cases;

    @Autowired
    private DirectiveDesk desk;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @AfterEach
    void noDirectiveStays() {
        desk.clear();
    }

    private void with(Browser.NewContextOptions options, Consumer<Page> work) {
        try (BrowserContext context = NeedsBrowser.browser().orElseThrow().newContext(options)) {
            work.accept(context.newPage());
        }
    }

    private void signIn(Page page, String person) {
        page.navigate(api.url("/cases")); // and there after signing in: Tasklist is heavy
        page.getByLabel("Name").fill(person);
        page.getByLabel("Password").fill("demo");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.waitForURL(address -> !address.contains("/sign-in"));
    }

    private Case asked() {
        Case acme = cases.referred();
        cases.signs(acme, "ostp", CONCUR);
        cases.asks(acme, "oncd", "Who reviews the logs?");
        return acme;
    }

    @Test
    void hasNoBarriersThatAMachineFinds() {
        Case acme = asked();
        Case refused = cases.refused();
        Case approved = cases.approved();
        var barriers = new ArrayList<String>();
        with(new Browser.NewContextOptions().setViewportSize(1280, 900), page -> {
            for (String path : List.of(
                    "/",
                    "/criteria",
                    acme.trackingPath(),
                    refused.trackingPath(),
                    approved.trackingPath(),
                    "/track/CS-2026-999999?key=x")) {
                examine(page, path, barriers);
            }
            page.navigate(api.url(acme.trackingPath()));
            page.locator("details summary").click();
            page.locator("textarea[name=reasons]").fill("Other plans.");
            page.evaluate("document.querySelector('[name=sure]').required = false");
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Withdraw").setExact(true))
                    .click();
            assertThat(page.getByText("Nothing was stored")).isVisible();
            examine(page, "a refused form", barriers);

            signIn(page, "ostp.director");
            for (Case one : List.of(acme, refused, approved)) {
                examine(page, "/cases/" + one.reference(), barriers);
                page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)");
                examine(page, "all of " + one.reference(), barriers);
            }
            examine(page, "/cases", barriers);
            examine(page, "/cases?q=no-such-case", barriers);
        });
        assertThat(barriers).isEmpty();
    }

    private void examine(Page page, String path, List<String> barriers) {
        if (path.startsWith("/")) {
            page.navigate(api.url(path));
        }
        for (Rule rule : new AxeBuilder(page).analyze().getViolations()) {
            barriers.add(path + ": " + rule.getId() + " " + rule.getHelp() + " "
                    + rule.getNodes().stream().map(node -> node.getHtml()).toList());
        }
    }

    @Test
    void hasNoBarriersWhereLicensesAndDirectivesAreShown() {
        Case acme = cases.approved();
        String license = cases.asTheLabSeesIt(acme).get("licenseId").asText();
        String directive = desk.inForce("customers:" + acme.customerId(), "aurora-6");
        desk.drafted(desk.words("lab-staff", "borealis-3"));
        api.staff("hhs.director", "POST", "/api/v1/licenses/" + license + "/revocation", REVOCATION);
        var barriers = new ArrayList<String>();
        with(new Browser.NewContextOptions().setViewportSize(1280, 900), page -> {
            examine(page, acme.trackingPath(), barriers);
            assertThat(page.getByText("License suspended")).isVisible();
            signIn(page, "hhs.director");
            examine(page, "/directives", barriers);
            examine(page, "/directives/" + directive, barriers);
            page.navigate(api.url("/cases/" + acme.reference()));
            assertThat(page.getByText("Take back the revocation you opened")).isVisible();
            page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)");
            examine(page, "the case of a suspended license", barriers);
            page.setViewportSize(320, 640);
            for (String path : List.of(
                    acme.trackingPath(), "/directives", "/directives/" + directive, "/cases/" + acme.reference())) {
                page.navigate(api.url(path));
                assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                        .as(path)
                        .isLessThanOrEqualTo(320);
            }
        });
        assertThat(barriers).isEmpty();
    }

    @Test
    void hasNoBarriersWhereLicensesInForceAreWatched() {
        Case acme = cases.approved();
        String license = cases.asTheLabSeesIt(acme).get("licenseId").asText();
        LocalDate first = LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
        time.advance(Duration.ofDays(5));
        cases.reports(license, first, first.plusDays(1));
        cases.reports(license, first.plusDays(2), first.plusDays(3));
        time.advance(Duration.ofDays(80));
        api.staff("hhs.director", "POST", "/api/v1/staff/licenses/" + license + "/audits", "{\"reasons\":\"Press.\"}");
        Case renewal = cases.received(acme.customerId(), Submissions.with(body -> {
            body.withObject("/customer").put("customerId", acme.customerId());
            body.withObject("/useCase/population").put("users", 75);
            body.put("renews", license);
        }));
        var paths = List.of(
                "/statistics",
                "/oversight",
                "/oversight?q=" + acme.reference(),
                "/oversight?q=nobody",
                "/cases/" + acme.reference(),
                "/cases/" + renewal.reference(),
                acme.trackingPath());
        var barriers = new ArrayList<String>();
        with(new Browser.NewContextOptions().setViewportSize(1280, 900), page -> {
            signIn(page, "auditor.one");
            paths.forEach(path -> examine(page, path, barriers));
            page.navigate(api.url("/oversight?q=" + acme.reference()));
            assertThat(page.getByText("ordered", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            page.setViewportSize(320, 640);
            for (String path : paths) {
                page.navigate(api.url(path));
                assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                        .as(path)
                        .isLessThanOrEqualTo(320);
            }
        });
        assertThat(barriers).isEmpty();
    }

    @Test
    void lightsTheStepTheCaseStandsAt() {
        Case acme = asked();
        with(new Browser.NewContextOptions().setViewportSize(1280, 900), taskList -> {
            signIn(taskList, "auditor.one");
            Page page = taskList.context().newPage(); // what the task list complains about when left is not ours
            var complaints = new ArrayList<String>();
            page.onPageError(complaints::add);
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.navigate(api.url("/cases/" + acme.reference()));
            assertThat(page.locator("#diagram-canvas [data-element-id=signOff].cs-active"))
                    .isVisible();
            assertThat(page.locator("#diagram-canvas [data-element-id=scoreRisk].cs-passed"))
                    .isVisible();
            page.getByLabel("Diagram")
                    .selectOption(new com.microsoft.playwright.options.SelectOption()
                            .setLabel("Question to the applicant, ONCD"));
            assertThat(page.locator("#diagram-canvas [data-element-id=awaitAnswer].cs-active"))
                    .isVisible();
            assertThat(page.locator("#diagram-canvas"))
                    .hasAttribute(
                            "aria-label",
                            java.util.regex.Pattern.compile("Question to the applicant, ONCD. Stands at: .+"));
            page.getByText("Closer").click();
            page.locator("#diagram-canvas svg").first().press("ArrowRight");
            assertThat(page.locator(".bjs-powered-by")).isVisible();
            assertThat(complaints).isEmpty();
        });
    }

    @Test
    void saysWithoutScriptsWhatThePictureShows() {
        Case acme = asked();
        with(new Browser.NewContextOptions().setJavaScriptEnabled(false), page -> {
            page.navigate(api.url("/sign-in"));
            page.getByLabel("Name").fill("auditor.one");
            page.getByLabel("Password").fill("demo");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                    .click();
            page.navigate(api.url("/cases/" + acme.reference()));
            assertThat(page.locator("#diagram")).isHidden();
            assertThat(page.getByText("Question to the applicant, ONCD")).isVisible();
            assertThat(page.getByText("Await the answer")).isVisible();
        });
    }

    @Test
    void theApplicantAnswersWithoutScriptsOnASmallScreen() {
        Case acme = asked();
        with(new Browser.NewContextOptions().setJavaScriptEnabled(false).setViewportSize(320, 640), page -> {
            page.navigate(api.url(acme.trackingPath()));
            page.getByLabel("Your answer to ONCD").fill("Two people, each week.");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Send the answer"))
                    .click();
            assertThat(page.getByText("Your answer is on record")).isVisible();
            assertThat(page.getByText("Two people, each week.")).isVisible();
        });
    }

    @Test
    void needsNoScrollingSidewaysOnASmallScreen() {
        Case acme = asked();
        with(new Browser.NewContextOptions().setViewportSize(320, 640), page -> {
            signIn(page, "oncd.director");
            for (String path : List.of("/", "/criteria", "/cases", acme.trackingPath(), "/cases/" + acme.reference())) {
                page.navigate(api.url(path));
                assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                        .as(path)
                        .isLessThanOrEqualTo(320);
            }
        });
    }
}
