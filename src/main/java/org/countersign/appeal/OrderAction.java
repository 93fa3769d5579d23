package org.countersign.appeal;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.MissedDeadlines;
import org.countersign.journal.Journal;
import org.countersign.workflow.Appeal;
import org.countersign.workflow.Directors;
import org.countersign.workflow.ForProcesses;
import org.springframework.context.ApplicationEventPublisher;

/** A delay was found unjustified: the office that was late has to act within the days of the order. */
@ForProcesses
class OrderAction implements JavaDelegate {

    private final Applications applications;
    private final Appeals appeals;
    private final MissedDeadlines missed;
    private final ClockLedger ledger;
    private final Directors directors;
    private final ApplicationEventPublisher news;
    private final Journal journal;

    OrderAction(
            Applications applications,
            Appeals appeals,
            MissedDeadlines missed,
            ClockLedger ledger,
            Directors directors,
            ApplicationEventPublisher news,
            Journal journal) {
        this.applications = applications;
        this.appeals = appeals;
        this.missed = missed;
        this.ledger = ledger;
        this.directors = directors;
        this.news = news;
        this.journal = journal;
    }

    @Override
    public void execute(DelegateExecution execution) {
        FiledAppeal appeal = appeals.get((String) execution.getVariable(Appeal.APPEAL_ID));
        MissedDeadlines.MissedDeadline late = lateOffice(appeal, missed);
        boolean stillToBeDone =
                ledger.open(appeal.applicationId(), late.clock(), late.holder()).isPresent();
        journal.record(
                appeal.ruling().decidedBy(),
                "delay-found-unjustified",
                applications.get(appeal.applicationId()).reference(),
                Map.of("clock", late.clock(), "holder", late.holder(), "stillToBeDone", stillToBeDone));
        if (stillToBeDone) {
            ledger.start(
                    appeal.applicationId(),
                    ReviewOrder.CLOCK,
                    late.holder(),
                    appeal.ruling().decidedBy(),
                    "Ordered to act on appeal");
        }
        news.publishEvent(new DelayOrdered(appeal.applicationId(), appeal.id(), directors.emailsOf(late.holder())));
    }

    static MissedDeadlines.MissedDeadline lateOffice(FiledAppeal appeal, MissedDeadlines missed) {
        return missed.of(appeal.applicationId()).stream()
                .filter(deadline -> deadline.id().equals(appeal.subject()))
                .findFirst()
                .orElseThrow();
    }
}
