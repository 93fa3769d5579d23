package org.countersign.screening;

import java.time.Clock;
import java.util.List;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Screens everybody behind an application against the lists of this moment, as often as it is asked: when it is received,
 * and again before its license. What was screened against these very lists is not screened twice.
 */
@Component
public class CurrentScreening {

    private final Applications applications;
    private final Screener screener;
    private final Screenings screenings;
    private final Journal journal;
    private final Clock clock;

    CurrentScreening(
            Applications applications, Screener screener, Screenings screenings, Journal journal, Clock clock) {
        this.applications = applications;
        this.screener = screener;
        this.screenings = screenings;
        this.journal = journal;
        this.clock = clock;
    }

    /** Whether nobody is on a list, or a person has said so. If so, no list changes until this transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isClear(String applicationId) {
        return resultFor(applicationId).equals(Screenings.CLEAR);
    }

    /** Clear; hits, as long as one waits for a person; or unavailable. */
    @Transactional(propagation = Propagation.MANDATORY)
    public String resultFor(String applicationId) {
        Application application = applications.locked(applicationId);
        if (!screenings.openHitsOf(applicationId).isEmpty()) {
            return Screenings.HITS;
        }
        screenings.holdLists();
        return screenings.isScreened(applicationId) && screener.isFit() ? Screenings.CLEAR : screen(application);
    }

    private String screen(Application application) {
        boolean first = screenings.resultOf(application.id()).equals(Screenings.NOT_SCREENED);
        List<Party> parties = Parties.of(application);
        Screener.Outcome outcome = screener.screen(parties);
        if (!outcome.isAvailable() && screenings.isWaiting(application.id())) {
            return Screenings.UNAVAILABLE; // That a case has to wait is recorded once, however often it looks again.
        }
        Screening screening = Screening.of(
                application.id(),
                first ? Screenings.OF_APPLICATION : Screenings.OF_LICENSE,
                parties,
                first
                        ? outcome
                        : outcome.without(
                                (party, match) -> screenings.isCleared(application.id(), party, match.entry())),
                clock.instant());
        if (screenings.add(screening)) {
            journal.record(
                    "system",
                    outcome.isAvailable() ? "parties-screened" : "screening-unavailable",
                    application.reference(),
                    screening.summary());
        }
        return screening.result();
    }
}
