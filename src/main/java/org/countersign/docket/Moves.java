package org.countersign.docket;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.countersign.application.Application;
import org.countersign.application.Question;
import org.countersign.application.Questions;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.clock.Days;
import org.countersign.signoff.CommerceDecisions;
import org.countersign.signoff.DenialNotice;
import org.countersign.signoff.DenialNotices;
import org.springframework.stereotype.Component;

/** Who has a move in a case now, what it is, and until when: read from the clocks and the open questions. */
@Component
class Moves {

    private static final String DENIAL = "denial";

    private final ClockLedger ledger;
    private final Questions questions;
    private final DenialNotices denialNotices;
    private final CommerceDecisions commerce;
    private final Offices offices;
    private final Clock clock;

    Moves(
            ClockLedger ledger,
            Questions questions,
            DenialNotices denialNotices,
            CommerceDecisions commerce,
            Offices offices,
            Clock clock) {
        this.ledger = ledger;
        this.questions = questions;
        this.denialNotices = denialNotices;
        this.commerce = commerce;
        this.offices = offices;
        this.clock = clock;
    }

    /**
     * One move.
     *
     * @param who as at the beginning of a sentence
     * @param what an infinitive: state its position
     */
    record Move(String holder, String who, String what, Instant dueOn, boolean overdue) {

        public boolean isTheApplicants() {
            return holder.equals(ClockLedger.APPLICANT);
        }
    }

    /** The applicant's first, then by their dates. */
    List<Move> of(Application application) {
        var titles = offices.titles();
        var names = offices.names();
        Optional<DenialNotice> notice = denialNotices.latestOf(application.id());
        Stream<Move> asked = questions.of(application.id()).stream()
                .filter(Question::isOpen)
                .map(question -> move(
                        ClockLedger.APPLICANT,
                        titles.get(ClockLedger.APPLICANT),
                        "answer the question of " + names.getOrDefault(question.asker(), question.asker()),
                        question.dueOn()));
        Stream<Move> clocked = ledger.of(application.id()).stream()
                .filter(run -> run.isRunning() && isSomebodysMove(run, notice))
                .map(run -> move(
                        run.holder(),
                        titles.getOrDefault(run.holder(), run.holder()),
                        Offices.taskOf(run.clock()),
                        run.dueOn()));
        var moves = new ArrayList<>(Stream.concat(asked, clocked).toList());
        moves.sort((a, b) -> a.isTheApplicants() == b.isTheApplicants()
                ? a.dueOn().compareTo(b.dueOn())
                : Boolean.compare(b.isTheApplicants(), a.isTheApplicants()));
        return moves;
    }

    private Move move(String holder, String who, String what, Instant dueOn) {
        return new Move(holder, who, what, dueOn, !clock.instant().isBefore(dueOn));
    }

    /** The clock of the case is everybody's; the time until a denial is Commerce's only while it has an answer to read. */
    private static boolean isSomebodysMove(ClockRun run, Optional<DenialNotice> notice) {
        return switch (run.clock()) {
            case ClockLedger.CASE -> false;
            case DENIAL ->
                notice.filter(n -> n.rebuttal() != null && n.consideration() == null)
                        .isPresent();
            default -> true;
        };
    }

    /**
     * When no clock says whose move it is: whose it is, and what comes.
     *
     * @param applicants how the reader calls what is the applicant's
     */
    String rest(Application application, String applicants) {
        return switch (application.status()) {
            case INTENT_TO_DENY ->
                denialNotices
                        .latestOf(application.id())
                        .map(notice -> "Nobody's: the denial becomes final on " + Days.day(notice.finalOn()) + ".")
                        .orElse("Nobody's at this moment.");
            case RETURNED -> applicants + ": mend what is missing and submit the application again.";
            case CLOSED_UNANSWERED -> applicants + ": the application can be submitted again.";
            case WITHDRAWN -> "Nobody's: the application is withdrawn.";
            case RECEIVED, IN_REVIEW, WAITING_FOR_APPLICANT, ESCALATED ->
                commerce.on(application.id()).filter(last -> !last.refuses()).isPresent()
                        ? "The intake office's: everybody behind the application is screened once more before the license."
                        : "Nobody's: the next step is on its way.";
            default -> "Nobody's: the case is decided.";
        };
    }
}
