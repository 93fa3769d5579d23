package org.countersign.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Applications;
import org.countersign.audit.Audits.Audit;
import org.countersign.finding.Finding;
import org.countersign.finding.Findings;
import org.countersign.journal.Journal;
import org.countersign.signoff.SignOff;
import org.countersign.signoff.SignOffs;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.LicenseMonitoring;
import org.countersign.workflow.SanctionProposal;

/** Puts on record what speaks against a license, and finds out whose directors decide: those of the agencies that signed. */
@ForProcesses
class OpenProposal implements JavaDelegate {

    private final Applications applications;
    private final SignOffs signOffs;
    private final Audits audits;
    private final Findings findings;
    private final UsageArrears arrears;
    private final Proposals proposals;
    private final Journal journal;
    private final Clock clock;

    OpenProposal(
            Applications applications,
            SignOffs signOffs,
            Audits audits,
            Findings findings,
            UsageArrears arrears,
            Proposals proposals,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.signOffs = signOffs;
        this.audits = audits;
        this.findings = findings;
        this.arrears = arrears;
        this.proposals = proposals;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String applicationId = (String) execution.getVariable(AccessReview.APPLICATION_ID);
        applications.locked(applicationId);
        String licenseId = (String) execution.getVariable(LicenseMonitoring.LICENSE_ID);
        String ground = (String) execution.getVariable(SanctionProposal.SANCTION_GROUND);
        String id = UUID.randomUUID().toString();
        String evidence = evidence(licenseId, ground);
        proposals.add(id, licenseId, ground, evidence, clock.instant());
        execution.setVariable(SanctionProposal.PROPOSAL_ID, id);
        execution.setVariable(
                SanctionProposal.DIRECTORS,
                signOffs.current(applicationId).stream()
                        .map(SignOff::agency)
                        .map(AgencySignOff::directorsOf)
                        .collect(Collectors.joining(",")));
        journal.record(
                "system",
                "sanction-proposed",
                execution.getProcessBusinessKey(),
                Map.of("proposalId", id, "licenseId", licenseId, "ground", ground, "evidence", evidence));
    }

    private String evidence(String licenseId, String ground) {
        return switch (ground) {
            case Proposal.AUDIT -> failedAudit(licenseId);
            case Proposal.FINDING_OVERDUE -> overdueFindings(licenseId);
            default -> arrears.inWords(licenseId);
        };
    }

    private String failedAudit(String licenseId) {
        List<Audit> failed = audits.of(licenseId).stream()
                .filter(audit -> !audit.isOpen() && Audit.FAILED.equals(audit.result()))
                .toList();
        Audit last = failed.get(failed.size() - 1);
        return "Failed in the audit of %s:%n%s".formatted(day(last.auditedAt()), last.findings());
    }

    private String overdueFindings(String licenseId) {
        return findings.of(licenseId).stream()
                .filter(finding -> finding.open() && !clock.instant().isBefore(finding.dueOn()))
                .map(OpenProposal::overdue)
                .collect(Collectors.joining("\n"));
    }

    private static String overdue(Finding finding) {
        return "To be put right by %s, and not closed: %s".formatted(day(finding.dueOn()), finding.text());
    }

    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
