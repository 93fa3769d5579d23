package org.countersign.application;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ReviewClock;
import org.countersign.journal.Journal;
import org.countersign.lab.Lab;
import org.countersign.problem.Invalid;
import org.countersign.release.Release;
import org.countersign.release.Releases;
import org.countersign.workflow.Cases;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Where an application enters: it gets its number, its clock and its case in one transaction. */
@Component
class Registry {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Applications applications;
    private final Releases releases;
    private final Renewals renewals;
    private final ReviewClock reviewClock;
    private final ClockLedger ledger;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    Registry(
            Applications applications,
            Releases releases,
            Renewals renewals,
            ReviewClock reviewClock,
            ClockLedger ledger,
            Cases cases,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.releases = releases;
        this.renewals = renewals;
        this.reviewClock = reviewClock;
        this.ledger = ledger;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Application register(Lab lab, Submission submission) {
        requireGated(lab, submission.releaseId());
        Instant now = clock.instant();
        if (submission.renews() != null) {
            renewals.require(lab.id(), submission, now);
        }
        long number = applications.nextNumber();
        var application = new Application(
                UUID.randomUUID().toString(),
                number,
                "CS-%s-%06d".formatted(Year.from(now.atOffset(ZoneOffset.UTC)), number),
                newTrackingKey(),
                lab.id(),
                submission,
                ApplicationStatus.RECEIVED,
                now,
                reviewClock.dueAfter(now, "target"),
                reviewClock.dueAfter(now, ClockLedger.CASE));
        applications.add(application);
        journal.record(lab.id(), "application-received", application.reference(), submission);
        ledger.start(application.id(), ClockLedger.CASE, ClockLedger.CASE, lab.id(), "Application received");
        ledger.start(application.id(), ClockLedger.COMPLETENESS, ClockLedger.INTAKE, lab.id(), "Application received");
        if (submission.renews() != null) {
            renewals.begin(application);
        }
        cases.startReview(application.reference(), application.id(), application.title());
        return application;
    }

    private void requireGated(Lab lab, String releaseId) {
        Release release = releases.find(lab.id(), releaseId)
                .orElseThrow(() -> new Invalid("releaseId", "There is no release " + releaseId + " of your lab."));
        if (release.isExempt()) {
            throw new Invalid("releaseId", "The release " + releaseId + " is exempt: no application is needed.");
        }
        if (!release.isGated()) {
            throw new Invalid("releaseId", "Whether the release " + releaseId + " is gated is not decided yet.");
        }
    }

    /** 128 random bits: not to be guessed, short enough for a link in a mail. */
    private static String newTrackingKey() {
        byte[] key = new byte[16];
        RANDOM.nextBytes(key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }
}
