package org.countersign.appeal;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.countersign.application.Application;
import org.springframework.stereotype.Component;

/** What the applicant can appeal now, so that nobody is offered what {@link FileAppeal} would refuse. */
@Component
public class AppealChances {

    private final Appealable appealable;
    private final Appeals appeals;
    private final AppealWindows windows;
    private final Clock clock;

    AppealChances(Appealable appealable, Appeals appeals, AppealWindows windows, Clock clock) {
        this.appealable = appealable;
        this.appeals = appeals;
        this.windows = windows;
        this.clock = clock;
    }

    /** @param subject the condition, suspension or missed deadline; of a denial the application, and its round from the second on */
    public record Chance(AppealGround ground, String subject, Instant since, Instant until) {}

    /**
     * Until when something can be appealed that has not been appealed. Empty while an appeal of the case is pending:
     * its days do not run.
     *
     * @param filed the appeals of the case
     */
    public Optional<Instant> until(Instant since, List<FiledAppeal> filed) {
        return Optional.ofNullable(windows.of(since, filed).end());
    }

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
                                windows.of(matter.since(), filed).end())))
                .filter(chance -> new AppealWindow(chance.until()).isOpenAt(now))
                .toList();
    }
}
