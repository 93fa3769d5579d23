package org.countersign.appeal;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.signoff.Positions;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Appeal;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Reasons;

/** The appeals office rules on an appeal. Whoever has done anything in the case before does not. */
@ForProcesses
class RecordAppealDecision implements TaskListener {

    private final Applications applications;
    private final Appeals appeals;
    private final Positions positions;
    private final ClockLedger ledger;
    private final Journal journal;
    private final Clock clock;

    RecordAppealDecision(
            Applications applications,
            Appeals appeals,
            Positions positions,
            ClockLedger ledger,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.appeals = appeals;
        this.positions = positions;
        this.ledger = ledger;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        completion.requireMember(Appeal.APPEALS);
        FiledAppeal appeal = appeals.get((String) completion.variable(Appeal.APPEAL_ID));
        String reference = applications.get(appeal.applicationId()).reference();
        if (journal.about(reference).stream().anyMatch(entry -> entry.actor().equals(completion.actor()))) {
            throw completion.refused(
                    "task", "You have taken part in this case; somebody who has not must decide the appeal.");
        }
        String outcome =
                completion.choice(AccessReview.OUTCOME, FiledAppeal.UPHELD, FiledAppeal.REVERSED, FiledAppeal.REMANDED);
        Reasons reasons = Reasons.of(completion, "Give your reasons; the applicant will read them.");
        String agency = outcome.equals(FiledAppeal.REMANDED) ? remandedTo(completion, appeal) : null;
        var ruling = new FiledAppeal.Ruling(outcome, agency, reasons, completion.actor(), clock.instant());
        appeals.add(appeal.id(), ruling);
        journal.record(
                completion.actor(),
                "appeal-decided",
                reference,
                Map.of(
                        "appealId",
                        appeal.id(),
                        "ground",
                        appeal.ground().key(),
                        "outcome",
                        outcome,
                        "agency",
                        agency == null ? "" : agency,
                        "reasons",
                        reasons));
        ledger.stop(appeal.applicationId(), Appeal.KEY, Appeal.APPEALS, completion.actor(), "Decided: " + outcome);
        completion.route(Appeal.APPEAL_OUTCOME, outcome);
        if (agency != null) {
            completion.route(AgencySignOff.AGENCY, agency);
        }
    }

    private String remandedTo(Completion completion, FiledAppeal appeal) {
        if (appeal.ground() != AppealGround.DENIAL) {
            throw completion.refused(AccessReview.OUTCOME, "Only a denial can be remanded.");
        }
        List<String> asked = positions.of(appeal.applicationId()).stream()
                .map(Positions.Position::agency)
                .toList();
        if (asked.isEmpty()) {
            throw completion.refused(
                    AccessReview.OUTCOME, "No agency has looked at this case, so it cannot be remanded to one.");
        }
        String named = completion.text(AgencySignOff.AGENCY);
        if (named.isEmpty()) {
            List<Positions.Position> objecting = positions.objectionsTo(appeal.applicationId());
            if (objecting.size() == 1) {
                return objecting.get(0).agency();
            }
        }
        if (!asked.contains(named)) {
            throw completion.refused(
                    AgencySignOff.AGENCY,
                    "Name the agency that signs off again, one of: " + String.join(", ", asked) + ".");
        }
        return named;
    }
}
