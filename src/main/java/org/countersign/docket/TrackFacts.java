package org.countersign.docket;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.countersign.appeal.AppealChances;
import org.countersign.appeal.AppealGround;
import org.countersign.appeal.Appeals;
import org.countersign.appeal.FiledAppeal;
import org.countersign.application.Application;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.application.CaseProgress;
import org.countersign.application.Questions;
import org.countersign.audit.Audits;
import org.countersign.audit.Evidence;
import org.countersign.clock.ClockEvent;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.clock.Days;
import org.countersign.clock.MissedDeadlines;
import org.countersign.document.Documents;
import org.countersign.document.Tier;
import org.countersign.finding.Findings;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.license.Revocations;
import org.countersign.license.Suspensions;
import org.countersign.release.Releases;
import org.countersign.risk.Criteria;
import org.countersign.signoff.DenialNotice;
import org.countersign.signoff.DenialNotices;
import org.countersign.signoff.SignOffs;
import org.countersign.usage.MissingReports;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts the applicant's page together, from the tables of every step and in the applicant's tier only. */
@Component
class TrackFacts {

    private final Applications applications;
    private final Releases releases;
    private final Questions questions;
    private final ClockLedger ledger;
    private final MissedDeadlines missedDeadlines;
    private final SignOffs signOffs;
    private final DenialNotices denialNotices;
    private final Criteria criteria;
    private final Licenses licenses;
    private final Suspensions suspensions;
    private final Revocations revocations;
    private final Standings standings;
    private final Audits audits;
    private final Evidence evidence;
    private final Findings findings;
    private final MissingReports missingReports;
    private final Documents documents;
    private final CaseProgress progress;
    private final CaseDays days;
    private final Moves moves;
    private final Offices offices;
    private final Appeals appeals;
    private final AppealChances chances;
    private final Clock clock;

    TrackFacts(
            Applications applications,
            Releases releases,
            Questions questions,
            ClockLedger ledger,
            MissedDeadlines missedDeadlines,
            SignOffs signOffs,
            DenialNotices denialNotices,
            Criteria criteria,
            Licenses licenses,
            Suspensions suspensions,
            Revocations revocations,
            Standings standings,
            Audits audits,
            Evidence evidence,
            Findings findings,
            MissingReports missingReports,
            Documents documents,
            CaseProgress progress,
            CaseDays days,
            Moves moves,
            Offices offices,
            Appeals appeals,
            AppealChances chances,
            Clock clock) {
        this.applications = applications;
        this.releases = releases;
        this.questions = questions;
        this.ledger = ledger;
        this.missedDeadlines = missedDeadlines;
        this.signOffs = signOffs;
        this.denialNotices = denialNotices;
        this.criteria = criteria;
        this.licenses = licenses;
        this.suspensions = suspensions;
        this.revocations = revocations;
        this.standings = standings;
        this.audits = audits;
        this.evidence = evidence;
        this.findings = findings;
        this.missingReports = missingReports;
        this.documents = documents;
        this.progress = progress;
        this.days = days;
        this.moves = moves;
        this.offices = offices;
        this.appeals = appeals;
        this.chances = chances;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Track of(String applicationId) {
        Application application = applications.get(applicationId);
        Map<String, String> titles = offices.titles();
        List<ClockRun> runs = ledger.of(applicationId);
        Optional<License> license = licenses.ofApplication(applicationId);
        return new Track(
                application.reference(),
                application.trackingKey(),
                application.customer().legalName(),
                releases.get(application.releaseId()).name(),
                application.status().label(),
                application.status().key(),
                !application.status().isOpen(),
                days.of(application, runs),
                moves.of(application),
                moves.rest(application, "Yours"),
                asked(applicationId),
                pauses(runs, titles),
                silences(applicationId, titles),
                missed(applicationId, titles),
                denialNotices.latestOf(applicationId).map(this::notice).orElse(null),
                applications.decisionsOn(applicationId),
                license.orElse(null),
                license.map(standings::of).orElse(null),
                application.submission().renews(),
                suspensions.inForceFor(applicationId),
                revocation(license),
                audits(license),
                findings(license),
                missing(license),
                appeals(applicationId),
                appealable(application, license, titles),
                documents.of(applicationId, Tier.APPLICANT),
                application.status().takesEvidence(),
                progress.timelineOf(application));
    }

    private List<Track.Asked> asked(String applicationId) {
        Map<String, String> names = offices.names();
        return questions.of(applicationId).stream()
                .map(question -> new Track.Asked(
                        question.id(),
                        Offices.capitalized(names.getOrDefault(question.asker(), question.asker())),
                        names.getOrDefault(question.asker(), question.asker()),
                        question.question(),
                        question.askedAt(),
                        question.dueOn(),
                        question.state(),
                        question.answer() == null ? null : question.answer().text(),
                        question.answer() == null
                                ? List.of()
                                : question.answer().attachments()))
                .toList();
    }

    private static List<Track.Pause> pauses(List<ClockRun> runs, Map<String, String> titles) {
        return runs.stream()
                .filter(run -> run.isPaused() && !run.clock().equals(ClockLedger.CASE))
                .map(run -> {
                    ClockEvent pause = run.events().get(run.events().size() - 1);
                    return new Track.Pause(
                            titles.getOrDefault(run.holder(), run.holder()),
                            run.pausedAt(),
                            run.pausedUntil(),
                            pause.days(),
                            pause.unit());
                })
                .toList();
    }

    private List<Track.Silent> silences(String applicationId, Map<String, String> titles) {
        return signOffs.silencesOf(applicationId).stream()
                .map(silence -> new Track.Silent(titles.get(silence.agency()), silence.dueOn()))
                .toList();
    }

    private List<Track.Missed> missed(String applicationId, Map<String, String> titles) {
        List<FiledAppeal> filed = appeals.of(applicationId);
        return missedDeadlines.of(applicationId).stream()
                .map(missed -> new Track.Missed(
                        missed.id(),
                        titles.getOrDefault(missed.holder(), missed.holder()),
                        Offices.taskOf(missed.clock()),
                        missed.dueOn(),
                        filed.stream().anyMatch(appeal -> appeal.isAgainst(AppealGround.MISSED_DEADLINE, missed.id())),
                        chances.until(missed.recordedAt(), filed).orElse(null)))
                .toList();
    }

    private List<Track.Appeal> appeals(String applicationId) {
        return appeals.of(applicationId).stream()
                .map(appeal -> new Track.Appeal(
                        appeal.number(),
                        appeal.ground().key(),
                        appeal.text(),
                        appeal.filedAt(),
                        appeal.targetOn(),
                        appeal.isPending() ? null : appeal.ruling().outcome(),
                        appeal.isPending() ? null : appeal.ruling().reasons().applicant()))
                .toList();
    }

    private List<Track.Appealable> appealable(
            Application application, Optional<License> of, Map<String, String> titles) {
        Map<String, String> conditions = of.stream()
                .flatMap(license -> license.conditions().stream())
                .collect(Collectors.toMap(
                        License.Condition::id,
                        condition -> "The condition of " + titles.get(condition.agency()) + ": " + condition.text()));
        Map<String, String> missed = missed(application.id(), offices.names()).stream()
                .collect(Collectors.toMap(Track.Missed::id, late -> "The deadline that %s missed on %s: to %s"
                        .formatted(late.holder(), Days.day(late.dueOn()), late.task())));
        return chances.of(application).stream()
                .map(chance -> new Track.Appealable(
                        chance.ground().key() + ":" + chance.subject(),
                        switch (chance.ground()) {
                            case DENIAL -> "The denial";
                            case CONDITION -> conditions.getOrDefault(chance.subject(), "A condition");
                            case SUSPENSION -> "The suspension of " + Days.day(chance.since());
                            case MISSED_DEADLINE -> missed.getOrDefault(chance.subject(), "A missed deadline");
                        },
                        chance.until()))
                .toList();
    }

    private List<Track.Audited> audits(Optional<License> of) {
        return of.stream()
                .flatMap(license -> audits.of(license.id()).stream())
                .map(audit -> new Track.Audited(
                        audit.openedAt(),
                        audit.status(),
                        evidence.requestsOf(audit.id()).stream()
                                .map(request -> new Track.Requested(request.question(), request.dueOn()))
                                .toList()))
                .toList();
    }

    private List<Track.Found> findings(Optional<License> of) {
        return of.stream()
                .flatMap(license -> findings.of(license.id()).stream())
                .map(finding -> new Track.Found(
                        finding.text(), finding.dueOn(), finding.open(), finding.isOverdueAt(clock.instant())))
                .toList();
    }

    private MissingReports.MissingReport missing(Optional<License> of) {
        return of.filter(license -> license.isAlive(clock.instant()))
                .flatMap(license -> missingReports.of(license.id()))
                .orElse(null);
    }

    private Track.Revoking revocation(Optional<License> of) {
        return of.flatMap(license -> revocations.of(license.id()).stream().reduce((earlier, later) -> later))
                .map(revocation -> new Track.Revoking(
                        revocation.ground(),
                        revocation.evidence(),
                        revocation.cure(),
                        revocation.isAtOnce() ? RevocationFacts.words(revocation.exception()) : null,
                        revocation.openedAt(),
                        revocation.complyBy(),
                        revocation.state(),
                        revocation.takesAnswerAt(clock.instant()),
                        revocation.answer() == null ? null : revocation.answer().text(),
                        revocation.answer() == null
                                ? List.of()
                                : revocation.answer().evidence(),
                        revocation.answer() == null ? null : revocation.answer().receivedAt(),
                        revocation.decision() == null
                                ? null
                                : revocation.decision().reasons().applicant()))
                .orElse(null);
    }

    private Track.Notice notice(DenialNotice notice) {
        boolean canAnswer = notice.rebuttal() == null
                && applications.get(notice.applicationId()).status() == ApplicationStatus.INTENT_TO_DENY
                && ledger.open(notice.applicationId(), "rebuttal", ClockLedger.APPLICANT)
                        .isPresent();
        var rebuttal = Optional.ofNullable(notice.rebuttal());
        var consideration = Optional.ofNullable(notice.consideration());
        return new Track.Notice(
                notice.ground(),
                notice.reasons().applicant(),
                notice.criteria().stream()
                        .flatMap(id -> criteria.find(id).stream())
                        .toList(),
                notice.evidence(),
                notice.curable(),
                notice.contact(),
                notice.notifiedAt(),
                notice.rebuttalBy(),
                notice.finalOn(),
                canAnswer,
                rebuttal.map(DenialNotice.Rebuttal::text).orElse(null),
                rebuttal.map(DenialNotice.Rebuttal::evidence).orElse(List.of()),
                rebuttal.map(DenialNotice.Rebuttal::receivedAt).orElse(null),
                consideration.map(DenialNotice.Consideration::outcome).orElse(null),
                consideration.map(decided -> decided.reasons().applicant()).orElse(null));
    }
}
