package org.countersign.appeal;

import java.time.Instant;
import java.util.List;
import org.countersign.clock.Allowance;
import org.countersign.clock.ReviewClock;
import org.springframework.stereotype.Component;

/**
 * Until when a matter can be appealed. One appeal of a case is decided at a time, so the days of what else can be
 * appealed do not run meanwhile: they begin anew when an appeal that was filed within them is decided.
 */
@Component
class AppealWindows {

    private static final String STEP = "appeal-window";

    private final ReviewClock reviewClock;

    AppealWindows(ReviewClock reviewClock) {
        this.reviewClock = reviewClock;
    }

    /** @param others the appeals of the case against other matters, in the order of their filing */
    AppealWindow of(Instant since, List<FiledAppeal> others) {
        Allowance days = reviewClock.allowance(STEP);
        var window = new AppealWindow(days.after(since));
        for (FiledAppeal other : others) {
            if (window.isOpenAt(other.filedAt())) {
                if (other.isPending()) {
                    return AppealWindow.STANDING_STILL;
                }
                window = window.orUntil(days.after(other.ruling().decidedAt()));
            }
        }
        return window;
    }
}
