package org.countersign.docket;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.screening.ListEntry;
import org.countersign.screening.Party;
import org.countersign.screening.Screening;
import org.countersign.screening.Screenings;
import org.springframework.stereotype.Component;

/** The hits of a screening as forms show them: the party as submitted beside the entry as published. */
@Component
class ScreeningFacts {

    private static final int MOST_ALIASES = 10;

    private final Screenings screenings;

    ScreeningFacts(Screenings screenings) {
        this.screenings = screenings;
    }

    record HitRow(
            String party,
            String entry,
            String aliases,
            String born,
            String country,
            String source,
            String score,
            String explanation,
            String addresses,
            String remarks,
            String url) {}

    record ResolvedRow(String party, String entry, String resolution, String note, String by) {}

    Map<String, Object> of(String applicationId) {
        return Map.of("screeningHits", open(applicationId), "resolvedHits", resolved(applicationId));
    }

    private List<HitRow> open(String applicationId) {
        return screenings.openHitsOf(applicationId).stream()
                .map(hit -> row(hit, hit.party(), hit.entry()))
                .toList();
    }

    private static HitRow row(Screening.OpenHit hit, Party party, ListEntry entry) {
        return new HitRow(
                "%s: %s (%s)"
                        .formatted(
                                party.role(), party.name(), kindOf(party.type().key())),
                "%s (%s)".formatted(entry.name(), kindOf(entry.type().key())),
                aliases(hit, entry),
                beside(party.dateOfBirth(), String.join("; ", entry.datesOfBirth())),
                beside(party.country(), joined(entry.citizenships(), String.join(", ", entry.countries()))),
                joined(entry.source(), entry.programs(), "No. " + entry.entityNumber(), "list " + entry.list()),
                String.format(Locale.ENGLISH, "%.0f %%", hit.score() * 100),
                hit.explanation(),
                joined(entry.title(), entry.addresses()),
                entry.remarks(),
                entry.url());
    }

    private static String kindOf(String type) {
        return type.equals("unknown") ? "person or organization" : type;
    }

    /** The name that made the hit first; of the others, no more than can be read. */
    static String aliases(Screening.OpenHit hit, ListEntry entry) {
        List<String> others = Stream.concat(Stream.of(hit.entryName()), entry.names().stream())
                .distinct()
                .filter(name -> !name.equals(entry.name()))
                .toList();
        String shown = others.stream().limit(MOST_ALIASES).collect(Collectors.joining("; "));
        return others.size() > MOST_ALIASES ? shown + " and %d more".formatted(others.size() - MOST_ALIASES) : shown;
    }

    private static String beside(String submitted, String published) {
        return "%s | %s"
                .formatted(
                        submitted == null ? "not submitted" : submitted,
                        published.isEmpty() ? "not published" : published);
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isBlank()).collect(Collectors.joining(", "));
    }

    private List<ResolvedRow> resolved(String applicationId) {
        return screenings.hitsOf(applicationId).stream()
                .filter(hit -> hit.resolution() != null)
                .map(hit -> new ResolvedRow(
                        hit.hit().party().name(),
                        hit.hit().entry().name(),
                        hit.resolution().replace('-', ' '),
                        hit.note(),
                        hit.resolvedBy()))
                .toList();
    }
}
