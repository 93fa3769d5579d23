package org.countersign.docket;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.countersign.signoff.Agencies;
import org.countersign.signoff.EscalationVote;
import org.countersign.signoff.Escalations;
import org.countersign.signoff.Positions;
import org.countersign.signoff.Vote;
import org.springframework.stereotype.Component;

/** What agencies disagree about, and what the ladder has said so far, as forms show it. */
@Component
class DisputeFacts {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "d MMM yyyy HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Positions positions;
    private final Escalations escalations;
    private final Agencies agencies;

    DisputeFacts(Positions positions, Escalations escalations, Agencies agencies) {
        this.positions = positions;
        this.escalations = escalations;
        this.agencies = agencies;
    }

    record ObjectionRow(String agency, String criteria, String evidence, String reasons, String cure) {}

    record LadderRow(String level, String who, String said, String reasons) {}

    private record Said(Instant at, LadderRow row) {}

    Map<String, Object> of(String applicationId) {
        return Map.of("objectionFacts", objectionsTo(applicationId), "ladderFacts", ladderOf(applicationId));
    }

    private List<ObjectionRow> objectionsTo(String applicationId) {
        Map<String, String> names = agencies.shortNames();
        return positions.objectionsTo(applicationId).stream()
                .flatMap(position -> position.vote().stream())
                .map(vote -> objection(vote, names))
                .toList();
    }

    private static ObjectionRow objection(Vote vote, Map<String, String> names) {
        return new ObjectionRow(
                names.get(vote.agency()),
                String.join(", ", vote.criteria()),
                vote.evidence(),
                vote.reasons().applicant(),
                vote.cure());
    }

    /** Of a level with one seat the person says enough. */
    private static String seat(EscalationVote vote, Map<String, String> names) {
        return names.containsKey(vote.voter()) ? names.get(vote.voter()) + ", " : "";
    }

    private List<LadderRow> ladderOf(String applicationId) {
        Map<String, String> names = agencies.shortNames();
        var said = new ArrayList<Said>();
        escalations
                .votesOf(applicationId)
                .forEach(vote -> said.add(new Said(
                        vote.votedAt(),
                        new LadderRow(
                                vote.level(),
                                seat(vote, names) + vote.votedBy() + ", " + MINUTE.format(vote.votedAt()),
                                vote.outcome(),
                                vote.reasons().applicant()))));
        escalations
                .responsesOf(applicationId)
                .forEach(response -> said.add(new Said(
                        response.respondedAt(),
                        new LadderRow(
                                response.level(),
                                names.get(response.agency()) + ", " + response.respondedBy() + ", "
                                        + MINUTE.format(response.respondedAt()),
                                response.escalates() ? "carried it up" : "let it stand",
                                response.reasons()))));
        escalations
                .decisionsOf(applicationId)
                .forEach(decision -> said.add(new Said(
                        decision.decidedAt(),
                        new LadderRow(
                                decision.level(),
                                "Decision, " + MINUTE.format(decision.decidedAt()),
                                Disputes.said(decision.outcome()),
                                ""))));
        return said.stream()
                .sorted(Comparator.comparing(Said::at))
                .map(Said::row)
                .toList();
    }
}
