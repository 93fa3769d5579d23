package org.countersign.appeal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Until when something can be appealed. Both moments are compared in whole seconds, so that an appeal which
 * arrives in the very second in which the time ends is in time: the doubt is the applicant's.
 */
record AppealWindow(Instant end) {

    boolean isOpenAt(Instant moment) {
        return !moment.truncatedTo(ChronoUnit.SECONDS).isAfter(end.truncatedTo(ChronoUnit.SECONDS));
    }
}
