package org.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.countersign.testing.LabApi;

/** One person at a browser with Tasklist open. */
class Desk implements AutoCloseable {

    private final BrowserContext context;
    private final LabApi api;
    private final List<String> forbidden = new CopyOnWriteArrayList<>();
    final Page page;

    private Desk(Browser browser, LabApi api) {
        this.context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1440, 1000));
        this.api = api;
        this.page = context.newPage();
        // What a content security policy forbids, a browser says in its console.
        context.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                forbidden.add(message.text());
            }
        });
    }

    static Desk of(String person, LabApi api) {
        var desk = new Desk(NeedsBrowser.browser().orElseThrow(), api);
        desk.page.navigate(api.url("/camunda/app/tasklist/"));
        desk.page.getByLabel("Name").first().fill(person);
        desk.page.getByLabel("Password").fill("demo");
        desk.page
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        PlaywrightAssertions.assertThat(desk.page.getByText("My agency")).isVisible();
        return desk;
    }

    void startsDirective() {
        page.getByText("Start process").first().click();
        page.locator(".modal-content").getByText("Emergency directive").first().click();
        page.locator(".modal-content textarea").first().waitFor();
    }

    void start() {
        page.locator(".modal-content")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Start"))
                .click();
    }

    /** As the date field wants it; by the clock of the tests, which others have moved. */
    String inDays(int days) {
        return LocalDate.ofInstant(ClockUtil.getCurrentTime().toInstant(), ZoneOffset.UTC)
                .plusDays(days)
                .format(DateTimeFormatter.ofPattern("MM/dd/yyyy"));
    }

    void openQueue(String name) {
        page.getByText(name, new Page.GetByTextOptions().setExact(false))
                .first()
                .click();
    }

    /** The card of a case in the queue, by its reference. */
    Locator card(String reference) {
        return page.locator(".tasks-list li.task").filter(new Locator.FilterOptions().setHasText(reference));
    }

    /** Turns the pages of the queue until the card is there. */
    void turnTo(String reference) {
        Locator next = page.locator(".pagination-next:not(.disabled) a");
        page.locator(".tasks-list li.task").first().waitFor();
        while (card(reference).count() == 0 && next.count() > 0) {
            String first = page.locator(".tasks-list li.task").first().innerText();
            next.click();
            PlaywrightAssertions.assertThat(page.locator(".tasks-list li.task").first())
                    .not()
                    .hasText(first);
        }
    }

    void claim(String reference) {
        turnTo(reference);
        card(reference).locator("a").first().click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Claim"))
                .click();
    }

    void choose(String label) {
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).check();
    }

    void write(String label, String text) {
        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(label))
                .fill(text);
    }

    void complete() {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Complete"))
                .click();
    }

    void signOut() {
        page.locator(".account").click();
        page.getByText("Sign out").click();
    }

    String url() {
        return page.url().replace(api.url(""), "");
    }

    /** For those who wanted it. */
    List<String> takeForbidden() {
        List<String> taken = List.copyOf(forbidden);
        forbidden.clear();
        return taken;
    }

    @Override
    public void close() {
        context.close();
        assertThat(forbidden).as("what the pages were not allowed to do").isEmpty();
    }
}
