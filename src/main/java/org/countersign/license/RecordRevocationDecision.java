package org.countersign.license;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.signoff.CommerceDecisions;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseRevocation;
import org.countersign.workflow.Reasons;

/** A director of Commerce revokes a license or keeps it. Never the person who opened the revocation. */
@ForProcesses
class RecordRevocationDecision implements TaskListener {

    private final Applications applications;
    private final Licenses licenses;
    private final Revocations revocations;
    private final ClockLedger ledger;
    private final Journal journal;
    private final Clock clock;

    RecordRevocationDecision(
            Applications applications,
            Licenses licenses,
            Revocations revocations,
            ClockLedger ledger,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.revocations = revocations;
        this.ledger = ledger;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        completion.requireMember(AgencySignOff.directorsOf(CommerceDecisions.COMMERCE));
        Revocation revocation = revocations.get((String) completion.variable(LicenseRevocation.REVOCATION_ID));
        if (revocation.openedBy().equals(completion.actor())) {
            throw completion.refused("task", "You opened this revocation; another director must decide it.");
        }
        Instant now = clock.instant();
        if (!revocation.isRipeAt(now)) {
            throw completion.refused("task", "The time to comply is not over yet.");
        }
        if (!licenses.get(revocation.licenseId()).isAlive(now)) {
            throw completion.refused("task", "The license has come to its end; there is nothing left to revoke.");
        }
        var decision = new Revocation.Decision(
                completion.choice("outcome", Revocation.REVOKE, Revocation.KEEP),
                false,
                Reasons.of(completion, "Give your reasons; the applicant will read them."),
                completion.actor(),
                now);
        revocations.add(revocation, decision);
        journal.record(
                completion.actor(),
                "revocation-decided",
                applications.get(completion.applicationId()).reference(),
                Map.of(
                        "revocationId", revocation.id(),
                        "licenseId", revocation.licenseId(),
                        "outcome", decision.outcome(),
                        "reasons", decision.reasons()));
        ledger.stop(
                completion.applicationId(),
                CloseRevocation.CLOCK,
                CommerceDecisions.COMMERCE,
                completion.actor(),
                "Decided: " + decision.outcome());
        completion.route(LicenseRevocation.REVOCATION_OUTCOME, decision.outcome());
    }
}
