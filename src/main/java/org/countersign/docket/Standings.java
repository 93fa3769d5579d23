package org.countersign.docket;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.countersign.application.Application;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.directive.Hits;
import org.countersign.license.License;
import org.countersign.license.Revocation;
import org.countersign.license.Revocations;
import org.countersign.license.Suspensions;
import org.springframework.stereotype.Component;

/** What has become of a license since the case was decided: approved is not the last word of it. */
@Component
class Standings {

    private final Suspensions suspensions;
    private final Revocations revocations;
    private final Hits hits;
    private final Applications applications;
    private final Clock clock;

    Standings(Suspensions suspensions, Revocations revocations, Hits hits, Applications applications, Clock clock) {
        this.suspensions = suspensions;
        this.revocations = revocations;
        this.hits = hits;
        this.applications = applications;
        this.clock = clock;
    }

    /**
     * How a license stands.
     *
     * @param label none when it is simply in force
     * @param tone stop: red for all its users; wait: for some, or soon
     * @param since null where its end has no date of its own
     * @param renewal the newest application that renews it, or null
     */
    record Standing(
            String label, String tone, Instant since, List<Hits.InTheWay> directives, String renewal, boolean renewed) {

        public boolean isPlain() {
            return label == null;
        }
    }

    Standing of(License license) {
        Instant now = clock.instant();
        Optional<Application> renewal = applications.renewalOf(license.id());
        boolean alive = license.isAlive(now);
        List<Hits.InTheWay> directives = alive ? hits.inTheWayOf(license.id(), now) : List.of();
        boolean renewed = license.status().equals(License.EXPIRED)
                && renewal.filter(Standings::isApproved).isPresent();
        Word word = alive ? whileAlive(license, directives) : afterItsEnd(license, renewed);
        return new Standing(
                word.label,
                word.tone,
                word.since,
                directives,
                renewal.map(Application::reference).orElse(null),
                renewed);
    }

    private record Word(String label, String tone, Instant since) {}

    private Word afterItsEnd(License license, boolean renewed) {
        return switch (license.status()) {
            case License.REVOKED -> new Word("License revoked", "stop", revokedAt(license));
            case License.SURRENDERED -> new Word("License surrendered", "stop", null);
            default ->
                renewed
                        ? new Word("License renewed", "work", null)
                        : new Word("License expired", "stop", license.expiresOn());
        };
    }

    private Word whileAlive(License license, List<Hits.InTheWay> directives) {
        Optional<Suspensions.Suspension> suspended =
                suspensions.inForceFor(license.applicationId()).stream().findFirst();
        if (suspended.isPresent()) {
            return new Word("License suspended", "stop", suspended.get().suspendedAt());
        }
        Optional<Hits.InTheWay> forAll =
                directives.stream().filter(one -> !one.foreignOnly()).findFirst();
        if (forAll.isPresent()) {
            return new Word("Cut off by a directive", "stop", forAll.get().darkAt());
        }
        if (!directives.isEmpty()) {
            return new Word(
                    "Cut off for foreign persons", "wait", directives.get(0).darkAt());
        }
        return revocations
                .openOver(license.id())
                .map(open -> new Word("License to be revoked", "wait", open.openedAt()))
                .orElse(new Word(null, "go", null));
    }

    private Instant revokedAt(License license) {
        return revocations.of(license.id()).stream()
                .map(Revocation::decision)
                .filter(decision -> decision != null)
                .map(Revocation.Decision::decidedAt)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private static boolean isApproved(Application renewal) {
        return renewal.status() == ApplicationStatus.APPROVED
                || renewal.status() == ApplicationStatus.APPROVED_WITH_CONDITIONS;
    }
}
