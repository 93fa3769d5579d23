package org.countersign.license;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.problem.WrongState;
import org.countersign.workflow.Cases;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The lab or its customer answers the notice of a revocation: once, while the time for it runs. */
@Component
public class ReceiveCompliance {

    private final Applications applications;
    private final Revocations revocations;
    private final ClockLedger ledger;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    ReceiveCompliance(
            Applications applications,
            Revocations revocations,
            ClockLedger ledger,
            Cases cases,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.revocations = revocations;
        this.ledger = ledger;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Revocation receive(License license, String text, List<String> evidence, String receivedFrom) {
        Application application = applications.locked(license.applicationId());
        Revocation revocation = revocations
                .openOver(license.id())
                .orElseThrow(
                        () -> new WrongState("No revocation of this license is open; there is nothing to answer."));
        if (revocation.answer() != null) {
            throw new WrongState("This revocation has been answered already.");
        }
        if (!revocation.takesAnswerAt(clock.instant())) {
            throw new WrongState(
                    "The time to comply ended on " + LocalDate.ofInstant(revocation.complyBy(), ZoneOffset.UTC) + ".");
        }
        var answer = new Revocation.Answer(text, evidence, receivedFrom, clock.instant());
        revocations.add(revocation.id(), answer);
        journal.record(
                receivedFrom,
                "compliance-answered",
                application.reference(),
                Map.of("revocationId", revocation.id(), "licenseId", license.id(), "answer", answer));
        if (!revocation.isAtOnce()) {
            ledger.stop(application.id(), OpenRevocation.COMPLIANCE, ClockLedger.APPLICANT, receivedFrom, "Answered");
            cases.complianceReceived(revocation.id());
        }
        return revocations.get(revocation.id());
    }
}
