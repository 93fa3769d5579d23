package org.countersign.screening;

import java.time.Clock;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.ForProcesses;

/** Screens everybody behind an application once. When nobody can be screened the case waits; it never passes. */
@ForProcesses
class ScreenParties implements JavaDelegate {

    private final Applications applications;
    private final Screener screener;
    private final Screenings screenings;
    private final Journal journal;
    private final Clock clock;

    ScreenParties(Applications applications, Screener screener, Screenings screenings, Journal journal, Clock clock) {
        this.applications = applications;
        this.screener = screener;
        this.screenings = screenings;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Application application = applications.get((String) execution.getVariable(AccessReview.APPLICATION_ID));
        String result = screenings.answerFor(application.id()).orElseGet(() -> screen(application));
        execution.setVariable(AccessReview.SCREENING_RESULT, result);
    }

    private String screen(Application application) {
        List<Party> parties = Parties.of(application);
        Screening screening = Screening.of(application.id(), parties, screener.screen(parties), clock.instant());
        boolean waits = screening.result().equals(Screenings.UNAVAILABLE);
        if (screenings.add(screening)) {
            // That a case has to wait is recorded once, however often it looks again.
            journal.record(
                    "system",
                    waits ? "screening-unavailable" : "parties-screened",
                    application.reference(),
                    screening.summary());
        }
        return screening.result();
    }
}
