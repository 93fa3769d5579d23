package org.countersign.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.testing.TestCases.APPROVE;
import static org.countersign.testing.TestCases.CONCUR;
import static org.countersign.testing.TestCases.REFER;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.TaskService;
import org.countersign.screening.ListText;
import org.countersign.screening.ScreeningDesk;
import org.countersign.screening.Screenings;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.FreshName;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.testing.Visitor;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.LicenseScreening;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** No license goes into force but for parties who are clear on the lists of that moment. */
@CountersignTest
class ScreenedLicenseTest {

    private static final String LIST = "watched";
    private static final Map<String, Object> CLEARED =
            Map.of("resolution", "cleared", "note", "Another register number.");
    private static final Map<String, Object> TRUE_MATCH = Map.of("resolution", "true-match", "note", "The same one.");

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Screenings screenings;

    @Autowired
    private Licenses licenses;

    @Autowired
    private Suspensions suspensions;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TaskService tasks;

    @Autowired
    private PlatformTransactionManager transactions;

    private ScreeningDesk desk;

    @BeforeEach
    void openDesk() {
        desk = new ScreeningDesk(api);
    }

    @AfterEach
    void retire() {
        desk.retire(LIST);
        time.runDueJobs();
    }

    /** All agencies have concurred: nothing is missing but Commerce. */
    private Case concurred(String name) {
        Case received = received(name);
        staff.complete("intake.officer", cases.task(received, AccessReview.CHECK_COMPLETENESS), REFER);
        List.of("oncd", "ostp", "commerce").forEach(agency -> cases.signs(received, agency, CONCUR));
        return received;
    }

    private Case received(String name) {
        String id = "osterling-" + System.nanoTime();
        return cases.received(id, Submissions.with(body -> body.withObject("/customer")
                .put("customerId", id)
                .put("legalName", name)));
    }

    private void list(String entry, String name) {
        assertThat(desk.put(LIST, ListText.of().company(entry, name).csv()).status())
                .isEqualTo(200);
        time.runDueJobs();
    }

    private void approves(Case of) {
        staff.complete("commerce.director", cases.task(of, AccessReview.COUNTERSIGN), APPROVE);
    }

    private void resolves(Case of, Map<String, Object> form) {
        staff.complete("intake.officer", cases.task(of, "resolveScreeningHits"), form);
    }

    private boolean isGreen(Case of) {
        return cases.greenLight(of).get("green").asBoolean();
    }

    private boolean isLicensed(Case of) {
        return licenses.ofApplication(of.id()).isPresent();
    }

    private Case approvedWhenListed(String name) {
        Case listed = concurred(name);
        list("x", name);
        assertThat(cases.openTasks(listed)).containsExactly(AccessReview.COUNTERSIGN);
        approves(listed);
        return listed;
    }

    @Test
    void aNameListedDuringTheReviewHoldsTheLicenseUntilIntakeHasCleared() {
        Case listed = approvedWhenListed(FreshName.company());
        assertThat(cases.openTasks(listed)).containsExactly("resolveScreeningHits");
        assertThat(cases.status(listed)).isEqualTo("in-review");
        assertThat(isLicensed(listed)).isFalse();
        assertThat(isGreen(listed)).isFalse();
        assertThat(new Visitor(api).get(listed.trackingPath()).body())
                .contains("The intake office&#39;s: everybody behind the application is screened once more");

        resolves(listed, CLEARED);
        assertThat(cases.openTasks(listed)).isEmpty();
        assertThat(cases.status(listed)).isEqualTo("approved");
        assertThat(isGreen(listed)).isTrue();
    }

    @Test
    void aMatchFoundBeforeTheLicenseLeadsToTheNoticeOfDenial() {
        Case listed = approvedWhenListed(FreshName.company());
        resolves(listed, TRUE_MATCH);

        assertThat(cases.status(listed)).isEqualTo("intent-to-deny");
        var notice = cases.asTheLabSeesIt(listed).get("denialNotice");
        assertThat(notice.get("ground").asText()).isEqualTo("true-match");
        assertThat(notice.get("reasons").asText()).contains("government screening list");
        assertThat(isLicensed(listed)).isFalse();
        time.advance(Duration.ofDays(45));
        assertThat(cases.status(listed)).isEqualTo("denied");
    }

    @Test
    void aMatchTheApplicantDisputesIsLookedAtAgainBeforeTheLicense() {
        Case listed = approvedWhenListed(FreshName.company());
        resolves(listed, TRUE_MATCH);
        cases.rebuts(listed, "Another company of the same name; see the register.");
        staff.complete(
                "commerce.director",
                cases.task(listed, AccessReview.CONSIDER_REBUTTAL),
                Map.of("outcome", "reopen", "reasons", "The register shows two companies."));
        approves(listed);
        assertThat(isLicensed(listed)).isFalse();
        assertThat(cases.openTasks(listed)).containsExactly("resolveScreeningHits");

        resolves(listed, CLEARED);
        assertThat(isGreen(listed)).isTrue();
    }

    @Test
    void anEntryThatHasGoneFromTheListIsNoMatchAnyMore() {
        String name = FreshName.company();
        Case listed = approvedWhenListed(name);
        resolves(listed, TRUE_MATCH);
        cases.rebuts(listed, "We are no longer listed.");
        staff.complete(
                "commerce.director",
                cases.task(listed, AccessReview.CONSIDER_REBUTTAL),
                Map.of("outcome", "reopen", "reasons", "It was delisted."));
        list("y", FreshName.company());
        approves(listed);
        assertThat(isGreen(listed)).isTrue();
    }

    @Test
    void hitsThatComeWhileIntakeLooksAreLookedAtAsWell() {
        String name = FreshName.company();
        Case listed = approvedWhenListed(name);
        list("y", name + " Ltd");
        resolves(listed, CLEARED);
        assertThat(isLicensed(listed)).isFalse();
        assertThat(screenings.openHitsOf(listed.id()))
                .extracting(hit -> hit.entry().id())
                .containsExactly("y");
        resolves(listed, CLEARED);
        assertThat(isGreen(listed)).isTrue();
    }

    @Test
    void withAnOldListTheLicenseWaitsUntilItIsImportedAgain() {
        String csv = ListText.of().company("x", FreshName.company()).csv();
        desk.put(LIST, csv);
        Case waiting = concurred(FreshName.company());
        time.advance(Duration.ofHours(49));
        approves(waiting);
        time.advance(Duration.ofHours(3));
        assertThat(cases.openTasks(waiting)).isEmpty();
        assertThat(isLicensed(waiting)).isFalse();
        assertThat(isGreen(waiting)).isFalse();
        assertThat(cases.timeline(waiting)).containsOnlyOnce("screening-unavailable");
        assertThat(screenings.of(waiting.id())).anySatisfy(screening -> assertThat(screening.reason())
                .isEqualTo("The screening list watched is older than 48 hours."));

        desk.put(LIST, csv);
        time.runDueJobs(); // woken at once, not after another hour
        assertThat(isGreen(waiting)).isTrue();
        assertThat(cases.status(waiting)).isEqualTo("approved");
    }

    @Test
    void anApplicantCanWithdrawWhileTheLicenseWaits() {
        Case listed = approvedWhenListed(FreshName.company());
        assertThat(cases.withdraws(listed).status()).isEqualTo(200);
        assertThat(cases.openTasks(listed)).isEmpty();
        assertThat(cases.status(listed)).isEqualTo("withdrawn");
        assertThat(isLicensed(listed)).isFalse();
    }

    @Test
    void whatIsScreenedAgainstTheListsOfTodayIsNotScreenedTwice() {
        Case acme = concurred(FreshName.company());
        approves(acme);
        assertThat(screenings.of(acme.id())).hasSize(1);

        Case later = concurred(FreshName.company());
        list("x", FreshName.company());
        approves(later);
        assertThat(screenings.of(later.id()))
                .extracting(screening -> screening.occasion() + " " + screening.result())
                .containsExactly("application clear", "license clear");
        assertThat(screenings.of(later.id()).get(1).lists()).anyMatch(list -> list.startsWith(LIST + ","));
    }

    /** Denied for a match, and the appeals office does not believe it. */
    private Case reversed() {
        String name = FreshName.company();
        Case denied = concurred(name);
        staff.complete(
                "commerce.director",
                cases.task(denied, AccessReview.COUNTERSIGN),
                Map.of("outcome", "refuse", "reasons", "The parent company is under investigation."));
        time.advance(Duration.ofDays(45));
        list("x", name); // while nobody looks at a case that is decided
        cases.labPosts(denied, "appeal", Map.of("ground", "denial", "text", "Another company of the same name."));
        staff.complete(
                "appeals.judge",
                cases.task(denied, "decideAppeal"),
                Map.of("outcome", "reversed", "reasons", "The record does not show it."));
        return denied;
    }

    @Test
    void aLicenseWonOnAppealIsHeldBackUntilANewHitWasLookedAt() {
        Case won = reversed();
        License license = licenses.ofApplication(won.id()).orElseThrow();
        assertThat(license.status()).isEqualTo(License.SUSPENDED);
        assertThat(isGreen(won)).isFalse();
        assertThat(cases.openTasks(won)).containsExactly("resolveScreeningHits");
        assertThat(cases.labPosts(won, "appeal", Map.of("ground", "suspension", "text", "Put it into force at once."))
                        .status())
                .isEqualTo(409);
        refused(
                "not screened",
                "UPDATE license_suspension SET lifted_at = suspended_at, lifted_by = 'x' WHERE license_id = ?",
                license.id());
        refused(
                "by a suspension or a directive, and by nothing else",
                "UPDATE license SET status = 'issued' WHERE id = ?",
                license.id());

        resolves(won, CLEARED);
        assertThat(isGreen(won)).isTrue();
        assertThat(cases.timeline(won)).contains("license-hold-lifted");
        assertThat(cases.instance(won, LicenseScreening.KEY)).isNull();
    }

    @Test
    void aLicenseWonOnAppealStaysOutOfForceWhenTheMatchIsConfirmed() {
        Case won = reversed();
        resolves(won, TRUE_MATCH);
        License license = licenses.ofApplication(won.id()).orElseThrow();
        assertThat(suspensions.of(license.id()))
                .filteredOn(suspension -> suspension.liftedAt() == null)
                .extracting(Suspensions.Suspension::ground)
                .containsExactly("screening");
        assertThat(isGreen(won)).isFalse();
        assertThat(cases.labPosts(
                                won,
                                "appeal",
                                Map.of("ground", "suspension", "text", "It is still not us, as shown before."))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void theDatabaseTakesNoLicenseInForceForUnscreenedParties() {
        String name = FreshName.company();
        Case listed = concurred(name);
        db.sql(
                        """
                INSERT INTO commerce_decision (application_id, outcome, reasons, signed_by, signed_at)
                VALUES (?, 'approve', '', 'commerce.director', now())""")
                .param(listed.id())
                .update();
        list("x", name);
        String license =
                """
                INSERT INTO license (id, application_id, lab_id, release_id, customer_id, foreign_persons, band,
                  status, issued_at, expires_on, audit_days)
                SELECT gen_random_uuid(), id, lab_id, release_id, customer_id, true, 'low', 'issued', now(),
                  now() + interval '1 day', 1 FROM application WHERE id = ?""";
        refused("its parties are not screened against the lists in force", license, listed.id());

        Case waiting = concurred(FreshName.company());
        approves(waiting); // clear: so the rule is about the parties, not about everybody
        assertThat(isGreen(waiting)).isTrue();
    }

    private void refused(String words, String sql, String parameter) {
        assertThatThrownBy(() -> db.sql(sql).param(parameter).update())
                .rootCause()
                .hasMessageContaining(words);
    }

    @Test
    void noListChangesBetweenTheScreeningAndTheCommitOfTheLicense() {
        list("x", FreshName.company());
        Case acme = concurred(FreshName.company());
        var meanwhile = new TransactionTemplate(transactions);
        meanwhile.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        staff.as("commerce.director", () -> new TransactionTemplate(transactions).executeWithoutResult(status -> {
            tasks.complete(cases.task(acme, AccessReview.COUNTERSIGN).getId(), APPROVE);
            assertThat(isLicensed(acme)).isTrue();
            assertThatThrownBy(() -> meanwhile.executeWithoutResult(importing -> {
                        db.sql("SET LOCAL lock_timeout = '1ms'").update();
                        db.sql("UPDATE screening_list SET version = version + 1 WHERE id = ?")
                                .param(LIST)
                                .update();
                    }))
                    .rootCause()
                    .hasMessageContaining("lock timeout");
        }));
        assertThat(isGreen(acme)).isTrue();
    }

    @Test
    void aListThatComesAtTheSameMomentFindsTheLicenseOrHoldsIt() {
        for (int round = 0; round < 5; round++) {
            String name = FreshName.company();
            Case acme = concurred(name);
            String csv = ListText.of().company("x" + round, name).csv();
            List<AtOnce.Outcome<Object>> outcomes = AtOnce.run(List.<Callable<Object>>of(
                    () -> {
                        approves(acme);
                        return null;
                    },
                    () -> desk.put(LIST, csv)));
            assertThat(outcomes).allMatch(AtOnce.Outcome::succeeded);
            time.runDueJobs();
            assertThat(cases.openTasks(acme)).containsExactly("resolveScreeningHits");
            if (isLicensed(acme)) {
                assertThat(cases.instance(acme, LicenseScreening.KEY)).isNotNull();
            }
        }
    }
}
