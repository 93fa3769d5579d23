package org.countersign.docket;

import io.swagger.v3.oas.annotations.Hidden;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.countersign.audit.OpenAudits;
import org.countersign.finding.OpenFindings;
import org.countersign.license.SuspendedLicenses;
import org.countersign.license.Watched;
import org.countersign.usage.LateReports;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** For everybody: how many of each there are, and nothing of whom. */
@Hidden
@Controller
class StatisticsPages {

    private final SuspendedLicenses licenses;
    private final OpenAudits audits;
    private final OpenFindings findings;
    private final LateReports reports;
    private final Clock clock;

    StatisticsPages(
            SuspendedLicenses licenses, OpenAudits audits, OpenFindings findings, LateReports reports, Clock clock) {
        this.licenses = licenses;
        this.audits = audits;
        this.findings = findings;
        this.reports = reports;
        this.clock = clock;
    }

    /** @param audits closed ones by their result */
    record Statistics(
            Instant countedAt,
            long licensesInForce,
            long licensesSuspended,
            Map<String, Long> audits,
            long auditsOpen,
            long findingsOpen,
            long reportsOverdue) {}

    @GetMapping("/statistics")
    @Transactional(readOnly = true)
    public String page(Model model) {
        model.addAttribute("s", counted());
        return "statistics";
    }

    @GetMapping(path = "/statistics.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @Transactional(readOnly = true)
    @ResponseBody
    public Statistics json() {
        return counted();
    }

    private Statistics counted() {
        return new Statistics(
                clock.instant(),
                licenses.inForce(),
                licenses.count(Watched.ALL),
                audits.closedByResult(),
                audits.count(Watched.ALL),
                findings.count(Watched.ALL),
                reports.count(Watched.ALL));
    }
}
