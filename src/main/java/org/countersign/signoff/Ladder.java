package org.countersign.signoff;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.MissedDeadlines;
import org.countersign.journal.Journal;
import org.countersign.workflow.ForProcesses;

/**
 * Where a disagreement goes when agencies do not agree: the chair of the Operating Committee, the advisory
 * committee, the review board, the principals (Executive Order 12981, 15 CFR 750.4(f)). A level that lets its
 * time pass has decided nothing, and the case goes on up by itself.
 */
@ForProcesses
public class Ladder {

    /** The days in which an agency can carry a decision up; they run for all agencies at once. */
    static final String WINDOW = "escalation";

    static final String AGENCIES = "agencies";

    private static final String SYSTEM = "system";

    private final Applications applications;
    private final Escalations escalations;
    private final SignOffs signOffs;
    private final ClockLedger ledger;
    private final MissedDeadlines missed;
    private final Journal journal;
    private final Clock clock;

    Ladder(
            Applications applications,
            Escalations escalations,
            SignOffs signOffs,
            ClockLedger ledger,
            MissedDeadlines missed,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.escalations = escalations;
        this.signOffs = signOffs;
        this.ledger = ledger;
        this.missed = missed;
        this.journal = journal;
        this.clock = clock;
    }

    /** For diagrams: every agency of the case, each with a seat in committee and board. */
    public List<String> seats(String applicationId) {
        return signOffs.current(applicationId).stream().map(SignOff::agency).toList();
    }

    /** For diagrams: more than half of all seats agree, so that waiting for the others changes nothing. */
    public boolean hasMajority(String applicationId, String level) {
        Count count = count(applicationId, EscalationLevel.of(level));
        return 2 * Math.max(count.approving(), count.denying())
                > seats(applicationId).size();
    }

    /** For diagrams: an agency carries the decision of the level up. */
    public boolean isCarriedUp(String applicationId, String level) {
        int round = escalations.latestRound(applicationId);
        return escalations.responsesOf(applicationId).stream()
                .anyMatch(answer -> answer.round() == round && answer.level().equals(level) && answer.escalates());
    }

    /** Puts a case before a level. The whole case stops counting when it is with the principals. */
    void convene(String applicationId, EscalationLevel level) {
        journal.record(
                SYSTEM,
                level == EscalationLevel.CHAIR ? "escalation-opened" : level.key() + "-convened",
                referenceOf(applicationId),
                Map.of("level", level.key(), "round", escalations.latestRound(applicationId)));
        ledger.start(applicationId, level.key(), level.holder(), SYSTEM, "Before the " + level.key());
        if (level == EscalationLevel.PRINCIPALS) {
            ledger.stop(applicationId, ClockLedger.CASE, ClockLedger.CASE, SYSTEM, "Escalated to the principals");
        }
    }

    /**
     * What the votes cast at a level say, on record from now on; what is on record already, when a job runs twice. A
     * committee or a board of which no more than half has voted has decided nothing: one agency cannot outvote the others
     * by their silence.
     */
    String decide(String applicationId, EscalationLevel level, String actor) {
        applications.locked(applicationId); // the second of two waits here, and finds what the first has decided
        int round = escalations.latestRound(applicationId);
        return decidedAt(applicationId, level, round).orElseGet(() -> decide(applicationId, level, actor, round));
    }

    private Optional<String> decidedAt(String applicationId, EscalationLevel level, int round) {
        return escalations.decisionsOf(applicationId).stream()
                .filter(decision ->
                        decision.round() == round && decision.level().equals(level.key()))
                .map(EscalationDecision::outcome)
                .findFirst();
    }

    private String decide(String applicationId, EscalationLevel level, String actor, int round) {
        Count count = count(applicationId, level);
        boolean enough =
                level.hasOneSeat() || 2 * count.cast() > seats(applicationId).size();
        String outcome = enough ? count.outcome() : EscalationDecision.NONE;
        var decision = new EscalationDecision(round, level.key(), outcome, clock.instant());
        if (decision.isNone()) {
            missed.record(applicationId, level.key(), level.holder());
        }
        escalations.add(applicationId, decision);
        journal.record(
                actor,
                level.key() + "-decided",
                referenceOf(applicationId),
                Map.of(
                        "level", level.key(),
                        "outcome", decision.outcome(),
                        "approving", count.approving(),
                        "denying", count.denying()));
        ledger.stop(applicationId, level.key(), level.holder(), actor, "Decided: " + decision.outcome());
        return decision.outcome();
    }

    private Count count(String applicationId, EscalationLevel level) {
        int round = escalations.latestRound(applicationId);
        List<String> cast = escalations.votesOf(applicationId).stream()
                .filter(vote -> vote.round() == round && vote.level().equals(level.key()))
                .map(EscalationVote::outcome)
                .toList();
        long approving = cast.stream().filter(EscalationVote.APPROVE::equals).count();
        return new Count(approving, cast.size() - approving);
    }

    private record Count(long approving, long denying) {

        long cast() {
            return approving + denying;
        }

        String outcome() {
            if (approving == denying) {
                return EscalationDecision.NONE;
            }
            return approving > denying ? EscalationVote.APPROVE : EscalationVote.DENY;
        }
    }

    private String referenceOf(String applicationId) {
        return applications.get(applicationId).reference();
    }
}
