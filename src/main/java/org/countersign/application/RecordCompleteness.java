package org.countersign.application;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ApplicantQuestion;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Reasons;

/** An intake officer refers an application to the agencies, asks the applicant, or returns it saying why. */
@ForProcesses
class RecordCompleteness implements TaskListener {

    private final Applications applications;
    private final AskApplicant askApplicant;
    private final CloseCase closeCase;
    private final Journal journal;

    RecordCompleteness(Applications applications, AskApplicant askApplicant, CloseCase closeCase, Journal journal) {
        this.applications = applications;
        this.askApplicant = askApplicant;
        this.closeCase = closeCase;
        this.journal = journal;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        completion.requireMember("intake");
        String outcome = completion.choice(AccessReview.OUTCOME, "refer", "ask", "return");
        Application application = applications.get(completion.applicationId());
        switch (outcome) {
            case "refer" ->
                journal.record(
                        completion.actor(),
                        "application-referred",
                        application.reference(),
                        Map.of("outcome", outcome, "note", completion.text("note")));
            case "ask" -> {
                Question question = askApplicant.ask(
                        application.id(),
                        ClockLedger.INTAKE,
                        ClockLedger.COMPLETENESS,
                        completion.actor(),
                        completion.requiredText("note", "Say what you ask the applicant."));
                completion.route(ApplicantQuestion.QUESTION_ID, question.id());
            }
            default -> {
                String note =
                        completion.requiredText("note", "Say what is missing, so that the applicant can mend it.");
                closeCase.close(
                        application.id(), ApplicationStatus.RETURNED, Reasons.forApplicant(note), completion.actor());
            }
        }
        completion.route(AccessReview.OUTCOME, outcome);
    }
}
