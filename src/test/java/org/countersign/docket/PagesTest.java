package org.countersign.docket;

import static org.assertj.core.api.Assertions.assertThat;

import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages anybody can open, and what they keep to themselves. */
@CountersignTest
class PagesTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private JdbcClient db;

    @ParameterizedTest
    @CsvSource({
        "/, approved in the open",
        "/sign-in, password",
        "/criteria, CR-01",
        "/statistics, Licenses in force",
        "/demo/mailbox, mailbox"
    })
    void opensToAnybody(String path, String words) {
        Answer page = page(path);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).containsIgnoringCase(words);
        requireGuarded(page);
    }

    @Test
    void givesEachCriterionAnAddressAVersionAndADay() {
        String body = page("/criteria").body();
        assertThat(body)
                .contains(
                        "id=\"CR-05\"",
                        "href=\"#CR-05\"",
                        "Foreign persons",
                        "published on",
                        "1 June 2026",
                        "risk assessment");
    }

    @Test
    void namesTheDaysOfTheClocksOnTheFrontPage() {
        assertThat(page("/").body())
                .contains("At most 9 days", "30 days per agency", "20 working days", "14 days, then 11 and 11")
                .contains("Within 90 days, target 30", "Within 45 days, target 30");
    }

    @Test
    void publishesWhatTheUseOfALicenseIsHeldTo() {
        assertThat(page("/criteria").body())
                .contains("times the users the application declared", "1.20", "(30 days)", "1.00", "(14 days)");
        Answer answer = api.anonymous("GET", "/criteria", request -> request.header("Accept", "application/json"));
        assertThat(answer.json().get("usageBounds").findValuesAsText("check"))
                .contains("late", "users", "outside-domain", "growth", "overlapping");
    }

    @Test
    void tellsTheCriteriaToProgramsToo() {
        Answer answer = api.anonymous("GET", "/criteria", request -> request.header("Accept", "application/json"));

        assertThat(answer.status()).isEqualTo(200);
        var criteria = answer.json().get("criteria");
        assertThat(criteria.findValuesAsText("id")).contains("CR-01", "CR-11");
        assertThat(criteria.get(0).fieldNames()).toIterable().contains("id", "title", "text", "version");
    }

    @Test
    void showsTheApplicantItsCase() {
        Case acme = cases.approved();

        Answer page = page(acme.trackingPath());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains(acme.reference(), "Acme Robotics Inc", "Approved");
        assertThat(page.body()).doesNotContain("oncd.reviewer", "commerce.director", "tracking_key");
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Cache-Control")).contains("no-store");
        requireGuarded(page);
    }

    @Test
    void doesNotTellAWrongKeyFromAWrongReference() {
        Case acme = cases.received();
        String key = acme.trackingPath().split("key=")[1];

        Answer wrongReference = page("/track/CS-2026-999999?key=" + key);
        assertThat(wrongReference.status()).isEqualTo(404);
        assertThat(wrongReference.header("Content-Type")).startsWith("text/html");
        for (String wrong :
                new String[] {"?key=AAAAAAAAAAAAAAAAAAAAAA", "?key=", "", "?key=" + key + "x", "?key=%C3%A9"}) {
            Answer wrongKey = page("/track/" + acme.reference() + wrong);
            assertThat(wrongKey.status()).isEqualTo(404);
            assertThat(wrongKey.body()).isEqualTo(wrongReference.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/no-such-page", "/track", "/track/a/b", "/error", "/actuator", "/demo", "/index.html", "/.env"})
    void tellsThatThereIsNoSuchPage(String path) {
        long sessions = sessions();
        Answer page = new NoTrace(db).of(() -> page(path));

        assertThat(page.status()).isIn(401, 404);
        assertThat(page.header("Set-Cookie")).isNull();
        assertThat(sessions()).isEqualTo(sessions);
    }

    @Test
    void dressesAMissingPageAsAPage() {
        Answer page = new NoTrace(db).of(() -> page("/no-such-page"));

        assertThat(page.status()).isEqualTo(404);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).contains("There is no such page").doesNotContainIgnoringCase("whitelabel");
        requireGuarded(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/track/%00", "/%00", "/criteria;x=y", "/track/..%2f..%2fetc", "//", "/track/%FF"})
    void refusesAnOddAddress(String path) {
        Answer page = new NoTrace(db).of(() -> page(path));

        assertThat(page.status()).isEqualTo(400);
    }

    @Test
    void remembersWhereToGoAfterSigningInForPagesOfStaffOnly() {
        for (String path : new String[] {"/camunda/app/tasklist/default/", "/cases", "/cases/CS-2026-000001"}) {
            Answer staffOnly = page(path);

            assertThat(staffOnly.status()).isEqualTo(302);
            assertThat(staffOnly.header("Location")).endsWith("/sign-in");
            assertThat(staffOnly.header("Set-Cookie")).contains("HttpOnly", "SameSite=Lax");
        }
        assertThat(page("/cases/CS-2026-000001/diagrams").header("Set-Cookie")).isNull();
    }

    private long sessions() {
        return db.sql("SELECT count(*) FROM spring_session").query(Long.class).single();
    }

    private Answer page(String path) {
        return api.anonymous("GET", path, request -> request.header("Accept", "text/html"));
    }

    private static void requireGuarded(Answer page) {
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
    }
}
