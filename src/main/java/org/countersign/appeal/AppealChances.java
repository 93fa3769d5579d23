package org.countersign.appeal;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.countersign.application.Application;
import org.countersign.clock.ReviewClock;
import org.springframework.stereotype.Component;

/** What the applicant can appeal now, so that nobody is offered what {@link FileAppeal} would refuse. */
@Component
public class AppealChances {

    private final Appealable appealable;
    private final Appeals appeals;
    private final ReviewClock reviewClock;
    private final Clock clock;

    AppealChances(Appealable appealable, Appeals appeals, ReviewClock reviewClock, Clock clock) {
        this.appealable = appealable;
        this.appeals = appeals;
        this.reviewClock = reviewClock;
        this.clock = clock;
    }

    /** @param subject the condition, suspension or missed deadline; of a denial the application */
    public record Chance(AppealGround ground, String subject, Instant since, Instant until) {}

    /** None while an appeal is pending. */
    public List<Chance> of(Application application) {
        List<FiledAppeal> filed = appeals.of(application.id());
        if (filed.stream().anyMatch(FiledAppeal::isPending)) {
            return List.of();
        }
        Instant now = clock.instant();
        return Arrays.stream(AppealGround.values())
                .flatMap(ground -> appealable.in(application, ground).stream()
                        .filter(matter ->
                                filed.stream().noneMatch(appeal -> appeal.isAgainst(ground, matter.subject())))
                        .map(matter -> new Chance(
                                ground,
                                matter.subject(),
                                matter.since(),
                                reviewClock.dueAfter(matter.since(), "appeal-window"))))
                .filter(chance -> new AppealWindow(chance.until()).isOpenAt(now))
                .toList();
    }
}
