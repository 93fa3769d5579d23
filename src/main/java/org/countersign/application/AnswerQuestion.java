package org.countersign.application;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.journal.Journal;
import org.countersign.problem.Invalid;
import org.countersign.problem.WrongState;
import org.countersign.workflow.Cases;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes an answer of the applicant. It counts as long as the question is open, also in the very second of
 * the deadline: whichever of the two first gets hold of the question decides, and the other one finds it closed.
 */
@Component
public class AnswerQuestion {

    private final Applications applications;
    private final Questions questions;
    private final ClockLedger ledger;
    private final CaseStatus status;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    AnswerQuestion(
            Applications applications,
            Questions questions,
            ClockLedger ledger,
            CaseStatus status,
            Cases cases,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.questions = questions;
        this.ledger = ledger;
        this.status = status;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Question answer(
            Application application, String questionId, String text, List<String> attachments, String answeredBy) {
        applications.locked(application.id()); // the case before what is in it, as everybody does
        Question question = questions
                .find(questionId)
                .filter(found -> found.applicationId().equals(application.id()))
                .orElseThrow(() -> new Invalid("requestId", "There is no such request in this case."));
        if (!questions.close(questionId, Question.ANSWERED, clock.instant())) {
            throw new WrongState("This request is closed: it is "
                    + questions.get(questionId).state() + ". Nothing more can be answered to it.");
        }
        questions.add(questionId, new Question.Answer(text, attachments, answeredBy, clock.instant()));
        journal.record(
                answeredBy,
                "applicant-answered",
                application.reference(),
                Map.of(
                        "questionId",
                        questionId,
                        "asker",
                        question.asker(),
                        "answer",
                        text,
                        "attachments",
                        attachments));
        resumeClockOf(question, answeredBy);
        status.follow(application.id());
        cases.answered(questionId);
        return questions.get(questionId);
    }

    private void resumeClockOf(Question question, String answeredBy) {
        ledger.of(question.applicationId()).stream()
                .filter(run -> run.holder().equals(question.asker()) && run.isPaused())
                .map(ClockRun::clock)
                .forEach(name -> ledger.resume(
                        question.applicationId(), name, question.asker(), answeredBy, "The applicant answered"));
    }
}
