package org.countersign.application;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.workflow.ApplicantQuestion;
import org.countersign.workflow.ForProcesses;

/** The time for an answer is over. */
@ForProcesses
class CloseQuestion implements JavaDelegate {

    private final Applications applications;
    private final Questions questions;
    private final Journal journal;
    private final Clock clock;

    CloseQuestion(Applications applications, Questions questions, Journal journal, Clock clock) {
        this.applications = applications;
        this.questions = questions;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Question question = questions.get((String) execution.getVariable(ApplicantQuestion.QUESTION_ID));
        applications.locked(question.applicationId()); // the case before what is in it, as everybody does
        execution.setVariable(ApplicantQuestion.ANSWERED, false);
        if (questions.close(question.id(), Question.UNANSWERED, clock.instant())) {
            journal.record(
                    "system",
                    "question-unanswered",
                    execution.getProcessBusinessKey(),
                    Map.of("questionId", question.id(), "asker", question.asker()));
        }
    }
}
