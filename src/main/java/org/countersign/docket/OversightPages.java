package org.countersign.docket;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.countersign.audit.OpenAudits;
import org.countersign.finding.OpenFindings;
import org.countersign.license.SuspendedLicenses;
import org.countersign.license.Watched;
import org.countersign.problem.PlainText;
import org.countersign.usage.LateReports;
import org.countersign.workflow.ComingAudits;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** For staff: what all licenses in force ask for today, the most urgent of each first. */
@Controller
class OversightPages {

    private static final int SHOWN = 100;
    private static final int LONGEST_SEARCH = 100;
    private static final int DAYS_AHEAD = 30;

    private final OpenAudits audits;
    private final ComingAudits coming;
    private final LateReports reports;
    private final OpenFindings findings;
    private final SuspendedLicenses suspended;
    private final Clock clock;

    OversightPages(
            OpenAudits audits,
            ComingAudits coming,
            LateReports reports,
            OpenFindings findings,
            SuspendedLicenses suspended,
            Clock clock) {
        this.audits = audits;
        this.coming = coming;
        this.reports = reports;
        this.findings = findings;
        this.suspended = suspended;
        this.clock = clock;
    }

    /** The most urgent rows, and how many there are. */
    record Top<T>(List<T> rows, long total) {

        /** The rest is found by searching. */
        public boolean isCut() {
            return rows.size() < total;
        }
    }

    @GetMapping("/oversight")
    @Transactional(readOnly = true)
    public ModelAndView oversight(@RequestParam(defaultValue = "") String q) {
        String words = q.strip();
        boolean searchable = words.length() <= LONGEST_SEARCH && PlainText.isPlain(words);
        var watched = new Watched("", searchable ? words : "");
        Instant now = clock.instant();
        return new ModelAndView("oversight")
                .addObject("audits", new Top<>(audits.of(watched, SHOWN), audits.count(watched)))
                .addObject("coming", coming(watched.words(), now.plus(Duration.ofDays(DAYS_AHEAD))))
                .addObject("daysAhead", DAYS_AHEAD)
                .addObject("reports", new Top<>(reports.of(watched, SHOWN), reports.count(watched)))
                .addObject("findings", new Top<>(findings.of(watched, SHOWN), findings.count(watched)))
                .addObject("suspended", new Top<>(suspended.of(watched, SHOWN), suspended.count(watched)))
                .addObject("now", now)
                .addObject("q", watched.words());
    }

    /** The timers know the reference of their case and no customer. */
    private Top<ComingAudits.ComingAudit> coming(String words, Instant last) {
        if (words.isEmpty()) {
            return new Top<>(coming.until(last, SHOWN), coming.countUntil(last));
        }
        List<ComingAudits.ComingAudit> ofCase = coming.of(words, last);
        return new Top<>(ofCase, ofCase.size());
    }
}
