package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.testing.TestCases.CONCUR;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.countersign.signoff.SignOffs;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TestServers;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What the rules refuse the database refuses as well, whoever asks it and however a process was moved. */
@CountersignTest
class ReviewRowsTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Autowired
    private SignOffs signOffs;

    @Autowired
    private JdbcClient db;

    private String signOffOf(Case of, String agency) {
        return signOffs.current(of.id()).stream()
                .filter(signOff -> signOff.agency().equals(agency))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private String draft(String signOff, int round, String vote, String person) {
        String id = UUID.randomUUID().toString();
        db.sql(
                        """
                INSERT INTO vote (id, sign_off_id, round, vote, reasons, evidence, question, drafted_by, drafted_at)
                VALUES (?, ?, ?, ?, 'reasons', 'evidence', 'question', ?, now())""")
                .params(id, signOff, round, vote, person)
                .update();
        return id;
    }

    private void sign(String vote, String drafter, String person) {
        db.sql(
                        """
                INSERT INTO countersignature (vote_id, drafted_by, signed_by, accepted, signed_at)
                VALUES (?, ?, ?, true, ?)""")
                .params(vote, drafter, person, time.now().atOffset(ZoneOffset.UTC))
                .update();
    }

    private void concurs(Case of, String agency) {
        sign(
                draft(signOffOf(of, agency), 1, "concur", agency + ".reviewer"),
                agency + ".reviewer",
                agency + ".director");
    }

    private void silent(String signOff, Instant dueOn, Instant recordedAt) {
        db.sql("INSERT INTO silence (sign_off_id, due_on, recorded_at) VALUES (?, ?, ?)")
                .params(signOff, dueOn.atOffset(ZoneOffset.UTC), recordedAt.atOffset(ZoneOffset.UTC))
                .update();
    }

    private void commerceDecides(Case of, String outcome, String person) {
        db.sql(
                        """
                INSERT INTO commerce_decision (application_id, round, outcome, reasons, signed_by, signed_at)
                VALUES (:id, 1 + (SELECT count(*) FROM commerce_decision WHERE application_id = :id), :outcome,
                  'reasons', :by, now())""")
                .param("id", of.id())
                .param("outcome", outcome)
                .param("by", person)
                .update();
    }

    private void license(Case of) {
        db.sql(
                        """
                INSERT INTO license (id, application_id, lab_id, release_id, customer_id, foreign_persons, users,
                  countries, domain, band, status, issued_at, expires_on, audit_days)
                VALUES (gen_random_uuid(), ?, 'lab-aurora', 'aurora-6', ?, true, 50, '{US}', 'research', 'low', 'issued', now(),
                  now() + interval '1 day', 1)""")
                .params(of.id(), of.customerId())
                .update();
    }

    private static void refused(String words, Runnable step) {
        assertThatThrownBy(step::run).rootCause().hasMessageContaining(words);
    }

    @Test
    void aLicenseForWhichOneAgencyWasAskedAndNotThree() {
        Case acme = cases.received();
        db.sql("INSERT INTO sign_off (id, application_id, agency, ground, requested_at, due_on)"
                        + " VALUES (gen_random_uuid(), ?, 'oncd', 'Reviews every case', now(), now())")
                .param(acme.id())
                .update();
        concurs(acme, "oncd");
        commerceDecides(acme, "approve", "commerce.director");
        refused("no license: never asked: commerce, ostp", () -> license(acme));
    }

    @Test
    void silenceBeforeItsDay() {
        Case acme = cases.referred();
        String oncd = signOffOf(acme, "oncd");
        Instant now = time.now();
        refused("violates check constraint", () -> silent(oncd, now.plus(Duration.ofDays(30)), now));
        refused("the days of this sign-off are not over", () -> silent(oncd, now, now));
        Instant due = now.plus(Duration.ofDays(31));
        assertThatCode(() -> silent(oncd, due, due)).doesNotThrowAnyException();
    }

    @Test
    void aPositionAfterSilenceAndSilenceAfterAPosition() {
        Case acme = cases.referred();
        Instant due = time.now().plus(Duration.ofDays(31));
        String oncd = signOffOf(acme, "oncd");
        silent(oncd, due, due);
        String late = draft(oncd, 1, "concur", "oncd.reviewer");
        refused("already has a position", () -> sign(late, "oncd.reviewer", "oncd.director"));

        concurs(acme, "ostp");
        refused("already has a position", () -> silent(signOffOf(acme, "ostp"), due, due));
        refused("already has a position", () -> silent(oncd, due, due));
    }

    @Test
    void aSecondPositionButNotOneAfterAQuestion() {
        Case acme = cases.referred();
        String oncd = signOffOf(acme, "oncd");
        sign(draft(oncd, 1, "need-information", "oncd.reviewer"), "oncd.reviewer", "oncd.director");
        sign(draft(oncd, 2, "concur", "oncd.reviewer"), "oncd.reviewer", "oncd.director");
        String third = draft(oncd, 3, "concur", "oncd.reviewer");
        refused("already has a position", () -> sign(third, "oncd.reviewer", "oncd.director"));
        String question = draft(oncd, 4, "need-information", "oncd.reviewer");
        refused("already has a position", () -> sign(question, "oncd.reviewer", "oncd.director"));
    }

    @Test
    void anObjectionWithoutCriterionAndConditionsWithoutAny() {
        Case acme = cases.referred();
        String objection = draft(signOffOf(acme, "oncd"), 1, "object", "oncd.reviewer");
        refused("names a published criterion", () -> sign(objection, "oncd.reviewer", "oncd.director"));
        String conditions = draft(signOffOf(acme, "ostp"), 1, "concur-with-conditions", "ostp.reviewer");
        refused("names them", () -> sign(conditions, "ostp.reviewer", "ostp.director"));
        refused("violates check constraint", () -> db.sql(
                        """
                INSERT INTO vote (id, sign_off_id, round, vote, reasons, evidence, drafted_by, drafted_at)
                VALUES ('x', ?, 9, 'object', 'reasons', '', 'oncd.reviewer', now())""")
                .param(signOffOf(acme, "oncd"))
                .update());
        refused("foreign key", () -> db.sql("INSERT INTO vote_criterion VALUES (?, 'CR-99', 1)")
                .param(objection)
                .update());
    }

    @Test
    void conditionsAndCriteriaPutToAVoteThatIsSigned() {
        Case acme = cases.referred();
        String vote = draft(signOffOf(acme, "oncd"), 1, "concur", "oncd.reviewer");
        sign(vote, "oncd.reviewer", "oncd.director");
        refused("signed as it is", () -> db.sql("INSERT INTO vote_condition VALUES (?, 1, 'Pay a fee.')")
                .param(vote)
                .update());
        refused("signed as it is", () -> db.sql("INSERT INTO vote_criterion VALUES (?, 'CR-02', 1)")
                .param(vote)
                .update());
    }

    @Test
    void signaturesOfTheDrafter() {
        Case acme = cases.referred();
        String vote = draft(signOffOf(acme, "oncd"), 1, "concur", "oncd.director");
        refused("second_person", () -> sign(vote, "oncd.director", "oncd.director"));
        refused("foreign key", () -> sign(vote, "oncd.reviewer", "oncd.director"));
        refused("drafted a vote of the case", () -> commerceDecides(acme, "approve", "oncd.director"));
    }

    @Test
    void whoHasSteppedBack() {
        Case acme = cases.referred();
        String ready = draft(signOffOf(acme, "oncd"), 1, "concur", "oncd.reviewer");
        staff.stepsBack("oncd.director", cases.task(acme, "draftVote", "oncd"));
        refused("stepped back", () -> draft(signOffOf(acme, "oncd"), 2, "concur", "oncd.director"));
        refused("stepped back", () -> sign(ready, "oncd.reviewer", "oncd.director"));
        refused("stepped back", () -> commerceDecides(acme, "approve", "oncd.director"));
    }

    @Test
    void aLicenseWhileAnAgencyHasNotSpoken() {
        Case acme = cases.referred();
        commerceDecides(acme, "approve", "commerce.director");
        concurs(acme, "oncd");
        concurs(acme, "ostp");
        refused("a required agency has not concurred", () -> license(acme));
        String draft = draft(signOffOf(acme, "commerce"), 1, "concur", "commerce.reviewer");
        refused("a required agency has not concurred", () -> license(acme));
        sign(draft, "commerce.reviewer", "commerce.director");
        assertThatCode(() -> license(acme)).doesNotThrowAnyException();
    }

    @Test
    void aLicenseOverAnAgencyThatOnlyAsked() {
        Case acme = cases.referred();
        commerceDecides(acme, "approve", "commerce.director");
        concurs(acme, "oncd");
        concurs(acme, "ostp");
        String question = draft(signOffOf(acme, "commerce"), 1, "need-information", "commerce.reviewer");
        sign(question, "commerce.reviewer", "commerce.director");
        refused("a required agency has not concurred", () -> license(acme));
    }

    @Test
    void aLicenseOverAnObjectionThatNoLadderHasOverruled() {
        Case acme = cases.referred();
        commerceDecides(acme, "approve", "commerce.director");
        concurs(acme, "ostp");
        concurs(acme, "commerce");
        String objection = draft(signOffOf(acme, "oncd"), 1, "object", "oncd.reviewer");
        db.sql("INSERT INTO vote_criterion VALUES (?, 'CR-02', 1)")
                .param(objection)
                .update();
        sign(objection, "oncd.reviewer", "oncd.director");
        refused("a required agency has not concurred", () -> license(acme));
        // Nobody decides on the ladder without votes that say so.
        db.sql("INSERT INTO escalation VALUES (?, 1, now())").param(acme.id()).update();
        refused("do not say approve", () -> db.sql(
                        "INSERT INTO escalation_decision VALUES (?, 1, 'chair', 'approve', now())")
                .param(acme.id())
                .update());
        refused("a required agency has not concurred", () -> license(acme));
    }

    @Test
    void aLicenseWithoutCommerceOrAfterItsRefusal() {
        Case acme = cases.referred();
        for (String agency : new String[] {"oncd", "ostp", "commerce"}) {
            concurs(acme, agency);
        }
        refused("Commerce has not countersigned", () -> license(acme));
        commerceDecides(acme, "approve", "commerce.director");
        commerceDecides(acme, "refuse", "commerce.director");
        refused("Commerce has not countersigned", () -> license(acme));
        commerceDecides(acme, "approve", "commerce.director");
        assertThatCode(() -> license(acme)).doesNotThrowAnyException();
        refused("license_application_id_key", () -> license(acme));
    }

    @Test
    void aSecondOpenQuestionOfOneAskerAndASecondAnswer() {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Which logs do you keep?");
        refused("question_one_at_a_time", () -> db.sql(
                        """
                INSERT INTO question (id, application_id, asker, question, asked_by, asked_at, remind_on, due_on, state)
                VALUES (gen_random_uuid(), ?, 'oncd', 'And?', 'oncd.reviewer', now(), now(), now() + interval '1 day', 'open')""")
                .param(acme.id())
                .update());
        assertThat(cases.answers(acme, request, "All of them.").status()).isEqualTo(200);
        refused("answer_pkey", () -> db.sql(
                        "INSERT INTO answer (question_id, answer, answered_by, answered_at) VALUES (?, 'No.', 'x', now())")
                .param(request)
                .update());
    }

    /** Rows of every table in which a decision of the review is written, changed by us or by their owner. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "vote",
                "vote_criterion",
                "vote_condition",
                "countersignature",
                "commerce_decision",
                "silence",
                "recusal",
                "answer",
                "denial_notice",
                "rebuttal",
                "rebuttal_decision",
                "clock_event",
                "missed_deadline",
                "escalation",
                "escalation_vote",
                "escalation_decision",
                "escalation_response",
                "appeal",
                "appeal_decision",
                "journal_entry"
            })
    void rowsThatAreChangedOrTakenAway(String table) {
        String column = db.sql(
                        """
                SELECT column_name FROM information_schema.columns
                WHERE table_schema = 'countersign' AND table_name = ? AND is_generated = 'NEVER'
                ORDER BY ordinal_position DESC LIMIT 1""")
                .param(table)
                .query(String.class)
                .single();
        for (String attack : new String[] {
            "UPDATE countersign.%s SET %s = %s".formatted(table, column, column), "DELETE FROM countersign." + table
        }) {
            refused("permission denied", () -> db.sql(attack).update());
        }
        assertThat(db.sql(
                                """
                SELECT count(*) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
                WHERE t.tgrelid = ('countersign.' || ?)::regclass AND p.proname = 'refuse_change' AND t.tgenabled = 'O'""")
                        .param(table)
                        .query(Long.class)
                        .single())
                .as("guards of %s against its owner", table)
                .isPositive();
    }

    @Test
    void theOwnerOfTheTablesCannotRewriteADecidedCaseEither() {
        Case acme = cases.referred();
        cases.signs(acme, "oncd", CONCUR);
        cases.signs(
                acme,
                "ostp",
                java.util.Map.of("vote", "concur-with-conditions", "reasons", "Safe.", "conditions", "Keep logs."));
        cases.signs(acme, "commerce", CONCUR);
        staff.complete("commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), TestCases.APPROVE);
        var owner = JdbcClient.create(new DriverManagerDataSource(
                TestServers.DATABASE.url(), TestServers.DATABASE.ownerUser(), TestServers.DATABASE.ownerPassword()));
        for (String attack : new String[] {
            "UPDATE countersign.vote SET drafted_by = 'somebody'",
            "UPDATE countersign.countersignature SET accepted = false",
            "DELETE FROM countersign.vote_condition",
            "UPDATE countersign.commerce_decision SET outcome = 'refuse'",
            "DELETE FROM countersign.clock_event"
        }) {
            refused("its rows are only ever added", () -> owner.sql(attack).update());
        }
    }
}
