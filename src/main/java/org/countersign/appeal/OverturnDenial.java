package org.countersign.appeal;

import java.time.Clock;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.screening.Screenings;
import org.countersign.signoff.Positions;
import org.countersign.workflow.Appeal;
import org.countersign.workflow.ForProcesses;

/**
 * A denial is reversed before every agency was heard, so there is no consent and nothing to overrule: a confirmed match
 * counts no longer, and an agency that was asked before and does not concur is asked again.
 */
@ForProcesses
class OverturnDenial implements JavaDelegate {

    private final Appeals appeals;
    private final Applications applications;
    private final Screenings screenings;
    private final Positions positions;
    private final AskAgain askAgain;
    private final Journal journal;
    private final Clock clock;

    OverturnDenial(
            Appeals appeals,
            Applications applications,
            Screenings screenings,
            Positions positions,
            AskAgain askAgain,
            Journal journal,
            Clock clock) {
        this.appeals = appeals;
        this.applications = applications;
        this.screenings = screenings;
        this.positions = positions;
        this.askAgain = askAgain;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        FiledAppeal appeal = appeals.get((String) execution.getVariable(Appeal.APPEAL_ID));
        String by = appeal.ruling().decidedBy();
        int overturned = screenings.overturnMatchesOf(appeal.applicationId(), by, clock.instant());
        if (overturned > 0) {
            journal.record(
                    by,
                    "match-overturned",
                    applications.get(appeal.applicationId()).reference(),
                    Map.of("appealId", appeal.id(), "hits", overturned));
        }
        askAgain.agencies(
                appeal,
                "Denial overturned on appeal",
                positions.of(appeal.applicationId()).stream()
                        .filter(position -> !position.consents())
                        .map(Positions.Position::agency)
                        .toList());
    }
}
