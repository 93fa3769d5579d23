package org.countersign.appeal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Until when something can be appealed. Both moments are compared in whole seconds, so that an appeal which
 * arrives in the very second in which the time ends is in time: the doubt is the applicant's.
 *
 * @param end null while its days do not run, because another appeal of the case is pending
 */
record AppealWindow(Instant end) {

    static final AppealWindow STANDING_STILL = new AppealWindow(null);

    boolean isOpenAt(Instant moment) {
        return standsStill() || !moment.truncatedTo(ChronoUnit.SECONDS).isAfter(end.truncatedTo(ChronoUnit.SECONDS));
    }

    boolean standsStill() {
        return end == null;
    }

    /** Open until then, or as long as it was. */
    AppealWindow orUntil(Instant moment) {
        return moment.isAfter(end) ? new AppealWindow(moment) : this;
    }
}
