package org.countersign.usage;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.countersign.finding.Finding;
import org.countersign.finding.Findings;
import org.countersign.finding.MendBy;
import org.countersign.license.Licenses;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What reports have shown outside the bounds. The first of a kind raises a finding; what follows while it is open belongs to it. */
@Repository
class Deviations {

    private static final String SYSTEM = "system";

    private final JdbcClient db;
    private final Findings findings;
    private final Licenses licenses;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Deviations(JdbcClient db, Findings findings, Licenses licenses, ApplicationEventPublisher events, Clock clock) {
        this.db = db;
        this.findings = findings;
        this.licenses = licenses;
        this.events = events;
        this.clock = clock;
    }

    /** Of one report. */
    record Shown(Incoming.Key report, Deviation deviation) {}

    private record Kind(String licenseId, String kind) {}

    @Transactional(propagation = Propagation.MANDATORY)
    public void add(List<Shown> all) {
        if (all.isEmpty()) {
            return;
        }
        Map<Kind, String> open = openOf(
                all.stream().map(shown -> shown.report().licenseId()).distinct().toList());
        String[] findingIds = all.stream()
                .map(shown -> open.computeIfAbsent(
                        new Kind(shown.report().licenseId(), shown.deviation().kind()), kind -> raise(shown)))
                .toArray(String[]::new);
        db.sql(
                        """
                INSERT INTO usage_deviation (license_id, report_id, kind, finding_id, said)
                SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])""")
                .params(
                        all.stream().map(shown -> shown.report().licenseId()).toArray(String[]::new),
                        all.stream().map(shown -> shown.report().reportId()).toArray(String[]::new),
                        all.stream().map(shown -> shown.deviation().kind()).toArray(String[]::new),
                        findingIds,
                        all.stream().map(shown -> shown.deviation().said()).toArray(String[]::new))
                .update();
        all.stream()
                .filter(shown -> shown.deviation().kind().equals(Checks.INCIDENTS))
                .map(shown -> new IncidentsReported(
                        shown.report().licenseId(), shown.deviation().said()))
                .forEach(events::publishEvent);
    }

    private String raise(Shown shown) {
        LocalDate mendBy =
                CoveredDays.day(clock.instant()).plusDays(shown.deviation().days());
        return findings.raise(
                        licenses.get(shown.report().licenseId()),
                        Finding.USAGE,
                        shown.report().reportId(),
                        shown.deviation().said(),
                        MendBy.endOf(mendBy),
                        SYSTEM)
                .id();
    }

    private Map<Kind, String> openOf(Collection<String> licenseIds) {
        Map<Kind, String> open = new HashMap<>();
        db.sql(
                        """
                SELECT DISTINCT d.license_id, d.kind, d.finding_id
                FROM usage_deviation d JOIN finding f ON f.id = d.finding_id
                WHERE d.license_id = ANY (?::text[]) AND f.open""")
                .param(licenseIds.toArray(String[]::new))
                .query(row -> {
                    open.put(new Kind(row.getString("license_id"), row.getString("kind")), row.getString("finding_id"));
                });
        return open;
    }
}
