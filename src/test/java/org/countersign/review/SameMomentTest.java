package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.testing.TestCases.ACCEPT;
import static org.countersign.testing.TestCases.CONCUR;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.countersign.application.Applications;
import org.countersign.application.Question;
import org.countersign.application.Questions;
import org.countersign.clock.ClockLedger;
import org.countersign.signoff.AddAgency;
import org.countersign.signoff.DenialNotices;
import org.countersign.signoff.SignOffs;
import org.countersign.signoff.Silence;
import org.countersign.signoff.Vote;
import org.countersign.signoff.Votes;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Attempts;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Two steps of one case at the same moment, on real threads: one is first, and the other is told so. */
@CountersignTest
class SameMomentTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private ManagementService management;

    @Autowired
    private Questions questions;

    @Autowired
    private SignOffs signOffs;

    @Autowired
    private Votes votes;

    @Autowired
    private DenialNotices notices;

    @Autowired
    private Applications applications;

    @Autowired
    private AddAgency addAgency;

    @Autowired
    private Attempts attempts;

    @Autowired
    private ClockLedger ledger;

    private Callable<LabApi.Answer> completes(String person, Task task, String variables) {
        return () -> api.staff(
                person,
                "POST",
                "/engine-rest/task/" + task.getId() + "/complete",
                "{\"variables\":{" + variables + "}}");
    }

    /** The timer of a case that is due, as the job executor of some node would run it. */
    private Job timer(Case of, String activity) {
        List<Job> jobs = new ArrayList<>();
        management.createJobQuery().activityId(activity).list().stream()
                .filter(job -> cases.isOf(of, job))
                .forEach(jobs::add);
        assertThat(jobs).as("timers %s of %s", activity, of.reference()).hasSize(1);
        return jobs.get(0);
    }

    /** What the executor does with a timer: it runs, or it is gone or overtaken and looked at again later. */
    private Callable<Object> fires(Job timer) {
        return () -> {
            management.executeJob(timer.getId());
            return "fired";
        };
    }

    @RepeatedTest(5)
    void aClaimThatComesThreeTimesIsMadeOnce() {
        Task task = cases.task(cases.received(), "checkCompleteness");
        Callable<LabApi.Answer> claim = () -> api.staff(
                "intake.officer",
                "POST",
                "/engine-rest/task/" + task.getId() + "/claim",
                "{\"userId\":\"intake.officer\"}");
        assertThat(AtOnce.run(List.of(claim, claim, claim)).stream()
                        .map(outcome -> outcome.value().status()))
                .containsOnly(204);
    }

    @RepeatedTest(3)
    void oneOfTwoDirectorsCountersigns() {
        staff.hire("oncd.deputy", "oncd", "oncd-directors");
        Case acme = cases.referred();
        staff.complete("oncd.reviewer", cases.task(acme, "draftVote", "oncd"), CONCUR);
        Task countersign = cases.task(acme, "countersignVote", "oncd");

        var answers = AtOnce.run(List.of(
                completes("oncd.director", countersign, "\"accepted\":{\"value\":\"true\"}"),
                completes(
                        "oncd.deputy",
                        countersign,
                        "\"accepted\":{\"value\":\"false\"},\"note\":{\"value\":\"Say more.\"}")));

        assertThat(answers).extracting(answer -> answer.value().status()).containsOnlyOnce(204);
        assertThat(answers)
                .extracting(answer -> answer.value().status())
                .allMatch(status -> status == 204 || status == 404 || status == 409);
        assertThat(votes.ofApplication(acme.id())).singleElement().satisfies(vote -> assertThat(vote.countersignature())
                .isNotNull());
        assertThat(cases.openTasks(acme))
                .hasSize(votes.ofApplication(acme.id()).get(0).isPosition() ? 2 : 3);
    }

    @RepeatedTest(2)
    void oneOfTwoDirectorsOfCommerceDecides() {
        staff.hire("commerce.deputy", "commerce", "commerce-directors");
        Case acme = cases.concurred();
        Task countersign = cases.task(acme, AccessReview.COUNTERSIGN);
        var answers = AtOnce.run(List.of(
                completes("commerce.director", countersign, "\"outcome\":{\"value\":\"approve\"}"),
                completes(
                        "commerce.deputy",
                        countersign,
                        "\"outcome\":{\"value\":\"refuse\"},\"reasons\":{\"value\":\"The owners are unclear.\"}")));
        assertThat(answers).extracting(answer -> answer.value().status()).containsOnlyOnce(204);
        assertThat(cases.status(acme))
                .isEqualTo(answers.get(0).value().status() == 204 ? "approved" : "intent-to-deny");
        assertThat(notices.of(acme.id())).hasSize(answers.get(0).value().status() == 204 ? 0 : 1);
    }

    /** Every agency there is, all at once: each joins the same case, and each gets through. */
    @RepeatedTest(2)
    void allSevenAgenciesCountersignAtTheSameMoment() {
        Case acme = cases.referred(body -> {
            body.withObject("/customer").put("country", "CN");
            body.withObject("/useCase").put("domain", "chemistry").put("accessMode", "weights");
        });
        attempts.at(() -> addAgency.add(applications.get(acme.id()), "hhs", "It is a drug maker.", "oncd.director"));
        List<String> agencies = signOffs.current(acme.id()).stream()
                .map(signOff -> signOff.agency())
                .toList();
        assertThat(agencies).hasSize(7);
        agencies.forEach(agency -> staff.complete(agency + ".reviewer", cases.task(acme, "draftVote", agency), CONCUR));
        List<Callable<LabApi.Answer>> all = agencies.stream()
                .map(agency -> completes(
                        agency + ".director",
                        cases.task(acme, "countersignVote", agency),
                        "\"accepted\":{\"value\":\"true\"}"))
                .toList();

        var answers = AtOnce.run(all);

        assertThat(answers).allSatisfy(answer -> assertThat(answer.value().status())
                .as(answer.value().body())
                .isEqualTo(204));
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }

    @Test
    void anAnswerInTheSecondOfItsDeadlineCountsWhenItIsFirst() {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Which logs do you keep?");
        Job overdue = timer(acme, "answerOverdue");
        time.passTo(questions.get(request).dueOn());

        assertThat(cases.answers(acme, request, "All of them.").status()).isEqualTo(200);
        time.runDueJobs();

        assertThat(management.createJobQuery().jobId(overdue.getId()).count()).isZero();
        assertThat(questions.get(request).state()).isEqualTo(Question.ANSWERED);
        assertThat(cases.status(acme)).isEqualTo("in-review");
    }

    @Test
    void anAnswerInTheSecondOfItsDeadlineIsTooLateWhenItIsSecond() {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Which logs do you keep?");
        time.passTo(questions.get(request).dueOn());
        management.executeJob(timer(acme, "answerOverdue").getId());

        LabApi.Answer late = cases.answers(acme, request, "All of them.");

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().get("detail").asText())
                .isEqualTo("This request is closed: it is unanswered. Nothing more can be answered to it.");
        assertThat(cases.status(acme)).isEqualTo("closed-unanswered");
    }

    @RepeatedTest(4)
    void anAnswerAndItsDeadlineAtTheSameMomentHaveOneWinner() {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Which logs do you keep?");
        Job overdue = timer(acme, "answerOverdue");
        time.passTo(questions.get(request).dueOn());

        var outcomes = AtOnce.<Object>run(List.of(() -> cases.answers(acme, request, "All of them."), fires(overdue)));

        var answer = (LabApi.Answer) outcomes.get(0).value();
        assertThat(answer.status()).as(answer.body()).isIn(200, 409);
        boolean answered = answer.status() == 200;
        assertThat(outcomes.get(1).succeeded()).isNotEqualTo(answered);
        assertThat(questions.get(request).state()).isEqualTo(answered ? "answered" : "unanswered");
        assertThat(cases.status(acme)).isEqualTo(answered ? "in-review" : "closed-unanswered");
        assertThat(cases.openTasks(acme)).hasSize(answered ? 3 : 0);
    }

    @RepeatedTest(3)
    void twoAnswersAtTheSameMomentHaveOneWinner() {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Which logs do you keep?");
        var answers = AtOnce.<LabApi.Answer>run(List.of(
                () -> cases.answers(acme, request, "All of them."),
                () -> cases.answers(acme, request, "None of them.")));
        assertThat(answers).extracting(answer -> answer.value().status()).containsExactlyInAnyOrder(200, 409);
        assertThat(cases.task(acme, "draftVote", "oncd")).isNotNull();
    }

    @RepeatedTest(4)
    void aSignatureAndTheLastSecondOfItsDaysHaveOneWinner() {
        Case acme = cases.referred();
        cases.signs(acme, "ostp", CONCUR);
        cases.signs(acme, "commerce", CONCUR);
        staff.complete("oncd.reviewer", cases.task(acme, "draftVote", "oncd"), CONCUR);
        Task countersign = cases.task(acme, "countersignVote", "oncd");
        Job overdue = timer(acme, "signOffOverdue");
        time.passTo(ledger.open(acme.id(), ClockLedger.SIGN_OFF, "oncd")
                .orElseThrow()
                .dueOn());

        var outcomes = AtOnce.<Object>run(List.of(
                completes("oncd.director", countersign, "\"accepted\":{\"value\":\"true\"}")::call, fires(overdue)));

        var signed = (LabApi.Answer) outcomes.get(0).value();
        // 422 when the second has passed before the signature arrives.
        assertThat(signed.status()).as(signed.body()).isIn(204, 404, 409, 422);
        boolean concurred = signed.status() == 204;
        assertThat(signOffs.silencesOf(acme.id()))
                .extracting(Silence::agency)
                .containsExactlyElementsOf(concurred ? List.of() : List.of("oncd"));
        assertThat(votes.ofApplication(acme.id()))
                .filteredOn(vote -> vote.agency().equals("oncd"))
                .singleElement()
                .matches(vote -> vote.isPosition() == concurred);
        time.runDueJobs();
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }

    @Test
    void aSignatureAfterItsDaysIsRefusedThoughNoTimerHasFired() {
        Case acme = cases.referred();
        staff.complete("oncd.reviewer", cases.task(acme, "draftVote", "oncd"), CONCUR);
        Task countersign = cases.task(acme, "countersignVote", "oncd");
        time.passTo(ledger.open(acme.id(), ClockLedger.SIGN_OFF, "oncd")
                .orElseThrow()
                .dueOn()
                .plusSeconds(60));

        assertThatThrownBy(() -> staff.complete("oncd.director", countersign, ACCEPT))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("The days of this agency are over; its silence is being recorded.");

        time.runDueJobs();
        assertThat(signOffs.silencesOf(acme.id())).extracting(Silence::agency).contains("oncd");
    }

    @Test
    void anAnswerIsNotConsideredAfterDay45ThoughNoTimerHasFired() {
        Case acme = cases.refused();
        cases.rebuts(acme, "The investigation is closed.");
        Task consider = cases.task(acme, AccessReview.CONSIDER_REBUTTAL);
        time.passTo(notices.latestOf(acme.id()).orElseThrow().finalOn().plusSeconds(60));

        assertThatThrownBy(() -> staff.complete(
                        "commerce.director", consider, Map.of("outcome", "reopen", "reasons", "It convinces us.")))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("The time to consider this answer is over; the denial is final.");

        time.runDueJobs();
        assertThat(cases.status(acme)).isEqualTo("denied");
    }

    @RepeatedTest(3)
    void aRebuttalAndTheLastSecondOfItsDaysHaveOneWinner() {
        Case acme = cases.refused();
        Job over = timer(acme, "rebuttalPeriodOver");
        time.passTo(notices.latestOf(acme.id()).orElseThrow().rebuttalBy().plusMillis(500));
        var outcomes =
                AtOnce.<Object>run(List.of(() -> cases.rebuts(acme, "The investigation is closed."), fires(over)));
        var rebutted = (LabApi.Answer) outcomes.get(0).value();
        assertThat(rebutted.status()).as(rebutted.body()).isIn(200, 409);
        boolean inTime = rebutted.status() == 200;
        assertThat(notices.latestOf(acme.id()).orElseThrow().rebuttal() != null).isEqualTo(inTime);
        assertThat(cases.openTasks(acme)).containsExactlyElementsOf(inTime ? List.of("considerRebuttal") : List.of());
    }

    @RepeatedTest(3)
    void anAnswerAndAWithdrawalAtTheSameMomentBothFindAnAnswer() {
        Case acme = cases.referred();
        String request = cases.asks(acme, "oncd", "Which logs do you keep?");
        var answers = AtOnce.<LabApi.Answer>run(
                List.of(() -> cases.answers(acme, request, "All of them."), () -> cases.withdraws(acme)));
        assertThat(answers.get(0).value().status()).isIn(200, 409);
        assertThat(answers.get(1).value().status()).isEqualTo(200);
        assertThat(cases.status(acme)).isEqualTo("withdrawn");
        assertThat(questions.get(request).isOpen()).isFalse();
    }

    @RepeatedTest(2)
    void somebodyStepsBackWhileCompleting() {
        Case acme = cases.referred();
        Task draft = cases.task(acme, "draftVote", "oncd");
        var answers = AtOnce.run(List.of(
                completes("oncd.reviewer", draft, "\"vote\":{\"value\":\"concur\"}"),
                completes(
                        "oncd.reviewer",
                        draft,
                        "\"recused\":{\"value\":true},\"reasons\":{\"value\":\"I used to work there.\"}")));
        assertThat(answers)
                .extracting(answer -> answer.value().status())
                .allMatch(status -> status == 204 || status == 403 || status == 404 || status == 409 || status == 422);
        List<Vote> drafted = votes.ofApplication(acme.id());
        assertThat(drafted.size()).isEqualTo(answers.get(0).value().status() == 204 ? 1 : 0);
        if (drafted.isEmpty()) {
            staff.complete("oncd.director", cases.task(acme, "draftVote", "oncd"), CONCUR);
        } else {
            staff.complete("oncd.director", cases.task(acme, "countersignVote", "oncd"), ACCEPT);
        }
    }

    @RepeatedTest(2)
    void oneTimerRunByTwoNodesRecordsSilenceOnce() {
        Case acme = cases.referred();
        cases.signs(acme, "ostp", CONCUR);
        cases.signs(acme, "commerce", CONCUR);
        Job overdue = timer(acme, "signOffOverdue");
        time.passTo(ledger.open(acme.id(), ClockLedger.SIGN_OFF, "oncd")
                .orElseThrow()
                .dueOn());
        AtOnce.run(List.of(fires(overdue), fires(overdue), fires(overdue)));
        time.runDueJobs();
        assertThat(signOffs.silencesOf(acme.id())).hasSize(1);
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
        assertThat(cases.timeline(acme)).containsOnlyOnce("silence-recorded");
    }

    /** The days of agencies asked at once end at once; several nodes run their timers side by side. */
    @RepeatedTest(2)
    void threeAgenciesFallSilentAtTheSameMoment() {
        Case acme = cases.referred();
        List<Job> timers = management.createJobQuery().activityId("signOffOverdue").list().stream()
                .filter(job -> cases.isOf(acme, job))
                .toList();
        assertThat(timers).hasSize(3);
        time.passTo(ledger.open(acme.id(), ClockLedger.SIGN_OFF, "commerce")
                .orElseThrow()
                .dueOn()
                .plusSeconds(60));
        AtOnce.run(timers.stream().map(this::fires).toList());
        time.runDueJobs(); // those that were overtaken are tried again
        assertThat(signOffs.silencesOf(acme.id())).hasSize(3);
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }
}
