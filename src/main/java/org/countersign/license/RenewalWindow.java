package org.countersign.license;

import java.time.Duration;
import java.util.Date;
import org.countersign.clock.ReviewClock;
import org.countersign.workflow.ForProcesses;

/** From when on the lab is reminded to renew a license, so that it lives on until that is decided. */
@ForProcesses
public class RenewalWindow {

    private final Licenses licenses;
    private final ReviewClock reviewClock;

    RenewalWindow(Licenses licenses, ReviewClock reviewClock) {
        this.licenses = licenses;
        this.reviewClock = reviewClock;
    }

    /** For the diagram. */
    public Date opensOn(String licenseId) {
        return Date.from(
                licenses.get(licenseId).expiresOn().minus(Duration.ofDays(reviewClock.days("renewal-window"))));
    }
}
