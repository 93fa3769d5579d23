package org.countersign.docket;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.countersign.application.Application;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.clock.ReviewClock;
import org.springframework.stereotype.Component;

/** The days of a whole case: how many are counted, and when it has to be decided. */
@Component
class CaseDays {

    private final ReviewClock reviewClock;
    private final Clock clock;

    CaseDays(ReviewClock reviewClock, Clock clock) {
        this.reviewClock = reviewClock;
        this.clock = clock;
    }

    record Counted(
            long days, int limit, int target, Instant filedOn, Instant targetOn, Instant decideBy, boolean paused) {}

    Counted of(Application application, List<ClockRun> runs) {
        List<ClockRun> whole = runs.stream()
                .filter(run -> run.clock().equals(ClockLedger.CASE))
                .toList();
        Optional<ClockRun> last = whole.stream().reduce((earlier, later) -> later);
        Instant now = clock.instant();
        return new Counted(
                whole.stream().mapToLong(run -> run.countedAt(now).toDays()).sum(),
                last.map(run -> run.allowance().days()).orElseGet(() -> reviewClock.days(ClockLedger.CASE)),
                (int) Duration.between(application.receivedAt(), application.targetOn())
                        .toDays(),
                application.receivedAt(),
                application.targetOn(),
                last.map(ClockRun::dueOn).orElse(application.decideBy()),
                last.filter(ClockRun::isPaused).isPresent());
    }
}
