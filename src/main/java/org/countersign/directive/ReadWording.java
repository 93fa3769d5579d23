package org.countersign.directive;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.countersign.application.Submission;
import org.countersign.lab.Lab;
import org.countersign.lab.Labs;
import org.countersign.release.Release;
import org.countersign.release.Releases;
import org.countersign.workflow.Start;
import org.springframework.stereotype.Component;

/** Reads the start form. What nobody knows is refused: a misspelt name would cut off nobody, and nobody would see it. */
@Component
class ReadWording {

    private static final String POPULATION = "population";
    private static final String RELEASES = "releaseIds";
    private static final String EXPIRES_ON = "expiresOn";
    private static final String ALL = "all";
    private static final List<String> BANDS = List.of("low", "moderate", "high", "severe");

    private final Releases releases;
    private final Labs labs;
    private final KnownCustomers customers;
    private final ForeignPersonRules rules;
    private final DirectiveSettings settings;
    private final Clock clock;

    ReadWording(
            Releases releases,
            Labs labs,
            KnownCustomers customers,
            ForeignPersonRules rules,
            DirectiveSettings settings,
            Clock clock) {
        this.releases = releases;
        this.labs = labs;
        this.customers = customers;
        this.rules = rules;
        this.settings = settings;
        this.clock = clock;
    }

    Wording from(Start start) {
        Population population = population(start);
        List<String> carveOuts = start.list("carveOuts");
        requireKnown(start, "carveOuts", customers.unknownAmong(carveOuts), "customer");
        return new Wording(
                population,
                releaseIds(start),
                carveOuts,
                population.isForeignPersons() ? rule(start) : null,
                start.requiredText("legalGround", "Name the law the directive rests on."),
                start.requiredText(
                        "evidence", "Say what shows that it is needed: a report, a finding, where it is kept."),
                exception(start),
                expiry(start));
    }

    private Population population(Start start) {
        String entered = start.requiredText(POPULATION, "Say whom the directive cuts off, for example everybody.");
        int colon = entered.indexOf(':');
        String kind =
                (colon < 0 ? entered : entered.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
        List<String> members = colon < 0
                ? List.of()
                : Arrays.stream(entered.substring(colon + 1).split("[,;\\s]+"))
                        .filter(member -> !member.isEmpty())
                        .distinct()
                        .toList();
        switch (kind) {
            case "everybody", Population.FOREIGN_PERSONS, "lab-staff" -> {
                if (colon >= 0) {
                    throw start.refused(POPULATION, kind + " stands alone; take away what follows it.");
                }
            }
            case Population.CUSTOMERS -> requireKnown(start, POPULATION, customers.unknownAmong(members), "customer");
            case "band" -> requireKnown(start, POPULATION, without(members, BANDS), "band");
            case "domain" -> requireKnown(start, POPULATION, without(members, Submission.domains()), "domain");
            case "lab" ->
                requireKnown(
                        start,
                        POPULATION,
                        without(members, labs.all().stream().map(Lab::id).toList()),
                        "lab");
            default ->
                throw start.refused(
                        POPULATION,
                        "Write everybody, foreign-persons, lab-staff, customers:…, band:…, domain:… or lab:…");
        }
        if (colon >= 0 && members.isEmpty()) {
            throw start.refused(POPULATION, "Name at least one after %s:".formatted(kind));
        }
        if (colon < 0 && List.of(Population.CUSTOMERS, "band", "domain", "lab").contains(kind)) {
            throw start.refused(POPULATION, "Name at least one: %s:…".formatted(kind));
        }
        return new Population(kind, members);
    }

    /** None for all. */
    private List<String> releaseIds(Start start) {
        List<String> named = start.list(RELEASES);
        if (named.isEmpty()) {
            throw start.refused(RELEASES, "Name the releases, or write all.");
        }
        if (named.equals(List.of(ALL))) {
            return List.of();
        }
        if (named.contains(ALL)) {
            throw start.refused(RELEASES, "Write all, or name releases, not both.");
        }
        requireKnown(
                start,
                RELEASES,
                without(named, releases.all().stream().map(Release::id).toList()),
                "release");
        return named;
    }

    private String rule(Start start) {
        String chosen = start.text("foreignPersonRule");
        if (chosen.isEmpty()) {
            return ForeignPersonRules.WIDEST;
        }
        return start.choice("foreignPersonRule", rules.ids().toArray(String[]::new));
    }

    /** Not asked of those who draft over the API: to act before notice at all, this is the one a directive is for. */
    private String exception(Start start) {
        return start.text("exception").isEmpty()
                ? "public-health-interest-or-safety"
                : start.choice("exception", "public-health-interest-or-safety", "wilfulness");
    }

    /** A day counts to its end, UTC. */
    private Instant expiry(Start start) {
        String entered = start.requiredText(EXPIRES_ON, "Say until when; a directive without an end is not one.");
        Instant expiry;
        try {
            expiry = entered.length() == 10
                    ? endOf(LocalDate.parse(entered))
                    : OffsetDateTime.parse(entered).toInstant();
        } catch (DateTimeParseException e) {
            throw start.refused(EXPIRES_ON, "Enter a date such as 2026-12-31.");
        }
        Instant now = clock.instant();
        if (!expiry.isAfter(now)) {
            throw start.refused(EXPIRES_ON, "This has passed already.");
        }
        LocalDate last = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(settings.longestDays());
        if (expiry.isAfter(endOf(last))) {
            throw start.refused(
                    EXPIRES_ON,
                    "At most %d days ahead: until %s. What is needed longer is drafted again."
                            .formatted(settings.longestDays(), last));
        }
        return expiry;
    }

    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static List<String> without(List<String> named, List<String> known) {
        return named.stream().filter(name -> !known.contains(name)).toList();
    }

    private static void requireKnown(Start start, String field, List<String> unknown, String what) {
        if (!unknown.isEmpty()) {
            throw start.refused(field, Words.nobodyKnows(what, unknown));
        }
    }
}
