package org.countersign.screening;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One screening of the parties of an application, as it was answered.
 *
 * @param occasion the application itself, its license, or a change of a list later
 * @param reason why it could not be answered; empty when it was
 */
public record Screening(
        String id,
        String applicationId,
        String occasion,
        String result,
        String reason,
        List<ListInForce.Edition> lists,
        List<Party> parties,
        List<Hit> hits,
        Instant screenedAt) {

    record Hit(Party party, ListEntry entry, String entryName, double score, String explanation) {

        static Hit of(Party party, Match match) {
            return new Hit(party, match.entry(), match.name(), match.score(), match.explanation());
        }
    }

    /** A hit that waits for a person: the party as submitted, and the entry as it was on the list. */
    public record OpenHit(
            String id, Party party, ListEntry entry, String entryName, double score, String explanation) {}

    /** @param resolution null as long as nobody has looked at it */
    public record ResolvedHit(
            OpenHit hit, Instant screenedAt, String resolution, String note, String resolvedBy, Instant resolvedAt) {}

    /**
     * A screening as it is on record, with its hits and what became of them.
     *
     * @param lists each with its version
     */
    public record OnRecord(
            Instant screenedAt,
            String occasion,
            String result,
            String reason,
            List<String> lists,
            List<ResolvedHit> hits) {}

    /** For the record: who was found to resemble which entry; what the entry says is kept with the hit. */
    Map<String, Object> summary() {
        return Map.of(
                "result", result,
                "reason", reason,
                "lists", lists,
                "parties", parties.stream().map(Party::name).toList(),
                "hits",
                        hits.stream()
                                .map(hit -> Map.of(
                                        "party", hit.party().name(),
                                        "list", hit.entry().list(),
                                        "entry", hit.entry().id(),
                                        "score", hit.score()))
                                .toList());
    }

    static Screening of(
            String applicationId, String occasion, List<Party> parties, Screener.Outcome outcome, Instant now) {
        var hits = new ArrayList<Hit>();
        outcome.found().forEach(found -> found.matches().forEach(match -> hits.add(Hit.of(found.party(), match))));
        String result = !outcome.isAvailable()
                ? Screenings.UNAVAILABLE
                : outcome.isClear() ? Screenings.CLEAR : Screenings.HITS;
        return new Screening(
                UUID.randomUUID().toString(),
                applicationId,
                occasion,
                result,
                outcome.isAvailable() ? "" : outcome.unavailable(),
                outcome.lists().stream().map(ListInForce::edition).toList(),
                parties,
                hits,
                now);
    }
}
