package org.countersign.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.finding.Finding;
import org.countersign.finding.Findings;
import org.countersign.journal.Journal;
import org.countersign.license.Licenses;
import org.countersign.license.Revocations;
import org.countersign.signoff.SignOff;
import org.countersign.signoff.SignOffs;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Reasons;
import org.countersign.workflow.SanctionProposal;

/** A director of an agency that signed suspends a license, opens its revocation, or leaves it as it is. */
@ForProcesses
class RecordSanctionDecision implements TaskListener {

    private final Applications applications;
    private final Licenses licenses;
    private final Revocations revocations;
    private final SignOffs signOffs;
    private final Findings findings;
    private final Proposals proposals;
    private final Journal journal;
    private final Clock clock;

    RecordSanctionDecision(
            Applications applications,
            Licenses licenses,
            Revocations revocations,
            SignOffs signOffs,
            Findings findings,
            Proposals proposals,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.revocations = revocations;
        this.signOffs = signOffs;
        this.findings = findings;
        this.proposals = proposals;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        String agency = agencyOf(completion);
        Proposal proposal = proposals.get((String) completion.variable(SanctionProposal.PROPOSAL_ID));
        Instant now = clock.instant();
        if (!licenses.get(proposal.licenseId()).isAlive(now)) {
            throw completion.refused("task", "The license has come to its end; there is nothing left to take away.");
        }
        String outcome = completion.choice("outcome", Proposal.SUSPEND, Proposal.REVOKE, Proposal.LEAVE);
        Reasons reasons = Reasons.of(completion, "Give your reasons; the applicant will read them.");
        if (outcome.equals(Proposal.REVOKE)
                && revocations.openOver(proposal.licenseId()).isPresent()) {
            throw completion.refused("outcome", "The revocation of this license is open already.");
        }
        if (outcome.equals(Proposal.SUSPEND) && !isToBePutRight(proposal)) {
            throw completion.refused("outcome", "Every finding is closed by now; nothing would end the suspension.");
        }
        proposals.add(proposal.id(), new Proposal.Decision(outcome, reasons, agency, completion.actor(), now));
        journal.record(
                completion.actor(),
                "sanction-decided",
                applications.get(completion.applicationId()).reference(),
                Map.of(
                        "proposalId",
                        proposal.id(),
                        "licenseId",
                        proposal.licenseId(),
                        "ground",
                        proposal.ground(),
                        "agency",
                        agency,
                        "outcome",
                        outcome,
                        "reasons",
                        reasons));
        completion.route(SanctionProposal.SANCTION, outcome);
    }

    /** Of several agencies that somebody directs, the one they have acted for in this case. */
    private String agencyOf(Completion completion) {
        String applicationId = completion.applicationId();
        List<String> directed = signOffs.current(applicationId).stream()
                .map(SignOff::agency)
                .filter(signed -> completion.groups().contains(AgencySignOff.directorsOf(signed)))
                .toList();
        if (directed.isEmpty()) {
            throw completion.refused("task", "Only a director of an agency that signed this case can decide this.");
        }
        String agency = directed.stream()
                .filter(signed -> completion.mayActFor(signed, applicationId))
                .findFirst()
                .orElse(directed.get(0));
        completion.actFor(agency, applicationId);
        return agency;
    }

    private boolean isToBePutRight(Proposal proposal) {
        return proposal.ground().equals(Proposal.USAGE_REPORTS)
                || findings.of(proposal.licenseId()).stream().anyMatch(Finding::open);
    }
}
