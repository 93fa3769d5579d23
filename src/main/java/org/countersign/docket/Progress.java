package org.countersign.docket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.countersign.appeal.Appeals;
import org.countersign.appeal.FiledAppeal;
import org.countersign.application.Application;
import org.countersign.application.CaseProgress;
import org.countersign.application.Question;
import org.countersign.application.Questions;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.signoff.Agencies;
import org.springframework.stereotype.Component;

/** How far a case has come, in words an applicant may read: put together from every step's own tables. */
@Component
class Progress implements CaseProgress {

    private static final Map<String, String> OFFICES = Map.of(
            "intake", "the intake office",
            "case", "the whole case",
            "operating-committee", "the Operating Committee",
            "committee", "the advisory committee",
            "board", "the review board",
            "principals", "the principals",
            "agencies", "the agencies",
            "appeals", "the appeals office");

    private final ClockLedger ledger;
    private final Questions questions;
    private final Agencies agencies;
    private final Licenses licenses;
    private final Appeals appeals;
    private final Journal journal;
    private final ObjectMapper json;
    private final java.time.Clock clock;

    Progress(
            ClockLedger ledger,
            Questions questions,
            Agencies agencies,
            Licenses licenses,
            Appeals appeals,
            Journal journal,
            ObjectMapper json,
            java.time.Clock clock) {
        this.ledger = ledger;
        this.questions = questions;
        this.agencies = agencies;
        this.licenses = licenses;
        this.appeals = appeals;
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
        Map<String, String> names = agencies.shortNames();
        return journal.about(application.reference()).stream()
                .flatMap(entry ->
                        wordsFor(entry, names).stream().map(words -> new Milestone(entry.at(), entry.action(), words)))
                .toList();
    }

    /** Drafts and what colleagues write to each other stay inside; the applicant sees the steps. */
    private Optional<String> wordsFor(Journal.JournalEntry entry, Map<String, String> names) {
        return Optional.ofNullable(
                switch (entry.action()) {
                    case "application-received" -> "The application was received.";
                    case "application-referred" -> "The application is complete and goes to the agencies.";
                    case "application-returned" -> "The application was returned.";
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
                    case "deadline-missed" ->
                        "A deadline was missed: " + content(entry).path("clock").asText() + " of "
                                + office(entry, "holder", names) + ". You can appeal this.";
                    case "escalation-opened" -> "The agencies disagree; the chair of the Operating Committee decides.";
                    case "chair-decided", "committee-decided", "board-decided", "principals-decided" ->
                        decidedOnTheLadder(entry);
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
                    case "delay-found-unjustified" ->
                        office(entry, "holder", names) + " was late without good reason and was ordered to act.";
                    case "condition-released" -> office(entry, "agency", names) + ": a condition was released.";
                    case "condition-changed" -> office(entry, "agency", names) + ": a condition was changed.";
                    case "application-approved", "application-approved-with-conditions" -> null;
                    case "license-issued" -> "The license was issued.";
                    case "license-expired" -> "The license expired.";
                    case "license-audited" -> "The license was audited.";
                    default -> null;
                });
    }

    private String decidedOnTheLadder(Journal.JournalEntry entry) {
        String level = content(entry).path("level").asText();
        String who = level.equals("chair") ? "the chair of the Operating Committee" : OFFICES.get(level);
        return content(entry).path("outcome").asText().equals("none")
                ? "The case goes up: no decision by " + who + "."
                : "Decided by " + who + ".";
    }

    private String office(Journal.JournalEntry entry, String field, Map<String, String> names) {
        String holder = content(entry).path(field).asText();
        return names.getOrDefault(holder, OFFICES.getOrDefault(holder, "An agency"));
    }

    private JsonNode content(Journal.JournalEntry entry) {
        try {
            return json.readTree(entry.content());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
