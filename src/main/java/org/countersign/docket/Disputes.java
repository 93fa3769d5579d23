package org.countersign.docket;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.countersign.signoff.Escalations;
import org.countersign.workflow.Reasons;
import org.springframework.stereotype.Component;

/** How far a disagreement went up, in the order of what happened. */
@Component
class Disputes {

    private static final Reasons NONE = Reasons.forApplicant("");

    private final Escalations escalations;

    Disputes(Escalations escalations) {
        this.escalations = escalations;
    }

    /** One line of the ladder: a seat's vote, the decision of a level, or an agency's answer to it. */
    record Rung(int round, String level, Instant at, String who, String person, String said, Reasons reasons) {}

    List<Rung> ladderOf(String applicationId) {
        // What happened at the same moment stays in this order: the vote that decides comes before the decision.
        var rungs = new ArrayList<Rung>();
        escalations
                .votesOf(applicationId)
                .forEach(vote -> rungs.add(new Rung(
                        vote.round(),
                        vote.level(),
                        vote.votedAt(),
                        vote.voter(),
                        vote.votedBy(),
                        vote.outcome(),
                        vote.reasons())));
        escalations
                .decisionsOf(applicationId)
                .forEach(decision -> rungs.add(new Rung(
                        decision.round(),
                        decision.level(),
                        decision.decidedAt(),
                        "",
                        "",
                        "decision: " + said(decision.outcome()),
                        NONE)));
        escalations
                .responsesOf(applicationId)
                .forEach(response -> rungs.add(new Rung(
                        response.round(),
                        response.level(),
                        response.respondedAt(),
                        response.agency(),
                        response.respondedBy(),
                        response.escalates() ? "carries it up" : "lets it stand",
                        Reasons.forApplicant(response.reasons()))));
        rungs.sort(Comparator.comparing(Rung::at));
        return rungs;
    }

    /** A level that let its time pass, or was divided, has sent the case up. */
    static String said(String outcome) {
        return outcome.equals("none") ? "none, it goes up" : outcome;
    }
}
