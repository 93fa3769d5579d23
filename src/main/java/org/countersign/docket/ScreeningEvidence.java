package org.countersign.docket;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.countersign.screening.ListEntry;
import org.countersign.screening.Party;
import org.countersign.screening.Screening;
import org.countersign.screening.Screenings;
import org.springframework.stereotype.Component;

/** What the screenings of a case's parties found: each party beside the entry it resembles. */
@Component
class ScreeningEvidence {

    private final Screenings screenings;

    ScreeningEvidence(Screenings screenings) {
        this.screenings = screenings;
    }

    /** @param reason why there is no answer; empty when there is one */
    record Screened(Instant at, String occasion, String result, String reason, List<String> lists, List<Hit> hits) {}

    record Hit(
            String role,
            String party,
            String list,
            String score,
            String explanation,
            List<Side> evidence,
            String resolution,
            String note,
            String resolvedBy,
            Instant resolvedAt) {}

    /** One thing compared: as submitted, and as the list has it. */
    record Side(String what, String submitted, String listed) {}

    /** Oldest first; none when the parties have not been screened. */
    List<Screened> of(String applicationId) {
        return screenings.of(applicationId).stream()
                .map(screening -> new Screened(
                        screening.screenedAt(),
                        screening.occasion(),
                        screening.result(),
                        screening.reason(),
                        screening.lists(),
                        screening.hits().stream().map(ScreeningEvidence::hit).toList()))
                .toList();
    }

    private static Hit hit(Screening.ResolvedHit resolved) {
        Screening.OpenHit hit = resolved.hit();
        return new Hit(
                hit.party().role(),
                hit.party().name(),
                hit.entry().list(),
                String.format(Locale.ENGLISH, "%.0f %%", hit.score() * 100),
                hit.explanation(),
                sides(hit, hit.party(), hit.entry()),
                resolved.resolution(),
                resolved.note(),
                resolved.resolvedBy(),
                resolved.resolvedAt());
    }

    private static List<Side> sides(Screening.OpenHit hit, Party party, ListEntry entry) {
        return Stream.of(
                        new Side("Name", party.name(), entry.name()),
                        new Side("Other names", "", ScreeningFacts.aliases(hit, entry)),
                        new Side("Type", party.type().key(), entry.type().key()),
                        new Side("Born", said(party.dateOfBirth()), String.join("; ", entry.datesOfBirth())),
                        new Side(
                                "Country",
                                said(party.country()),
                                joined(entry.citizenships(), String.join(", ", entry.countries()))),
                        new Side("Title and addresses", "", joined(entry.title(), entry.addresses())),
                        new Side("Source", "", joined(entry.source(), entry.programs(), entry.entityNumber())),
                        new Side("Remarks", "", entry.remarks()),
                        new Side("Published at", "", entry.url()))
                .filter(side -> !side.submitted().isBlank() || !side.listed().isBlank())
                .toList();
    }

    private static String said(String submitted) {
        return submitted == null ? "not submitted" : submitted;
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isBlank()).collect(Collectors.joining(", "));
    }
}
