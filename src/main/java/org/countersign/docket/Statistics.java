package org.countersign.docket;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.countersign.audit.OpenAudits;
import org.countersign.finding.OpenFindings;
import org.countersign.license.SuspendedLicenses;
import org.countersign.license.Watched;
import org.countersign.usage.LateReports;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How many of each there are, and nothing of whom. Each node counts at most once a minute: anybody may ask as often as he
 * likes and costs the database nothing.
 */
@Component
class Statistics {

    static final Duration GOOD_FOR = Duration.ofSeconds(60);

    private final SuspendedLicenses licenses;
    private final OpenAudits audits;
    private final OpenFindings findings;
    private final LateReports reports;
    private final TransactionTemplate transaction;
    private final Clock clock;

    private volatile Counted last;

    Statistics(
            SuspendedLicenses licenses,
            OpenAudits audits,
            OpenFindings findings,
            LateReports reports,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.licenses = licenses;
        this.audits = audits;
        this.findings = findings;
        this.reports = reports;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setReadOnly(true);
        this.clock = clock;
    }

    /** @param audits closed ones by their result */
    record Counted(
            Instant countedAt,
            long licensesInForce,
            long licensesSuspended,
            Map<String, Long> audits,
            long auditsOpen,
            long findingsOpen,
            long reportsOverdue) {

        /** How long it may still be shown; zero or less: no longer. */
        Duration goodFor(Instant now) {
            return GOOD_FOR.minus(Duration.between(countedAt, now));
        }
    }

    Counted counted() {
        Counted known = last;
        return isGood(known) ? known : countOnce();
    }

    /** Whoever comes meanwhile waits for this count and starts none of his own. */
    private synchronized Counted countOnce() {
        if (!isGood(last)) {
            last = transaction.execute(status -> count());
        }
        return last;
    }

    private boolean isGood(Counted counted) {
        return counted != null && counted.goodFor(clock.instant()).compareTo(Duration.ZERO) > 0;
    }

    private Counted count() {
        return new Counted(
                clock.instant(),
                licenses.inForce(),
                licenses.count(Watched.ALL),
                audits.closedByResult(),
                audits.count(Watched.ALL),
                findings.count(Watched.ALL),
                reports.count(Watched.ALL));
    }
}
