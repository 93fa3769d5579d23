package org.countersign.signoff;

import java.time.Clock;
import java.time.Duration;
import org.countersign.application.Questions;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.clock.ReviewClock;
import org.countersign.workflow.Completion;
import org.springframework.stereotype.Component;

/**
 * An agency says what is missing in the first days of its own clock (15 CFR 750.4(d)(1)), when the question
 * is drafted and when it is put: else one countersigned on the last day would buy the agency another month. And it
 * asks a few times only: each question stops its clock, so that without end there would be no deadline.
 */
@Component
class TimeToAsk {

    private final ClockLedger ledger;
    private final ReviewClock reviewClock;
    private final Questions questions;
    private final Clock clock;

    TimeToAsk(ClockLedger ledger, ReviewClock reviewClock, Questions questions, Clock clock) {
        this.ledger = ledger;
        this.reviewClock = reviewClock;
        this.questions = questions;
        this.clock = clock;
    }

    /** Refuses a question that comes too late, or one too many. */
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
        int most = reviewClock.days("questions");
        long asked = questions.of(completion.applicationId()).stream()
                .filter(question ->
                        question.asker().equals(agency) && !question.askedAt().isBefore(ours.startedAt()))
                .count();
        if (asked >= most) {
            throw completion.refused(
                    field,
                    "An agency can ask the applicant %d times; this one has. %s".formatted(most, whatToDoInstead));
        }
    }
}
