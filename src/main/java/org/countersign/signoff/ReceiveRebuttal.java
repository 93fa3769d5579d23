package org.countersign.signoff;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.countersign.application.Application;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.problem.WrongState;
import org.countersign.workflow.Cases;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The applicant answers a notice of denial: once, while the time for it runs. */
@Component
public class ReceiveRebuttal {

    private final Applications applications;
    private final DenialNotices notices;
    private final ClockLedger ledger;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    ReceiveRebuttal(
            Applications applications,
            DenialNotices notices,
            ClockLedger ledger,
            Cases cases,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.notices = notices;
        this.ledger = ledger;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public DenialNotice receive(Application application, String text, List<String> evidence, String receivedFrom) {
        ApplicationStatus now = applications.locked(application.id()).status();
        if (now != ApplicationStatus.INTENT_TO_DENY) {
            throw new WrongState(
                    "This application is %s; there is no notice of denial to answer.".formatted(now.key()));
        }
        DenialNotice notice = notices.latestOf(application.id()).orElseThrow();
        if (notice.rebuttal() != null) {
            throw new WrongState("This notice has been answered already.");
        }
        if (ledger.open(application.id(), GiveNotice.REBUTTAL, ClockLedger.APPLICANT)
                .isEmpty()) {
            throw new WrongState("The time for an answer ended on "
                    + LocalDate.ofInstant(notice.rebuttalBy(), ZoneOffset.UTC) + ".");
        }
        var rebuttal = new DenialNotice.Rebuttal(text, evidence, receivedFrom, clock.instant());
        notices.add(notice, rebuttal);
        journal.record(receivedFrom, "rebuttal-received", application.reference(), rebuttal);
        ledger.stop(application.id(), GiveNotice.REBUTTAL, ClockLedger.APPLICANT, receivedFrom, "Answered");
        cases.rebutted(application.reference());
        return notices.latestOf(application.id()).orElseThrow();
    }
}
