package org.countersign.notification;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.application.Application;
import org.countersign.audit.Audits;
import org.countersign.audit.Evidence;
import org.countersign.audit.Proposal;
import org.countersign.audit.Proposals;
import org.countersign.clock.Days;
import org.countersign.clock.ReviewClock;
import org.countersign.finding.Finding;
import org.countersign.finding.Findings;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.springframework.stereotype.Component;

/** The words about audits: what is asked, what must be put right, what follows when it is not. */
@Component
class AuditLetters {

    static final Set<String> KINDS =
            Set.of("evidence-request", "audit-findings", "finding-overdue", "sanction-suspended");

    private final Licenses licenses;
    private final Audits audits;
    private final Evidence evidence;
    private final Findings findings;
    private final Proposals proposals;
    private final ReviewClock reviewClock;

    AuditLetters(
            Licenses licenses,
            Audits audits,
            Evidence evidence,
            Findings findings,
            Proposals proposals,
            ReviewClock reviewClock) {
        this.licenses = licenses;
        this.audits = audits;
        this.evidence = evidence;
        this.findings = findings;
        this.proposals = proposals;
        this.reviewClock = reviewClock;
    }

    String write(String kind, String what, Application application) {
        License license = licenses.ofApplication(application.id()).orElseThrow();
        return switch (kind) {
            case "evidence-request" ->
                """
                License %s from %s is being audited. The auditors ask:

                %s

                The lab sends evidence through its API as long as the audit is open."""
                        .formatted(license.id(), what, requests(license));
            case "audit-findings" ->
                """
                The audit of license %s from %s has shown what must be put right:

                %s

                An auditor who did not raise a finding looks whether it is, and closes it."""
                        .formatted(license.id(), what, open(license));
            case "finding-overdue" ->
                """
                What must be put right about license %s from %s is not closed, and its date has come:

                %s

                Where the risk is high or severe, the agencies that signed are asked whether the license is to be \
                suspended or revoked."""
                        .formatted(license.id(), what, open(license));
            case "sanction-suspended" -> suspended(what, license);
            default -> throw new IllegalStateException("There is no notice of the kind " + kind);
        };
    }

    private String requests(License license) {
        return audits.of(license.id()).stream()
                .filter(Audits.Audit::isOpen)
                .flatMap(audit -> evidence.requestsOf(audit.id()).stream())
                .map(request -> "%s%nBy %s.".formatted(request.question(), Days.day(request.dueOn())))
                .collect(Collectors.joining("\n\n"));
    }

    private String open(License license) {
        return findings.of(license.id()).stream()
                .filter(Finding::open)
                .map(finding -> "- %s (by %s)".formatted(finding.text(), Days.day(finding.dueOn())))
                .collect(Collectors.joining("\n"));
    }

    private String suspended(String what, License license) {
        List<Proposal> suspending = proposals.of(license.id()).stream()
                .filter(proposal -> proposal.decision() != null
                        && proposal.decision().outcome().equals(Proposal.SUSPEND))
                .toList();
        Proposal last = suspending.get(suspending.size() - 1);
        return """
                License %s from %s is suspended, because %s. The reasons:

                %s

                What it rests on:

                %s

                You were told before what had to be put right and by when (5 USC 558(c)). The suspension ends when that is \
                done. Until then the release may not be used.

                You can appeal within %d days. People who took no part in the case decide the appeal."""
                .formatted(
                        license.id(),
                        what,
                        last.groundInWords(),
                        last.decision().reasons().applicant(),
                        last.evidence(),
                        reviewClock.days("appeal-window"));
    }
}
