package org.countersign.signoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Escalation;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who cannot decide on the ladder, what the database does not believe, and what happens at the same moment. */
@CountersignTest
class LadderRefusalTest {

    private static final Map<String, Object> FOR = Map.of("outcome", "approve", "reasons", "The test bench isolates.");
    private static final Map<String, Object> AGAINST = Map.of("outcome", "deny", "reasons", "The risk remains.");

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Escalations escalations;

    @Autowired
    private ClockLedger ledger;

    @Autowired
    private TaskService tasks;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private IdentityService identity;

    @Autowired
    private ManagementService management;

    @Autowired
    private JdbcClient db;

    private Case acme;

    @BeforeEach
    void agenciesDisagree() {
        acme = cases.disagreed();
    }

    /** As two nodes do when one has lost its lock on the job. */
    @RepeatedTest(2)
    void aTimerThatRunsTwiceAtTheSameMomentDecidesOnce() {
        String escalation = cases.instance(acme, Escalation.KEY).getId();
        String silent = management
                .createJobQuery()
                .processInstanceId(escalation)
                .activityId("chairSilent")
                .singleResult()
                .getId();
        time.passTo(ledger.open(acme.id(), "chair", "operating-committee")
                .orElseThrow()
                .dueOn()
                .plusSeconds(60));
        Callable<Object> fires = () -> {
            management.executeJob(silent);
            return "fired";
        };

        var runs = AtOnce.run(List.of(fires, fires, fires));

        time.runDueJobs();
        // The engine lets one of them through. None of the others gets as far as a refusal of the database.
        assertThat(runs).filteredOn(run -> run.succeeded()).hasSize(1);
        assertThat(runs).extracting(run -> run.failure()).doesNotHaveAnyElementsOfTypes(DataAccessException.class);
        assertThat(escalations.decisionsOf(acme.id())).singleElement().matches(EscalationDecision::isNone);
        assertThat(cases.openTasks(acme)).hasSize(3).containsOnly("voteInCommittee");
        assertThat(cases.timeline(acme)).containsOnlyOnce("chair-decided", "committee-convened");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ''      | The bench isolates. | outcome | Choose one of: approve, deny.
            maybe   | The bench isolates. | outcome | Choose one of: approve, deny.
            none    | The bench isolates. | outcome | Choose one of: approve, deny.
            approve | ''                  | reasons | Give your reasons: the applicant and the agencies rely on them.
            deny    | '  '                | reasons | Give your reasons: the applicant and the agencies rely on them.
            """)
    void refusesAVoteThatDecidesOrExplainsNothing(String outcome, String reasons, String field, String words) {
        assertThatThrownBy(() -> staff.complete(
                        "committee.chair",
                        cases.task(acme, "decideAsChair"),
                        Map.of("outcome", outcome, "reasons", reasons)))
                .isInstanceOfSatisfying(
                        RuleBroken.class, broken -> assertThat(broken.field()).isEqualTo(field))
                .hasMessage(words);
        assertThat(cases.openTasks(acme)).containsExactly("decideAsChair");
        assertThat(escalations.votesOf(acme.id())).isEmpty();
    }

    @Test
    void hidesTheTasksOfTheLadderFromEverybodyElse() {
        Task chair = cases.task(acme, "decideAsChair");
        for (String stranger : List.of("oncd.director", "commerce.director", "admin", "appeals.judge")) {
            assertThatThrownBy(() -> staff.complete(stranger, chair, FOR)).isInstanceOf(AuthorizationException.class);
        }
        time.advance(Duration.ofDays(14));
        Task seat = cases.seat(acme, "voteInCommittee", "oncd");
        for (String stranger : List.of("committee.chair", "oncd.reviewer", "ostp.director")) {
            assertThatThrownBy(() -> staff.complete(stranger, seat, FOR)).isInstanceOf(AuthorizationException.class);
        }
        tasks.setAssignee(seat.getId(), "ostp.director");
        assertThatThrownBy(() -> staff.as("ostp.director", () -> tasks.complete(seat.getId(), FOR)))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("Only a member of oncd-directors can complete this task.");
    }

    @Test
    void refusesAVoteOfSomebodyWhoHasSteppedBackAndSoDoesTheDatabase() {
        time.advance(Duration.ofDays(14));
        Task seat = cases.seat(acme, "voteInCommittee", "oncd");
        staff.complete("oncd.director", seat, Map.of("recused", "true", "reasons", "I owned shares."));
        assertThat(cases.seat(acme, "voteInCommittee", "oncd")).isNotNull();
        staff.as("oncd.director", () -> assertThat(
                        tasks.createTaskQuery().taskId(seat.getId()).count())
                .isZero());

        assertThatThrownBy(() -> staff.complete("oncd.director", seat, FOR)).isInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> vote("committee", "oncd", "oncd.director"))
                .rootCause()
                .hasMessageContaining("stepped back");
        assertThat(escalations.votesOf(acme.id())).isEmpty();
    }

    @Test
    void ofTwoDirectorsWhoVoteForOneSeatAtTheSameMomentOneIsHeard() throws Exception {
        time.advance(Duration.ofDays(14));
        secondDirectorOfOncd();
        Task seat = cases.seat(acme, "voteInCommittee", "oncd");
        var voters = List.of("oncd.director", "oncd.second").stream()
                .map(person -> new Thread(() -> {
                    try {
                        staff.as(person, () -> tasks.complete(seat.getId(), FOR));
                    } catch (RuntimeException told) {
                        // the second of the two learns that the task is done
                    }
                }))
                .toList();
        voters.forEach(Thread::start);
        for (Thread voter : voters) {
            voter.join();
        }
        assertThat(escalations.votesOf(acme.id())).hasSize(1);
        assertThat(cases.openTasks(acme)).containsExactly("voteInCommittee", "voteInCommittee");
    }

    @Test
    void hearsAllAgenciesThatVoteAtTheSameMoment() throws Exception {
        time.advance(Duration.ofDays(14));
        // One approves and one denies, so that neither vote alone is a majority of the three.
        Task oncd = cases.seat(acme, "voteInCommittee", "oncd");
        Task ostp = cases.seat(acme, "voteInCommittee", "ostp");
        var voters = List.of(
                new Thread(() -> staff.complete("oncd.director", oncd, AGAINST)),
                new Thread(() -> staff.complete("ostp.director", ostp, FOR)));
        voters.forEach(Thread::start);
        for (Thread voter : voters) {
            voter.join();
        }
        assertThat(escalations.votesOf(acme.id())).hasSize(2);
        staff.complete("commerce.director", cases.seat(acme, "voteInCommittee", "commerce"), FOR);
        assertThat(escalations.lastWordOn(acme.id()).orElseThrow().outcome()).isEqualTo("approve");
    }

    @Test
    void refusesAVoteOnceTheTimeOfTheLevelIsOverAlsoBeforeTheTimerHasFired() {
        Task chair = cases.task(acme, "decideAsChair");
        String timer = db.sql("SELECT id_ FROM act_ru_job WHERE process_instance_id_ = ?")
                .param(chair.getProcessInstanceId())
                .query(String.class)
                .single();
        // As if every node were down on the day: the timer fires late, the rule does not wait for it.
        management.setJobDuedate(timer, Date.from(time.now().plus(Duration.ofDays(20))));
        time.advance(Duration.ofDays(14));

        assertThatThrownBy(() -> staff.complete("committee.chair", chair, FOR))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("The time of the chair for this case is over.");
        time.advance(Duration.ofDays(6));
        assertThat(cases.openTasks(acme)).containsOnly("voteInCommittee");
    }

    @Test
    void aWithdrawalDuringTheEscalationEndsItAndStopsItsClocks() {
        staff.complete("committee.chair", cases.task(acme, "decideAsChair"), FOR);
        var answer = api.post(LabApi.AURORA, "/api/v1/applications/" + acme.id() + "/withdrawal", "{}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(cases.openTasks(acme)).isEmpty();
        assertThat(cases.instance(acme, Escalation.KEY)).isNull();
        assertThat(ledger.of(acme.id())).extracting(ClockRun::state).containsOnly(ClockRun.STOPPED);
        assertThat(cases.asTheLabSeesIt(acme).get("status").asText()).isEqualTo("withdrawn");
    }

    @Test
    void theDatabaseRefusesADecisionThatTheVotesDoNotGive() {
        for (String outcome : List.of("approve", "deny")) {
            assertThatThrownBy(() -> decision("chair", outcome))
                    .rootCause()
                    .hasMessageContaining("the votes of the chair do not say " + outcome);
        }
        vote("committee", "oncd", "oncd.director");
        assertThatThrownBy(() -> vote("committee", "oncd", "oncd.second"))
                .rootCause()
                .hasMessageContaining("duplicate key");
        assertThatThrownBy(() -> decision("committee", "deny")).rootCause().hasMessageContaining("do not say deny");
    }

    @Test
    void theDatabaseRefusesALicenseThatTheLadderHasDenied() {
        staff.complete("committee.chair", cases.task(acme, "decideAsChair"), AGAINST);
        time.advance(Duration.ofDays(5));
        String review = cases.instance(acme, AccessReview.KEY).getId();

        runtime.createProcessInstanceModification(review)
                .startBeforeActivity("startCommerceClock")
                .execute();
        assertThatThrownBy(
                        () -> staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.APPROVE))
                .rootCause()
                .hasMessageContaining("a required agency has not concurred");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isFalse();
    }

    @Test
    void whatWasSaidOnTheLadderStays() {
        for (String attack : List.of(
                "UPDATE escalation_vote SET outcome = 'approve'",
                "DELETE FROM escalation_vote",
                "UPDATE escalation_decision SET outcome = 'approve'",
                "UPDATE escalation_response SET escalates = false",
                "DELETE FROM escalation")) {
            assertThatThrownBy(() -> db.sql(attack).update()).rootCause().hasMessageContaining("permission denied");
        }
    }

    private void secondDirectorOfOncd() {
        if (identity.createUserQuery().userId("oncd.second").count() == 0) {
            identity.saveUser(identity.newUser("oncd.second"));
            identity.createMembership("oncd.second", "oncd-directors");
        }
    }

    private void vote(String level, String voter, String by) {
        db.sql(
                        """
                INSERT INTO escalation_vote (application_id, round, level, voter, outcome, reasons, voted_by, voted_at)
                VALUES (?, 1, ?, ?, 'approve', 'So be it.', ?, now())""")
                .params(acme.id(), level, voter, by)
                .update();
    }

    private void decision(String level, String outcome) {
        db.sql(
                        """
                INSERT INTO escalation_decision (application_id, round, level, outcome, decided_at)
                VALUES (?, 1, ?, ?, now())""")
                .params(acme.id(), level, outcome)
                .update();
    }
}
