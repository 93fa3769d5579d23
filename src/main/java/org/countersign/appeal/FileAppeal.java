package org.countersign.appeal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.Days;
import org.countersign.clock.ReviewClock;
import org.countersign.journal.Journal;
import org.countersign.problem.Invalid;
import org.countersign.problem.WrongState;
import org.countersign.risk.RiskAssessment;
import org.countersign.risk.RiskAssessments;
import org.countersign.workflow.Appeal;
import org.countersign.workflow.Cases;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The applicant appeals: each matter once, one appeal at a time, while the time for it runs. */
@Component
public class FileAppeal {

    public static final int LONGEST_TEXT = 20_000;

    private static final String AGAIN = "This has been appealed already.";

    private final Applications applications;
    private final Appealable appealable;
    private final Appeals appeals;
    private final AppealWindows windows;
    private final RiskAssessments assessments;
    private final ReviewClock reviewClock;
    private final ClockLedger ledger;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    FileAppeal(
            Applications applications,
            Appealable appealable,
            Appeals appeals,
            AppealWindows windows,
            RiskAssessments assessments,
            ReviewClock reviewClock,
            ClockLedger ledger,
            Cases cases,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.appealable = appealable;
        this.appeals = appeals;
        this.windows = windows;
        this.assessments = assessments;
        this.reviewClock = reviewClock;
        this.ledger = ledger;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
    }

    /** @param subject which condition, suspension or missed deadline; the latest not appealed yet when null or empty */
    @Transactional(propagation = Propagation.MANDATORY)
    public FiledAppeal file(Application application, String ground, String subject, String text, String filedBy) {
        AppealGround on = AppealGround.of(ground)
                .orElseThrow(
                        () -> new Invalid("ground", "must be one of: denial, condition, suspension, missed-deadline"));
        String words = text == null ? "" : text.strip();
        if (words.isEmpty() || words.length() > LONGEST_TEXT) {
            throw new Invalid("text", "must not be blank, and no longer than %,d characters".formatted(LONGEST_TEXT));
        }
        Application current = applications.locked(application.id());
        List<FiledAppeal> earlier = appeals.of(current.id());
        Appealable.Matter matter = matterOf(current, on, subject, earlier);
        Instant now = clock.instant();
        AppealWindow window = windows.of(matter.since(), earlier);
        if (!window.isOpenAt(now)) {
            throw new WrongState("The time to appeal this ended on " + Days.day(window.end()) + ".");
        }
        if (earlier.stream().anyMatch(FiledAppeal::isPending)) {
            throw new WrongState("Another appeal in this case is pending; wait until it is decided."
                    + " The time to appeal this does not run meanwhile.");
        }
        return file(current, on, matter, words, filedBy, earlier.size() + 1, now);
    }

    private FiledAppeal file(
            Application application,
            AppealGround ground,
            Appealable.Matter matter,
            String text,
            String filedBy,
            int number,
            Instant now) {
        var appeal = new FiledAppeal(
                UUID.randomUUID().toString(),
                application.id(),
                number,
                ground,
                matter.subject(),
                text,
                filedBy,
                now,
                reviewClock.dueAfter(now, Appeal.KEY),
                null);
        appeals.add(appeal);
        journal.record(
                filedBy,
                "appeal-filed",
                application.reference(),
                Map.of(
                        "appealId", appeal.id(),
                        "number", number,
                        "ground", ground.key(),
                        "subject", appeal.subject(),
                        "text", text));
        ledger.start(application.id(), Appeal.KEY, Appeal.APPEALS, filedBy, "Appeal against a " + ground.key());
        cases.startAppeal(
                application.reference(),
                application.id(),
                application.title(),
                assessments.of(application.id()).map(RiskAssessment::band),
                appeal.id(),
                ground.key());
        return appeal;
    }

    private Appealable.Matter matterOf(
            Application application, AppealGround ground, String subject, List<FiledAppeal> earlier) {
        if (earlier.stream().anyMatch(appeal -> appeal.isAgainst(ground, subject))) {
            throw new WrongState(AGAIN);
        }
        List<Appealable.Matter> matters = appealable.in(application, ground);
        if (matters.isEmpty()) {
            throw new WrongState(ground.none());
        }
        if (subject == null || subject.isBlank()) {
            return matters.stream()
                    .filter(matter -> earlier.stream().noneMatch(appeal -> appeal.isAgainst(ground, matter.subject())))
                    .reduce((older, newer) -> newer)
                    .orElseThrow(() -> new WrongState(AGAIN));
        }
        return matters.stream()
                .filter(matter -> matter.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new Invalid("subject", "There is no such thing to appeal in this application."));
    }
}
