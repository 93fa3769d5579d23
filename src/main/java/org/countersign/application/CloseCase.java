package org.countersign.application;

import java.time.Clock;
import java.util.Map;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.workflow.Reasons;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Ends a case: its decision, its clocks and its open questions, together. */
@Component
public class CloseCase {

    private final Applications applications;
    private final Questions questions;
    private final ClockLedger ledger;
    private final Renewals renewals;
    private final Journal journal;
    private final Clock clock;

    CloseCase(
            Applications applications,
            Questions questions,
            ClockLedger ledger,
            Renewals renewals,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.questions = questions;
        this.ledger = ledger;
        this.renewals = renewals;
        this.journal = journal;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void close(String applicationId, ApplicationStatus outcome, Reasons reasons, String decidedBy) {
        applications.decide(Decision.of(applicationId, outcome, reasons, decidedBy, clock.instant()), outcome);
        settle(applicationId, outcome, reasons, decidedBy);
    }

    /** Decides what was denied anew, on appeal. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void closeAgain(String applicationId, ApplicationStatus outcome, Reasons reasons, String decidedBy) {
        applications.decideAgain(Decision.of(applicationId, outcome, reasons, decidedBy, clock.instant()), outcome);
        settle(applicationId, outcome, reasons, decidedBy);
    }

    private void settle(String applicationId, ApplicationStatus outcome, Reasons reasons, String decidedBy) {
        Application application = applications.get(applicationId);
        journal.record(
                decidedBy,
                "application-" + outcome.key(),
                application.reference(),
                Map.of("outcome", outcome.key(), "reasons", reasons));
        questions.drop(applicationId, clock.instant());
        ledger.stopAll(applicationId, decidedBy, outcome.label());
        renewals.end(application, outcome);
    }
}
