package org.countersign.docket;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.countersign.directive.Acknowledgements;
import org.countersign.directive.Changes;
import org.countersign.directive.Directive;
import org.countersign.directive.Directives;
import org.countersign.directive.ForeignPersonRules;
import org.countersign.directive.Hits;
import org.countersign.directive.Signatures;
import org.countersign.release.Releases;
import org.springframework.stereotype.Component;

/** A directive as the forms of the directors show it: its words, whom it hits at this moment, and what became of it. */
@Component
class DirectiveFacts {

    private static final int LICENSES_SHOWN = 20;

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "d MMM yyyy HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Directives directives;
    private final Hits hits;
    private final Changes changes;
    private final Signatures signatures;
    private final Acknowledgements acknowledgements;
    private final ForeignPersonRules rules;
    private final Releases releases;
    private final Offices offices;

    DirectiveFacts(
            Directives directives,
            Hits hits,
            Changes changes,
            Signatures signatures,
            Acknowledgements acknowledgements,
            ForeignPersonRules rules,
            Releases releases,
            Offices offices) {
        this.directives = directives;
        this.hits = hits;
        this.changes = changes;
        this.signatures = signatures;
        this.acknowledgements = acknowledgements;
        this.rules = rules;
        this.releases = releases;
        this.offices = offices;
    }

    record ReleaseRow(String release, String name, String lab, String gate) {}

    record Fact(String fact, String value) {}

    record GroupRow(String lab, String release, String band, String licenses, String users) {}

    record StaffRow(String lab, String release, String who) {}

    record LicenseRow(String license, String customer, String release, String users) {}

    record LabRow(String lab, String dark, String gateways) {}

    record ChangeRow(String change, String reasons, String signatures) {}

    /** The releases and labs there are, for whoever drafts a directive. */
    Map<String, Object> atStart() {
        return Map.of(
                "releaseRows",
                releases.all().stream()
                        .map(release -> new ReleaseRow(release.id(), release.name(), release.labId(), release.gate()))
                        .toList());
    }

    Map<String, Object> of(String directiveId) {
        if (directiveId == null) {
            return Map.of();
        }
        Directive directive = directives.get(directiveId);
        var facts = new LinkedHashMap<String, Object>();
        facts.put("directivePage", directive.reference());
        facts.put("directiveFacts", words(directive));
        List<Changes.Change> all = changes.of(directiveId);
        if (directive.wasInForce()) {
            facts.put("directiveProgress", progress(directive));
            facts.put("acknowledgementRows", labs(directive));
            facts.put("changeRows", rows(directiveId, all));
            if (!all.isEmpty()) {
                facts.put("liftingFacts", lifting(all.get(all.size() - 1)));
            }
        } else {
            blast(directive, facts);
        }
        return facts;
    }

    private void blast(Directive directive, Map<String, Object> facts) {
        List<Hits.Group> groups = hits.groupsNow(directive.id());
        var rows = new ArrayList<GroupRow>();
        groups.forEach(group -> rows.add(new GroupRow(
                group.labId(), group.releaseId(), group.band(), number(group.licenses()), number(group.users()))));
        if (groups.size() > 1) {
            rows.add(new GroupRow(
                    "All together",
                    "",
                    "",
                    number(groups.stream().mapToLong(Hits.Group::licenses).sum()),
                    number(groups.stream().mapToLong(Hits.Group::users).sum())));
        }
        facts.put("blastRows", rows);
        String who = directive.population().isForeignPersons() ? "its foreign persons" : "all of it";
        facts.put(
                "blastStaff",
                hits.staff(directive.id()).stream()
                        .map(staff -> new StaffRow(staff.labId(), staff.releaseId(), who))
                        .toList());
        facts.put(
                "blastFirst",
                hits.firstNow(directive.id(), LICENSES_SHOWN).stream()
                        .map(license -> new LicenseRow(
                                license.id(), license.customerId(), license.releaseId(), number(license.users())))
                        .toList());
    }

    private List<Fact> words(Directive directive) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("Reference", directive.reference()));
        facts.add(new Fact("Cuts off", directive.populationInWords()));
        facts.add(new Fact("From", directive.releasesInWords()));
        facts.add(new Fact(
                "Spares", directive.carveOuts().isEmpty() ? "nobody" : String.join(", ", directive.carveOuts())));
        if (directive.foreignPersonRule() != null) {
            ForeignPersonRules.Rule rule = rules.get(directive.foreignPersonRule());
            facts.add(new Fact(
                    "Who is a foreign person",
                    "%s (%s, version %s)".formatted(rule.text(), rule.source(), rule.version())));
        }
        facts.add(new Fact("Legal ground", directive.legalGround()));
        facts.add(new Fact("Evidence", directive.evidence()));
        facts.add(new Fact("Without notice because of", directive.exceptionInWords()));
        facts.add(new Fact("Until", MINUTE.format(directive.expiresAt())));
        facts.add(new Fact("Drafted by", by(directive.draftedBy(), directive.draftedFor(), directive.draftedAt())));
        facts.add(new Fact(
                "Hit when drafted",
                "%s licenses, %s users declared"
                        .formatted(
                                number(directive.previewed().licenses()),
                                number(directive.previewed().users()))));
        return facts;
    }

    private List<Fact> progress(Directive directive) {
        Hits.Darkness darkness = hits.darkness(directive.id());
        return List.of(
                new Fact("In force since", MINUTE.format(directive.inForceAt())),
                new Fact("Licenses taken out of force", number(darkness.licenses())),
                new Fact("Still so under this directive", number(darkness.dark())));
    }

    private List<LabRow> labs(Directive directive) {
        var rows = new ArrayList<LabRow>();
        acknowledgements
                .of(directive.id())
                .forEach(told -> rows.add(new LabRow(
                        told.labId(), inWords(told.timeToDark(directive)), String.valueOf(told.gateways()))));
        acknowledgements
                .missingOf(directive.id())
                .forEach(lab -> rows.add(new LabRow(lab, "has not acknowledged", "")));
        return rows;
    }

    private List<ChangeRow> rows(String directiveId, List<Changes.Change> all) {
        List<Signatures.Signature> signed = signatures.under(directiveId);
        return all.stream()
                .map(change -> new ChangeRow(
                        change.inWords(),
                        change.reasons(),
                        by(change.draftedBy(), change.draftedFor(), change.draftedAt()) + "; "
                                + signed.stream()
                                        .filter(signature -> signature.step() == change.step())
                                        .map(this::inWords)
                                        .findFirst()
                                        .orElse("waits for a second signature")))
                .toList();
    }

    private List<Fact> lifting(Changes.Change change) {
        return List.of(
                new Fact("What", change.inWords()),
                new Fact("Reasons", change.reasons()),
                new Fact("Drafted by", by(change.draftedBy(), change.draftedFor(), change.draftedAt())));
    }

    private String inWords(Signatures.Signature signature) {
        return "%s by %s%s"
                .formatted(
                        signature.accepted() ? "signed" : "refused",
                        by(signature.signedBy(), signature.signedFor(), signature.signedAt()),
                        signature.note().isEmpty() ? "" : ": " + signature.note());
    }

    private String by(String person, String agency, Instant at) {
        return "%s for %s, %s".formatted(person, offices.names().getOrDefault(agency, agency), MINUTE.format(at));
    }

    private static String number(long count) {
        return String.format(Locale.ENGLISH, "%,d", count);
    }

    /** Whole seconds matter in an emergency, and no less. */
    static String inWords(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return "%d min %d s".formatted(seconds / 60, seconds % 60);
        }
        return seconds < 172_800
                ? "%d h %d min".formatted(seconds / 3_600, seconds % 3_600 / 60)
                : "%d days %d h".formatted(seconds / 86_400, seconds % 86_400 / 3_600);
    }
}
