package org.countersign.notification;

import java.time.Instant;
import java.util.Set;
import org.countersign.application.Application;
import org.countersign.clock.Days;
import org.countersign.clock.ReviewClock;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.usage.MissingReports;
import org.springframework.stereotype.Component;

/** The words about what a license asks for while it lives: usage reports, renewal. */
@Component
class MonitoringLetters {

    static final Set<String> KINDS = Set.of(
            "renewal-window",
            "usage-reminder",
            "usage-warning",
            "usage-suspension",
            "usage-proposal",
            "usage-caught-up");

    private final Licenses licenses;
    private final MissingReports missingReports;
    private final ReviewClock reviewClock;

    MonitoringLetters(Licenses licenses, MissingReports missingReports, ReviewClock reviewClock) {
        this.licenses = licenses;
        this.missingReports = missingReports;
        this.reviewClock = reviewClock;
    }

    String write(String kind, String what, Application application) {
        License license = licenses.ofApplication(application.id()).orElseThrow();
        return switch (kind) {
            case "renewal-window" ->
                """
                License %s from %s ends on %s. An application that names it as the license it renews, filed before \
                that day, keeps it alive until it is decided."""
                        .formatted(license.id(), what, Days.day(license.expiresOn()));
            case "usage-reminder" ->
                """
                A usage report of license %s from %s is missing. %s

                Please report. The license will be suspended on %s if it is still missing then."""
                        .formatted(license.id(), what, missing(license), Days.day(suspensionOf(license)));
            case "usage-warning" ->
                """
                We intend to suspend license %s from %s on %s. %s

                Reporting what is missing until then prevents it (5 USC 558(c): notice, and a chance to comply)."""
                        .formatted(license.id(), what, Days.day(suspensionOf(license)), missing(license));
            case "usage-suspension" ->
                """
                License %s from %s is suspended from now on: the release may not be used. %s

                The moment nothing is missing any more it is reinstated by itself.

                You can appeal within %d days. People who took no part in the case decide the appeal."""
                        .formatted(license.id(), what, missing(license), reviewClock.days("appeal-window"));
            case "usage-proposal" ->
                """
                License %s from %s is still suspended, and the agencies that signed it are asked whether to revoke \
                it. %s

                Reporting what is missing ends this."""
                        .formatted(license.id(), what, missing(license));
            case "usage-caught-up" ->
                """
                No usage report of license %s from %s is missing any more. What had followed from that has ended."""
                        .formatted(license.id(), what);
            default -> throw new IllegalStateException("There is no notice of the kind " + kind);
        };
    }

    private String missing(License license) {
        return missingReports
                .of(license.id())
                .map(report -> "It is that of %s to %s, which was due on %s."
                        .formatted(
                                report.periodStart(),
                                report.periodEnd(),
                                Days.day(report.dueOn().minusSeconds(1))))
                .orElse("");
    }

    private Instant suspensionOf(License license) {
        return missingReports.suspensionOf(license.id()).orElseThrow();
    }
}
