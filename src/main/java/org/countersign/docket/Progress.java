package org.countersign.docket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.countersign.appeal.AppealChances;
import org.countersign.appeal.Appeals;
import org.countersign.appeal.FiledAppeal;
import org.countersign.application.Application;
import org.countersign.application.CaseProgress;
import org.countersign.application.Question;
import org.countersign.application.Questions;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.clock.MissedDeadlines;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.license.Suspensions;
import org.countersign.signoff.DenialNotices;
import org.countersign.signoff.SignOffs;
import org.springframework.stereotype.Component;

/** How far a case has come, in words an applicant may read: put together from every step's own tables. */
@Component
class Progress implements CaseProgress {

    private final ClockLedger ledger;
    private final Questions questions;
    private final Offices offices;
    private final MissedDeadlines missedDeadlines;
    private final DenialNotices denialNotices;
    private final SignOffs signOffs;
    private final Licenses licenses;
    private final Suspensions suspensions;
    private final Appeals appeals;
    private final AppealChances chances;
    private final Journal journal;
    private final ObjectMapper json;
    private final java.time.Clock clock;

    Progress(
            ClockLedger ledger,
            Questions questions,
            Offices offices,
            MissedDeadlines missedDeadlines,
            DenialNotices denialNotices,
            SignOffs signOffs,
            Licenses licenses,
            Suspensions suspensions,
            Appeals appeals,
            AppealChances chances,
            Journal journal,
            ObjectMapper json,
            java.time.Clock clock) {
        this.ledger = ledger;
        this.questions = questions;
        this.offices = offices;
        this.missedDeadlines = missedDeadlines;
        this.denialNotices = denialNotices;
        this.signOffs = signOffs;
        this.licenses = licenses;
        this.suspensions = suspensions;
        this.appeals = appeals;
        this.chances = chances;
        this.journal = journal;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public CaseProgress.Clock clockOf(Application application) {
        List<ClockRun> runs = ledger.of(application.id());
        List<Running> running = runs.stream()
                .filter(run -> run.isRunning() && isOfAnOffice(run))
                .map(run -> new Running(run.holder(), run.dueOn()))
                .toList();
        List<Paused> paused = runs.stream()
                .filter(run -> run.isPaused() && isOfAnOffice(run))
                .map(run -> new Paused(run.holder(), run.pausedAt(), run.pausedUntil()))
                .toList();
        String pausedFor = paused.isEmpty()
                ? null
                : paused.stream().map(Paused::agency).distinct().collect(Collectors.joining(", "));
        return new CaseProgress.Clock(countedDays(runs), running, paused, pausedFor);
    }

    private long countedDays(List<ClockRun> runs) {
        return runs.stream()
                .filter(run -> run.clock().equals(ClockLedger.CASE))
                .mapToLong(run -> run.countedAt(clock.instant()).toDays())
                .sum();
    }

    private static boolean isOfAnOffice(ClockRun run) {
        return !run.clock().equals(ClockLedger.CASE) && !run.holder().equals(ClockLedger.APPLICANT);
    }

    @Override
    public List<OpenRequest> openRequestsOf(Application application) {
        return questions.of(application.id()).stream()
                .filter(Question::isOpen)
                .map(question ->
                        new OpenRequest(question.id(), question.asker(), question.question(), question.dueOn()))
                .toList();
    }

    @Override
    public Optional<String> licenseOf(Application application) {
        return licenses.ofApplication(application.id()).map(License::id);
    }

    @Override
    public Optional<Notice> noticeOf(Application application) {
        return denialNotices
                .latestOf(application.id())
                .map(notice -> new Notice(
                        notice.ground(),
                        notice.reasons().applicant(),
                        notice.criteria(),
                        notice.evidence(),
                        notice.curable(),
                        notice.contact(),
                        notice.notifiedAt(),
                        notice.rebuttalBy(),
                        notice.finalOn(),
                        notice.rebuttal() == null ? null : notice.rebuttal().receivedAt()));
    }

    @Override
    public List<Missed> missedDeadlinesOf(Application application) {
        return missedDeadlines.of(application.id()).stream()
                .map(missed ->
                        new Missed(missed.id(), missed.clock(), missed.holder(), missed.dueOn(), missed.recordedAt()))
                .toList();
    }

    @Override
    public List<Silent> silencesOf(Application application) {
        return signOffs.silencesOf(application.id()).stream()
                .map(silence -> new Silent(silence.agency(), silence.dueOn(), silence.recordedAt()))
                .toList();
    }

    @Override
    public List<Appeal> appealsOf(Application application) {
        return appeals.of(application.id()).stream()
                .map(appeal -> new Appeal(
                        appeal.id(),
                        appeal.number(),
                        appeal.ground().key(),
                        appeal.subject(),
                        appeal.isPending() ? "pending" : "decided",
                        appeal.filedAt(),
                        appeal.targetOn(),
                        decisionOn(appeal)))
                .toList();
    }

    @Override
    public List<Appealable> appealableOf(Application application) {
        return chances.of(application).stream()
                .map(chance -> new Appealable(chance.ground().key(), chance.subject(), chance.since(), chance.until()))
                .toList();
    }

    @Override
    public List<Suspended> suspensionsOf(Application application) {
        return suspensions.inForceFor(application.id()).stream()
                .map(suspension -> new Suspended(
                        suspension.id(), suspension.ground(), suspension.reasons(), suspension.suspendedAt()))
                .toList();
    }

    private static AppealDecision decisionOn(FiledAppeal appeal) {
        return appeal.isPending()
                ? null
                : new AppealDecision(
                        appeal.ruling().outcome(),
                        appeal.ruling().reasons().applicant(),
                        appeal.ruling().decidedAt());
    }

    @Override
    public List<Milestone> timelineOf(Application application) {
        Map<String, String> names = offices.names();
        return journal.about(application.reference()).stream()
                .flatMap(entry -> wordsFor(entry, names).stream()
                        .map(words -> new Milestone(entry.at(), entry.action(), Offices.capitalized(words))))
                .toList();
    }

    /** Drafts and what colleagues write to each other stay inside; the applicant sees the steps. */
    private Optional<String> wordsFor(Journal.JournalEntry entry, Map<String, String> names) {
        return Optional.ofNullable(
                switch (entry.action()) {
                    case "application-received" -> "The application was received.";
                    case "application-referred" -> "The application is complete and goes to the agencies.";
                    case "application-returned" -> "The application was returned.";
                    // Whether anything was found is for the offices until they have looked at it.
                    case "parties-screened" -> "The parties were screened against the government's lists.";
                    case "screening-unavailable" ->
                        "The parties cannot be screened at the moment; the case waits until they can.";
                    case "risk-assessed" -> "The risk was assessed under the published criteria.";
                    case "sign-offs-requested" -> "The agencies were asked for their positions.";
                    case "vote-countersigned" ->
                        content(entry).path("vote").asText().equals("need-information")
                                ? null
                                : office(entry, "agency", names) + " recorded its position.";
                    case "case-countersigned" -> "Commerce decided on the case.";
                    case "applicant-asked" -> office(entry, "asker", names) + " asked you a question.";
                    case "applicant-answered" -> "You answered " + office(entry, "asker", names) + ".";
                    case "question-unanswered" -> "The time to answer " + office(entry, "asker", names) + " passed.";
                    case "agency-added" -> office(entry, "agency", names) + " was asked for its position as well.";
                    case "silence-recorded" ->
                        office(entry, "agency", names) + " let its days pass: recorded as silence.";
                    case "deadline-missed" -> missed(entry, names);
                    case "escalation-opened" -> "The agencies disagree; the chair of the Operating Committee decides.";
                    case "chair-decided", "committee-decided", "board-decided", "principals-decided" ->
                        decidedOnTheLadder(entry, names);
                    case "escalated" -> office(entry, "agency", names) + " carried the decision up.";
                    case "committee-convened" -> "The case is before the advisory committee.";
                    case "board-convened" -> "The case is before the review board.";
                    case "principals-convened" -> "The case is before the principals.";
                    case "escalation-decided" -> "The agencies' disagreement is decided.";
                    case "denial-intended" -> "You were told that denial is intended, and why.";
                    case "rebuttal-received" -> "Your answer to the notice of denial was received.";
                    case "rebuttal-considered" -> "Commerce considered your answer.";
                    case "case-reopened" -> "The case was reopened.";
                    case "application-denied" -> "Access was denied.";
                    case "application-withdrawn" -> "The application was withdrawn.";
                    case "application-closed-unanswered" ->
                        "The case was closed, because a question was not answered in time.";
                    case "appeal-filed" -> "An appeal was filed.";
                    case "appeal-decided" -> "An appeal was decided.";
                    case "match-overturned" -> "A match with a government's list was overturned on appeal.";
                    case "agencies-asked-again" -> "Positions were asked for again, after an appeal.";
                    case "delay-found-unjustified" ->
                        office(entry, "holder", names) + " was late without good reason and was ordered to act.";
                    case "condition-released" -> office(entry, "agency", names) + ": a condition was released.";
                    case "condition-changed" -> office(entry, "agency", names) + ": a condition was changed.";
                    case "application-approved", "application-approved-with-conditions" -> null;
                    case "license-issued" -> "The license was issued.";
                    case "license-hold-lifted" -> "The parties are screened; the license is in force.";
                    case "license-suspended" -> "The license was suspended. You can appeal this.";
                    case "renewal-received" ->
                        "An application to renew the license was received; it keeps the license alive.";
                    case "license-reinstated" -> "The license is in force again, unless something else is upon it.";
                    case "license-revoked" -> "The license was revoked.";
                    case "license-surrendered" -> "The license was surrendered.";
                    case "revocation-opened" -> "You were told that the license is to be revoked, and why.";
                    case "compliance-answered" -> "Your answer to the notice of revocation was received.";
                    case "revocation-withdrawn" -> "The revocation of the license was taken back.";
                    case "revocation-decided" -> "Commerce decided on the revocation of the license.";
                    case "license-expired" -> "The license expired.";
                    case "report-overdue" -> "A usage report is overdue.";
                    case "report-reminded" -> "The lab was reminded of a missing usage report.";
                    case "report-warned" -> "The license will be suspended unless the missing usage report comes.";
                    case "revocation-proposed" -> "The agencies are asked whether to revoke the license.";
                    case "report-caught-up" -> "No usage report is missing any more.";
                    case "license-audited" -> "The license was audited.";
                    case "usage-report-received" -> "A usage report was received.";
                    case "audit-opened" -> "An audit of the license was opened.";
                    case "evidence-requested" -> "The auditors asked for evidence.";
                    case "evidence-received" -> "Evidence for an audit was received.";
                    case "finding-raised" -> "Something about the license has to be put right.";
                    case "finding-carried-over" ->
                        "What has to be put right about the license before has to be put right about this one.";
                    case "finding-overdue" -> "A finding about the license was not put right by its date.";
                    case "finding-not-mended" -> "A finding about the license is not put right yet; it has a new date.";
                    case "finding-closed" -> "A finding about the license was closed.";
                    case "sanction-proposed" ->
                        "The agencies were asked whether the license is to be suspended or revoked.";
                    case "sanction-decided" ->
                        switch (content(entry).path("outcome").asText()) {
                            case "suspend" -> "The agencies decided to suspend the license.";
                            case "revoke" -> "The agencies decided that the license is to be revoked.";
                            default -> "The agencies decided to leave the license as it is.";
                        };
                    default -> null;
                });
    }

    private String missed(Journal.JournalEntry entry, Map<String, String> names) {
        return "A deadline was missed: %s had time until then to %s. You can appeal this."
                .formatted(
                        office(entry, "holder", names),
                        Offices.taskOf(content(entry).path("clock").asText()));
    }

    private String decidedOnTheLadder(Journal.JournalEntry entry, Map<String, String> names) {
        String level = content(entry).path("level").asText();
        String who = names.getOrDefault(level.equals("chair") ? "operating-committee" : level, "the offices");
        return content(entry).path("outcome").asText().equals("none")
                ? "The case goes up: no decision by " + who + "."
                : "Decided by " + who + ".";
    }

    private String office(Journal.JournalEntry entry, String field, Map<String, String> names) {
        return names.getOrDefault(content(entry).path(field).asText(), "an agency");
    }

    private JsonNode content(Journal.JournalEntry entry) {
        try {
            return json.readTree(entry.content());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
