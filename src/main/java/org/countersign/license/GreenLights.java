package org.countersign.license;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.countersign.release.Release;
import org.countersign.release.Releases;
import org.springframework.stereotype.Component;

/** Whether a customer may use a release at this moment, read from the rows of this moment. */
@Component
class GreenLights {

    private final Releases releases;
    private final Licenses licenses;
    private final Clock clock;

    GreenLights(Releases releases, Licenses licenses, Clock clock) {
        this.releases = releases;
        this.licenses = licenses;
        this.clock = clock;
    }

    /** @param foreignPerson whether the users asked about are foreign persons; empty: all the license covers */
    GreenLight check(String labId, String releaseId, String customerId, Optional<Boolean> foreignPerson) {
        Instant now = clock.instant();
        Optional<Release> release = releases.find(labId, releaseId);
        if (release.isEmpty()) {
            return red(releaseId, customerId, "unknown-release", now);
        }
        if (release.get().isExempt()) {
            return new GreenLight(true, releaseId, customerId, null, null, List.of(), null, "exempt-release", now);
        }
        List<License> held = licenses.of(labId, releaseId, customerId);
        List<License> inForce =
                held.stream().filter(license -> license.isInForce(now)).toList();
        if (inForce.isEmpty()) {
            return red(releaseId, customerId, whyNot(held), now);
        }
        boolean foreign = foreignPerson.orElse(false);
        return inForce.stream()
                .filter(license -> !foreign || license.foreignPersons())
                .findFirst()
                .map(license -> green(license, now))
                .orElseGet(() -> red(releaseId, customerId, "foreign-persons-not-covered", now));
    }

    private static GreenLight green(License license, Instant now) {
        return new GreenLight(
                true,
                license.releaseId(),
                license.customerId(),
                license.id(),
                license.expiresOn(),
                license.conditionsInForce(),
                new GreenLight.LicensedPopulation(license.foreignPersons()),
                "licensed",
                now);
    }

    private static GreenLight red(String releaseId, String customerId, String reason, Instant now) {
        return new GreenLight(false, releaseId, customerId, null, null, List.of(), null, reason, now);
    }

    /** The newest license tells why there is none in force. */
    private static String whyNot(List<License> held) {
        if (held.isEmpty()) {
            return "no-license";
        }
        String status = held.get(0).status();
        return "license-" + (status.equals(License.ISSUED) ? "expired" : status);
    }
}
