package org.countersign.docket;

import io.swagger.v3.oas.annotations.Hidden;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.countersign.docket.Statistics.Counted;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** For everybody: the numbers as a page, as JSON and as CSV. */
@Hidden
@Controller
class StatisticsPages {

    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");

    private final Statistics statistics;
    private final Clock clock;

    StatisticsPages(Statistics statistics, Clock clock) {
        this.statistics = statistics;
        this.clock = clock;
    }

    @GetMapping("/statistics")
    String page(Model model) {
        model.addAttribute("s", statistics.counted());
        model.addAttribute("goodFor", Statistics.GOOD_FOR.toSeconds());
        return "statistics";
    }

    @GetMapping(path = "/statistics.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Counted> json() {
        Counted counted = statistics.counted();
        return answer(counted).contentType(MediaType.APPLICATION_JSON).body(counted);
    }

    /** The same under the same names, one row. */
    @GetMapping(path = "/statistics.csv", produces = "text/csv")
    ResponseEntity<String> csv() {
        Counted counted = statistics.counted();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("countedAt", counted.countedAt());
        row.put("licensesInForce", counted.licensesInForce());
        row.put("licensesSuspended", counted.licensesSuspended());
        counted.audits().forEach((result, audits) -> row.put("audits." + result, audits));
        row.put("auditsOpen", counted.auditsOpen());
        row.put("findingsOpen", counted.findingsOpen());
        row.put("reportsOverdue", counted.reportsOverdue());
        return answer(counted)
                .contentType(CSV)
                .header("Content-Disposition", "attachment; filename=\"statistics.csv\"")
                .body(Csv.of(row.keySet(), row.values()));
    }

    /** No copy on the way is older than what the nodes show. */
    private ResponseEntity.BodyBuilder answer(Counted counted) {
        Duration left = counted.goodFor(clock.instant());
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(left.isNegative() ? Duration.ZERO : left)
                        .cachePublic());
    }
}
