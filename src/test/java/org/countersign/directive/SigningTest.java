package org.countersign.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.testing.DirectiveDesk.DRAFTER;
import static org.countersign.testing.DirectiveDesk.REFUSE;
import static org.countersign.testing.DirectiveDesk.SECOND;
import static org.countersign.testing.DirectiveDesk.SIGN;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.camunda.bpm.engine.task.Task;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.DirectiveDesk;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two people of two agencies, and no directive bites before the second; no job runs in any of these tests. */
@CountersignTest
class SigningTest {

    @Autowired
    private DirectiveDesk desk;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private Directives directives;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    @AfterEach
    void leaveNothingInForce() {
        desk.clear();
    }

    private Directive directive(String reference) {
        return directives.byReference(reference).orElseThrow();
    }

    private void refused(LabApi.Answer answer, String words) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().get("detail").asText()).contains(words);
    }

    @Test
    void bitesWithTheSecondSignatureThoughNoJobRuns() {
        Case acme = cases.approved();
        String reference = desk.reviewed(desk.words("customers:" + acme.customerId(), "aurora-6"));
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();

        desk.does(SECOND, reference, "countersignDirective", SIGN);

        assertThat(cases.greenLight(acme).get("reason").asText()).isEqualTo("directive");
        assertThat(cases.greenLight(acme).at("/directives/0").asText()).isEqualTo(reference);
        assertThat(directive(reference).state()).isEqualTo("in-force");
        assertThat(desk.openTasks(reference)).containsExactly("liftDirective");
    }

    @Test
    void onlyWhoDraftedItReviewsIt() {
        String reference = desk.drafted(desk.words("foreign-persons", "aurora-6"));
        Task review = desk.task(reference, "reviewBlastRadius");

        for (String person : List.of("state.director", "oncd.reviewer", "commerce.director")) {
            assertThat(desk.tries(person, review, Map.of()).status()).as(person).isIn(403, 404, 422);
        }

        assertThat(desk.openTasks(reference)).containsExactly("reviewBlastRadius");
        refused(desk.tries(DRAFTER, review, Map.of("outcome", "maybe")), "Choose one of: go-on, withdraw.");
    }

    @Test
    void isNotSignedByTheDrafterNorByAColleagueNorByAReviewer() {
        staff.hire("oncd.deputy", "oncd", "oncd-directors");
        staff.hire("oncd.and.state", "oncd-directors", "state-directors");
        String reference = desk.reviewed(desk.words("foreign-persons", "aurora-6"));
        Task signing = desk.task(reference, "countersignDirective");

        for (String person : List.of(DRAFTER, "oncd.deputy", "commerce.reviewer", "admin")) {
            assertThat(desk.tries(person, signing, SIGN).status()).as(person).isIn(403, 404);
        }
        // Sees the task for State, but directs the drafting agency, too.
        refused(desk.tries("oncd.and.state", signing, SIGN), "Only a director of an agency other than ONCD");

        assertThat(directive(reference).state()).isEqualTo("drafted");
    }

    @Test
    void theDrafterCannotSignForAnotherAgencyEither() {
        String reference = desk.reviewed(desk.words("foreign-persons", "aurora-6"));
        staff.identity().createMembership(DRAFTER, "state-directors");
        try {
            refused(
                    desk.tries(DRAFTER, reference, "countersignDirective", SIGN),
                    "You drafted this; a director of another agency must sign it.");
        } finally {
            staff.identity().deleteMembership(DRAFTER, "state-directors");
        }
    }

    @Test
    void aRefusalNeedsItsReasonsAndEndsIt() {
        Case acme = cases.approved();
        String reference = desk.reviewed(desk.words("customers:" + acme.customerId(), "aurora-6"));
        refused(
                new NoTrace(db)
                        .of(() -> desk.tries(SECOND, reference, "countersignDirective", Map.of("accepted", "false"))),
                "Say why you refuse");
        refused(desk.tries(SECOND, reference, "countersignDirective", Map.of()), "Choose one of: true, false.");

        desk.does(SECOND, reference, "countersignDirective", REFUSE);

        assertThat(directive(reference).state()).isEqualTo("refused");
        assertThat(desk.openTasks(reference)).isEmpty();
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();
    }

    @Test
    void isTakenBackByItsDrafter() {
        String reference = desk.drafted(desk.words("foreign-persons", "aurora-6"));

        desk.does(DRAFTER, reference, "reviewBlastRadius", Map.of("outcome", "withdraw"));

        assertThat(directive(reference).state()).isEqualTo("withdrawn");
        assertThat(desk.openTasks(reference)).isEmpty();
    }

    @Test
    void ofDirectorsWhoSignAtTheSameMomentOneDoes() {
        Case acme = cases.approved();
        String reference = desk.reviewed(desk.words("customers:" + acme.customerId(), "aurora-6"));
        Task signing = desk.task(reference, "countersignDirective");

        List<Integer> statuses = AtOnce.run(Stream.of("commerce.director", "state.director", "energy.director")
                        .map(person -> (Callable<Integer>)
                                () -> desk.tries(person, signing, SIGN).status())
                        .toList())
                .stream()
                .map(AtOnce.Outcome::value)
                .sorted()
                .toList();

        assertThat(statuses.get(0)).isEqualTo(204);
        assertThat(statuses.subList(1, 3)).allMatch(status -> status == 404 || status == 403 || status == 409);
        assertThat(count(
                        "SELECT count(*) FROM directive_signature WHERE directive_id = ?",
                        directive(reference).id()))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM journal WHERE action = 'directive-in-force' AND subject = ?", reference))
                .isEqualTo(1);
    }

    @Test
    void aDraftNobodySignsIsWithdrawnAtItsEnd() {
        Map<String, Object> words = desk.words("foreign-persons", "aurora-6");
        words.put("expiresOn", time.now().plus(Duration.ofHours(2)).toString());
        String unsigned = desk.reviewed(words);

        time.passTo(directive(unsigned).expiresAt());
        refused(
                desk.tries(SECOND, unsigned, "countersignDirective", SIGN),
                "The end this directive set itself has passed");
        time.runDueJobs();

        assertThat(directive(unsigned).state()).isEqualTo("withdrawn");
        assertThat(desk.openTasks(unsigned)).isEmpty();
    }

    @Test
    void theDatabaseRefusesADirectiveWithoutItsSecondSignature() {
        String reference = desk.reviewed(desk.words("foreign-persons", "aurora-6"));
        String id = directive(reference).id();
        var now = time.now().atOffset(ZoneOffset.UTC);

        assertThatThrownBy(() -> db.sql("UPDATE directive SET state = 'in-force', in_force_at = ? WHERE id = ?")
                        .params(now, id)
                        .update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("a directive needs a second signature of another agency");
        assertThatThrownBy(() -> db.sql("UPDATE directive SET evidence = 'none' WHERE id = ?")
                        .param(id)
                        .update())
                .rootCause()
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() ->
                        db.sql("DELETE FROM directive WHERE id = ?").param(id).update())
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    private long count(String sql, String parameter) {
        return db.sql(sql).param(parameter).query(Long.class).single();
    }
}
