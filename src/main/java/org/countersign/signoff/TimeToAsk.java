package org.countersign.signoff;

import java.time.Clock;
import java.time.Duration;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.clock.ReviewClock;
import org.countersign.workflow.Completion;
import org.springframework.stereotype.Component;

/**
 * An agency says what is missing in the first days of its own clock (15 CFR 750.4(d)(1)), when the question
 * is drafted and when it is put: else one countersigned on the last day would buy the agency another month.
 */
@Component
class TimeToAsk {

    private final ClockLedger ledger;
    private final ReviewClock reviewClock;
    private final Clock clock;

    TimeToAsk(ClockLedger ledger, ReviewClock reviewClock, Clock clock) {
        this.ledger = ledger;
        this.reviewClock = reviewClock;
        this.clock = clock;
    }

    /** Refuses a question that comes too late. */
    void require(Completion completion, String agency, String field, String whatToDoInstead) {
        int days = reviewClock.days("question");
        ClockRun ours = ledger.open(completion.applicationId(), ClockLedger.SIGN_OFF, agency)
                .orElseThrow(() -> completion.refused("task", "The time of this sign-off is over."));
        if (ours.countedAt(clock.instant()).compareTo(Duration.ofDays(days)) > 0) {
            throw completion.refused(
                    field,
                    "Information can be asked for in the first %d days of an agency's clock; these have passed. %s"
                            .formatted(days, whatToDoInstead));
        }
    }
}
