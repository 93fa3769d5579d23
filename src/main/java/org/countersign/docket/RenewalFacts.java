package org.countersign.docket;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.audit.Audits;
import org.countersign.clock.Days;
import org.countersign.finding.Finding;
import org.countersign.finding.Findings;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.risk.RiskAssessments;
import org.countersign.signoff.Agencies;
import org.countersign.usage.MissingReports;
import org.countersign.usage.UsageReports;
import org.countersign.usage.UsageSummary;
import org.springframework.stereotype.Component;

/** What reviewers of a renewal have to know: what is new, and how the license was kept until now. */
@Component
class RenewalFacts {

    private final Applications applications;
    private final Licenses licenses;
    private final RiskAssessments assessments;
    private final UsageReports reports;
    private final MissingReports missing;
    private final Audits audits;
    private final Findings findings;
    private final Agencies agencies;
    private final Clock clock;

    RenewalFacts(
            Applications applications,
            Licenses licenses,
            RiskAssessments assessments,
            UsageReports reports,
            MissingReports missing,
            Audits audits,
            Findings findings,
            Agencies agencies,
            Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.assessments = assessments;
        this.reports = reports;
        this.missing = missing;
        this.audits = audits;
        this.findings = findings;
        this.agencies = agencies;
        this.clock = clock;
    }

    /**
     * A renewal beside what it renews.
     *
     * @param reference of the case of the license that is renewed
     * @param missing reports that are overdue while it lives
     * @param conditions in force on that license: they carry over
     */
    record Renewal(
            License license,
            String reference,
            List<Differences.Difference> differences,
            UsageTrend usage,
            List<MissingReports.MissingReport> missing,
            List<Audits.Audit> audits,
            List<Finding> findings,
            List<License.Condition> conditions) {}

    /** Empty when the application renews nothing. */
    Optional<Renewal> of(Application application) {
        if (application.submission().renews() == null) {
            return Optional.empty();
        }
        License license = licenses.get(application.submission().renews());
        Application before = applications.get(license.applicationId());
        return Optional.of(new Renewal(
                license,
                before.reference(),
                differences(license, before, application),
                UsageTrend.of(reports.recent(license.id(), UsageSummary.USUAL_PERIODS)),
                missingOf(license),
                audits.of(license.id()),
                findings.of(license.id()),
                license.conditions().stream()
                        .filter(condition -> condition.releasedAt() == null)
                        .toList()));
    }

    private List<MissingReports.MissingReport> missingOf(License license) {
        return license.isAlive(clock.instant())
                ? missing.arrearsOf(license.id())
                        .map(MissingReports.Arrears::reports)
                        .orElse(List.of())
                : List.of();
    }

    private List<Differences.Difference> differences(License license, Application before, Application now) {
        var differences = new ArrayList<>(Differences.between(before.submission(), now.submission()));
        assessments
                .of(now.id())
                .filter(assessed -> !assessed.band().equals(license.band()))
                .ifPresent(assessed ->
                        differences.add(new Differences.Difference("Risk band", license.band(), assessed.band())));
        return differences;
    }

    record UsageRow(String period, String requests, String users, String incidents) {}

    record AuditRow(String due, String result, String findings) {}

    record ConditionRow(String agency, String condition) {}

    /** For the forms; each table says in words that there is nothing to say. No rows at all: nothing is renewed. */
    Map<String, Object> rows(Application application) {
        return of(application)
                .<Map<String, Object>>map(renewal -> Map.of(
                        "renewalChanges", changes(renewal),
                        "renewalUsage", usage(renewal),
                        "renewalAudits", audits(renewal),
                        "renewalConditions", conditions(renewal)))
                .orElse(Map.of());
    }

    private static List<Differences.Difference> changes(Renewal renewal) {
        return renewal.differences().isEmpty()
                ? List.of(new Differences.Difference("Nothing", "as in " + renewal.reference(), "the same"))
                : renewal.differences();
    }

    private static List<UsageRow> usage(Renewal renewal) {
        if (renewal.usage().isEmpty() && renewal.missing().isEmpty()) {
            return List.of(new UsageRow("No usage was reported.", "", "", ""));
        }
        return Stream.concat(
                        renewal.usage().periods().stream().map(RenewalFacts::row),
                        renewal.missing().stream()
                                .map(report -> new UsageRow(
                                        Days.brief(report.periodStart()) + " to " + Days.brief(report.periodEnd()),
                                        "missing",
                                        "",
                                        "")))
                .toList();
    }

    private static UsageRow row(UsageSummary.Period period) {
        return new UsageRow(
                Days.brief(period.periodStart()) + " to " + Days.brief(period.periodEnd()),
                "%,d".formatted(period.requests()),
                "%,d, foreign persons %,d".formatted(period.activeUsers(), period.foreignUsers()),
                "%,d".formatted(period.incidents()));
    }

    private static List<AuditRow> audits(Renewal renewal) {
        List<AuditRow> rows = new ArrayList<>();
        renewal.audits()
                .forEach(audit -> rows.add(new AuditRow(
                        Days.brief(audit.dueOn()),
                        audit.status(),
                        found(renewal.findings(), finding -> finding.foundIn().equals(audit.id())))));
        if (rows.isEmpty()) {
            rows.add(new AuditRow("No audit was due yet.", "", ""));
        }
        String byReports = found(renewal.findings(), finding -> finding.source().equals(Finding.USAGE));
        if (!byReports.isEmpty()) {
            rows.add(new AuditRow("Usage reports", "findings", byReports));
        }
        return rows;
    }

    private static String found(List<Finding> findings, Predicate<Finding> wanted) {
        return String.join(
                "\n",
                findings.stream()
                        .filter(wanted)
                        .map(finding -> finding.text()
                                + (finding.open()
                                        ? " (to be put right by " + Days.brief(finding.dueOn()) + ")"
                                        : " (put right)"))
                        .toList());
    }

    private List<ConditionRow> conditions(Renewal renewal) {
        Map<String, String> names = agencies.shortNames();
        return renewal.conditions().isEmpty()
                ? List.of(new ConditionRow("None", ""))
                : renewal.conditions().stream()
                        .map(condition -> new ConditionRow(names.get(condition.agency()), condition.text()))
                        .toList();
    }
}
