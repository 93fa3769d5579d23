package org.countersign.access;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.http.HttpRequest;
import java.util.regex.Pattern;
import org.countersign.browser.NeedsBrowser;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TestCases;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;

/** Sign-in through the pages of a real Keycloak, in a real browser. */
@Tag("keycloak")
@CountersignTest
@ExtendWith(NeedsBrowser.class)
class KeycloakTest {

    private static final Keycloak KEYCLOAK = new Keycloak();
    private static Node node;

    @Autowired
    private TestCases cases;

    private BrowserContext context;
    private Page page;

    /** The node first: it starts without its provider. */
    @BeforeAll
    static void start() {
        node = new Node(
                true,
                "--countersign.sign-in.issuer=" + KEYCLOAK.issuer(),
                "--countersign.sign-in.client-id=countersign",
                "--countersign.sign-in.client-secret=countersign-demo");
        KEYCLOAK.start(node.url("/"));
    }

    @AfterAll
    static void stop() {
        node.close();
        KEYCLOAK.close();
    }

    @BeforeEach
    void openBrowser() {
        context = NeedsBrowser.browser()
                .orElseThrow()
                .newContext(new Browser.NewContextOptions().setViewportSize(1440, 1000));
        page = context.newPage();
        page.setDefaultTimeout(60_000);
    }

    @AfterEach
    void closeBrowser() {
        context.close();
    }

    @Test
    void aReviewerSignsInAtKeycloakAndCompletesATask() {
        var acme = cases.referred();
        signIn("oncd.reviewer");
        page.getByText("My agency").first().click();
        page.locator(".tasks-list li.task")
                .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText(acme.reference()))
                .locator("a")
                .first()
                .click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Claim"))
                .click();
        page.getByLabel("Concur", new Page.GetByLabelOptions().setExact(true)).check();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Complete"))
                .click();
        assertThat(page.getByText("Choose a task in the list.")).isVisible();
    }

    @Test
    void somebodyOfAnotherGroupGetsNothing() {
        fillIn("nobody.here");
        assertThat(page.getByText("your account opens nothing here")).isVisible();
        page.navigate(node.url("/cases").toString());
        assertThat(page).hasURL(Pattern.compile(".*/sign-in$"));
        page.navigate(node.url("/sign-in?closed").toString());
        page.getByText("Sign in under another name").click();
        assertThat(page.locator("#password")).isVisible(); // asked again, though Keycloak knows who is there
    }

    @Test
    void signingOutOfTasklistEndsTheSessionOfKeycloak() {
        signIn("ostp.reviewer");
        page.locator(".account").click();
        page.getByText("Sign out").click();
        assertThat(page.getByText("You are signed out.")).isVisible();

        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Sign in").setExact(true))
                .click();
        assertThat(page.locator("#password")).isVisible();
    }

    @Test
    void signingOutOfAPageEndsTheSessionOfKeycloak() {
        signIn("ostp.director");
        page.navigate(node.url("/cases").toString());
        page.getByText("Sign out").click();
        assertThat(page.getByText("You are signed out.")).isVisible();

        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Sign in").setExact(true))
                .click();
        assertThat(page.locator("#password")).isVisible();
    }

    @Test
    void keycloakEndsASessionHere() {
        signIn("state.reviewer");
        page.navigate(node.url("/cases").toString());
        assertThat(page.getByText("Sign out")).isVisible();

        KEYCLOAK.endsSessionsOf("state.reviewer");
        page.navigate(node.url("/cases").toString());
        assertThat(page).hasURL(Pattern.compile(".*/sign-in$"));
    }

    @Test
    void aProgramWorksWithATokenOfKeycloak() {
        var answer = Traveller.sent(HttpRequest.newBuilder(node.url("/engine-rest/task/count?candidateGroup=oncd"))
                .header("Authorization", "Bearer " + KEYCLOAK.tokenOf("oncd.reviewer"))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var nobody = Traveller.sent(HttpRequest.newBuilder(node.url("/engine-rest/task/count"))
                .header("Authorization", "Bearer " + KEYCLOAK.tokenOf("nobody.here"))
                .build());
        assertThat(nobody.statusCode()).isEqualTo(401);
    }

    private void signIn(String person) {
        fillIn(person);
        assertThat(page.getByText("My agency")).isVisible();
    }

    private void fillIn(String person) {
        page.navigate(node.url("/camunda/app/tasklist/").toString());
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Sign in").setExact(true))
                .click();
        page.locator("#username").fill(person);
        page.locator("#password").fill("demo");
        page.locator("#kc-login").click();
    }
}
