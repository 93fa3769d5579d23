package org.countersign.docket;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.countersign.appeal.Appeals;
import org.countersign.appeal.FiledAppeal;
import org.countersign.application.Applications;
import org.countersign.clock.MissedDeadlines;
import org.countersign.license.Conditions;
import org.countersign.license.Suspensions;
import org.countersign.signoff.Agencies;
import org.countersign.signoff.CommerceDecisions;
import org.countersign.signoff.Positions;
import org.springframework.stereotype.Component;

/** What was decided and what the applicant says against it, as the form of the appeals office shows it. */
@Component
class AppealFacts {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "d MMM yyyy HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Appeals appeals;
    private final Applications applications;
    private final CommerceDecisions commerce;
    private final Positions positions;
    private final Conditions conditions;
    private final MissedDeadlines missed;
    private final Suspensions suspensions;
    private final Agencies agencies;
    private final Offices offices;

    AppealFacts(
            Appeals appeals,
            Applications applications,
            CommerceDecisions commerce,
            Positions positions,
            Conditions conditions,
            MissedDeadlines missed,
            Suspensions suspensions,
            Agencies agencies,
            Offices offices) {
        this.appeals = appeals;
        this.applications = applications;
        this.commerce = commerce;
        this.positions = positions;
        this.conditions = conditions;
        this.missed = missed;
        this.suspensions = suspensions;
        this.agencies = agencies;
        this.offices = offices;
    }

    record Fact(String fact, String value) {}

    record DecisionRow(String outcome, String reasons, String by) {}

    record Choice(String label, String value) {}

    Map<String, Object> of(String applicationId, String appealId) {
        if (appealId == null) {
            return Map.of("remandFacts", remandOf(applicationId));
        }
        FiledAppeal appeal = appeals.get(appealId);
        var facts = new LinkedHashMap<String, Object>();
        facts.put("appealFacts", factsOf(appeal));
        facts.put("decisionFacts", decisionsOn(applicationId));
        Map<String, String> names = agencies.shortNames();
        facts.put(
                "agencyChoices",
                positions.of(applicationId).stream()
                        .map(position -> new Choice(names.get(position.agency()), position.agency()))
                        .toList());
        return facts;
    }

    /** For an agency that signs off after an appeal: why it does. */
    private List<Fact> remandOf(String applicationId) {
        return appeals.of(applicationId).stream()
                .filter(FiledAppeal::changesADenial)
                .reduce((earlier, later) -> later)
                .map(appeal -> Stream.of(
                        new Fact(
                                "The appeals office decided",
                                MINUTE.format(appeal.ruling().decidedAt())),
                        new Fact("For its reasons", appeal.ruling().reasons().applicant()),
                        new Fact(
                                "Not for the applicant",
                                appeal.ruling().reasons().internally()),
                        new Fact("The applicant had said", appeal.text())))
                .orElse(Stream.empty())
                .filter(fact -> !fact.value().isBlank())
                .toList();
    }

    private List<Fact> factsOf(FiledAppeal appeal) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("Against", appeal.ground().key().replace('-', ' ')));
        facts.add(new Fact("Which", subjectOf(appeal)));
        facts.add(new Fact("The applicant says", appeal.text()));
        facts.add(new Fact("Filed", MINUTE.format(appeal.filedAt()) + " by " + appeal.filedBy()));
        facts.add(new Fact("To be decided by", MINUTE.format(appeal.targetOn())));
        return facts;
    }

    private String subjectOf(FiledAppeal appeal) {
        return switch (appeal.ground()) {
            case CONDITION ->
                conditions.ofApplication(appeal.applicationId()).stream()
                        .filter(condition -> condition.id().equals(appeal.subject()))
                        .map(condition -> agencies.shortNames().get(condition.agency()) + ": " + condition.text())
                        .findFirst()
                        .orElse(appeal.subject());
            case MISSED_DEADLINE ->
                missed.of(appeal.applicationId()).stream()
                        .filter(deadline -> deadline.id().equals(appeal.subject()))
                        .map(deadline -> "%s had until %s to %s"
                                .formatted(
                                        offices.titles().getOrDefault(deadline.holder(), deadline.holder()),
                                        MINUTE.format(deadline.dueOn()),
                                        Offices.taskOf(deadline.clock())))
                        .findFirst()
                        .orElse(appeal.subject());
            case DENIAL -> "the decision below";
            case SUSPENSION ->
                suspensions.inForceFor(appeal.applicationId()).stream()
                        .filter(suspension -> suspension.id().equals(appeal.subject()))
                        .map(suspension -> "%s (by %s, %s)"
                                .formatted(
                                        suspension.reasons(),
                                        suspension.suspendedBy(),
                                        MINUTE.format(suspension.suspendedAt())))
                        .findFirst()
                        .orElse("a suspension that is lifted by now");
        };
    }

    private List<DecisionRow> decisionsOn(String applicationId) {
        var rows = new ArrayList<DecisionRow>();
        commerce.allOn(applicationId)
                .forEach(decision -> rows.add(new DecisionRow(
                        "Commerce: " + decision.outcome(),
                        decision.reasons().applicant(),
                        by(decision.signedBy(), decision.signedAt()))));
        applications
                .decisionsOn(applicationId)
                .forEach(decision -> rows.add(new DecisionRow(
                        decision.outcome().replace('-', ' '),
                        decision.reasons(),
                        by(decision.decidedBy(), decision.decidedAt()))));
        return rows;
    }

    private static String by(String person, Instant at) {
        return person + ", " + MINUTE.format(at);
    }
}
