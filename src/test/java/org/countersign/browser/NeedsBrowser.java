package org.countersign.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Finds a browser: the one named in {@code COUNTERSIGN_BROWSER}, the system's Chromium or Chrome, or
 * Playwright's own download, in this order. Without any, browser tests are skipped with a loud line; on a
 * build server ({@code CI=true}) that is a failure.
 */
public class NeedsBrowser implements ExecutionCondition {

    private static final String VARIABLE = "COUNTERSIGN_BROWSER";
    private static final List<String> SYSTEM_BROWSERS = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable",
            "/opt/google/chrome/chrome",
            "/snap/bin/chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium");

    private static Browser browser;
    private static String whyNot;

    /** The browser, started once for all tests. */
    public static synchronized Optional<Browser> browser() {
        if (browser == null && whyNot == null) {
            try {
                start();
            } catch (PlaywrightException e) {
                whyNot = e.getMessage();
            }
        }
        return Optional.ofNullable(browser);
    }

    private static void start() {
        Optional<Path> installed = installed();
        var environment =
                installed.isPresent() ? Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1") : Map.<String, String>of();
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        var options = new BrowserType.LaunchOptions()
                .setArgs(List.of(
                        "--no-sandbox", // tests may run as root, where Chromium's sandbox cannot
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync"));
        installed.ifPresent(options::setExecutablePath);
        browser = playwright.chromium().launch(options);
        // Generous, because a busy machine is no reason to fail.
        PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    }

    private static Optional<Path> installed() {
        String named = System.getenv(VARIABLE);
        Stream<String> candidates = named == null || named.isBlank() ? SYSTEM_BROWSERS.stream() : Stream.of(named);
        return candidates.map(Path::of).filter(Files::isExecutable).findFirst();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (browser().isPresent()) {
            return ConditionEvaluationResult.enabled("a browser is there");
        }
        String words = "NO BROWSER: the browser tests do not run. Install Chromium (Debian: apt-get install chromium) "
                + "or name one in " + VARIABLE + ". Reason: " + whyNot;
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(words);
        }
        System.err.println(words);
        return ConditionEvaluationResult.disabled(words);
    }
}
