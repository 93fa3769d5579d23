package org.countersign.notification;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.countersign.directive.Changes;
import org.countersign.directive.Directive;
import org.countersign.directive.ForeignPersonRules;
import org.countersign.release.Release;
import org.springframework.stereotype.Component;

/** The words about directives, for labs: what to switch off, until when, and what has ended. The evidence stays inside. */
@Component
class DirectiveLetters {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final ForeignPersonRules rules;
    private final Changes changes;

    DirectiveLetters(ForeignPersonRules rules, Changes changes) {
        this.rules = rules;
        this.changes = changes;
    }

    /** @param releases of the lab that is told; it learns of no others */
    Letters.Letter write(String kind, Directive directive, List<Release> releases) {
        String reference = directive.reference();
        String body =
                switch (kind) {
                    case "directive-in-force" -> inForce(directive, releases);
                    case "directive-narrowed" ->
                        """
                        Directive %s spares more customers from now on; for all others it stands until %s. The reasons:

                        %s

                        GET /api/v1/directives/%s names those of yours."""
                                .formatted(reference, minute(directive.expiresAt()), reasons(directive), reference);
                    case "directive-lifted" ->
                        """
                        Directive %s is lifted. Licenses that nothing else suspends are in force again. The reasons:

                        %s"""
                                .formatted(reference, reasons(directive));
                    case "directive-expired" ->
                        """
                        Directive %s has reached its end, %s. Licenses that nothing else suspends are in force again."""
                                .formatted(reference, minute(directive.expiresAt()));
                    case "directive-reminder" ->
                        """
                        You have not acknowledged directive %s, in force since %s.

                        %s"""
                                .formatted(reference, minute(directive.inForceAt()), acknowledge(reference));
                    default -> throw new IllegalStateException("There is no notice of the kind " + kind);
                };
        return new Letters.Letter("%s: %s".formatted(reference, kind), body.strip() + "\n");
    }

    private String inForce(Directive directive, List<Release> releases) {
        String rule = directive.foreignPersonRule() == null
                ? ""
                : "\nWho is a foreign person: "
                        + rules.get(directive.foreignPersonRule()).text();
        return """
                Directive %s is in force since %s and until %s.

                It cuts off: %s
                From: %s%s
                Legal ground: %s

                The status lists say so already. Gateways that follow them have nothing more to do; switch off whatever does not.

                %s"""
                .formatted(
                        directive.reference(),
                        minute(directive.inForceAt()),
                        minute(directive.expiresAt()),
                        directive.population().isOfCustomers()
                                ? "customers that the directive names"
                                : directive.populationInWords(),
                        directive.releaseIds().isEmpty() ? directive.releasesInWords() : named(directive, releases),
                        rule,
                        directive.legalGround(),
                        acknowledge(directive.reference()));
    }

    private static String named(Directive directive, List<Release> releases) {
        return releases.stream()
                .map(Release::id)
                .filter(directive.releaseIds()::contains)
                .collect(Collectors.joining(", "));
    }

    private static String acknowledge(String reference) {
        return "When every gateway of yours says no, tell us: POST /api/v1/directives/%s/acknowledgements"
                .formatted(reference);
    }

    private String reasons(Directive directive) {
        return changes.latestOf(directive.id()).orElseThrow().reasons();
    }

    private static String minute(Instant moment) {
        return MINUTE.format(moment);
    }
}
