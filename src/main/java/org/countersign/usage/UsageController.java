package org.countersign.usage;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Optional;
import org.countersign.application.Cursor;
import org.countersign.lab.Lab;
import org.countersign.license.Licenses;
import org.countersign.problem.Malformed;
import org.countersign.problem.NotFound;
import org.countersign.problem.PlainText;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Usage reports")
@RestController
@RequestMapping("/api/v1/licenses/{id}/usage-reports")
class UsageController {

    private static final int MOST_A_PAGE = 100;

    private final Licenses licenses;
    private final UsageReports reports;
    private final Together together;
    private final Fingerprint fingerprint;

    UsageController(Licenses licenses, UsageReports reports, Together together, Fingerprint fingerprint) {
        this.licenses = licenses;
        this.reports = reports;
        this.together = together;
        this.fingerprint = fingerprint;
    }

    @Operation(
            operationId = "reportUsage",
            summary = "Report the use of a license in one period",
            description =
                    "Days are days of UTC, the last one included. The same report again gets the same answer and is"
                            + " counted once; the same reportId with other content is refused with 409. A report of exactly the"
                            + " period of an earlier one takes its place.")
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Receipt report(Lab lab, @PathVariable String id, @Valid @RequestBody UsageReport report) {
        requirePlain(id);
        Outcome outcome = together.take(new Incoming(lab.id(), id, report, fingerprint.of(report)));
        if (outcome.complaint() != null) {
            throw outcome.complaint().asRefusal();
        }
        return outcome.receipt();
    }

    @Schema(name = "UsageReportPage")
    record Page(List<UsageReports.View> items, String nextCursor) {}

    @Operation(operationId = "listUsageReports", summary = "The reports of a license in the order they came")
    @GetMapping
    @Transactional(readOnly = true)
    public Page list(
            Lab lab,
            @PathVariable String id,
            @Parameter(description = "nextCursor of the page before") @RequestParam Optional<String> cursor,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "100", defaultValue = "20"))
                    @RequestParam(defaultValue = "20")
                    int limit) {
        if (limit < 1 || limit > MOST_A_PAGE) {
            throw new Malformed("limit", "The limit must be 1 to " + MOST_A_PAGE + ".");
        }
        requirePlain(id);
        if (!licenses.isOf(lab.id(), id)) {
            throw new NotFound("license");
        }
        // One more than asked for tells whether there is a next page.
        List<UsageReports.Listed> found =
                reports.page(id, cursor.map(Cursor::parse).orElse(0L), limit + 1);
        boolean more = found.size() > limit;
        List<UsageReports.Listed> page = more ? found.subList(0, limit) : found;
        return new Page(
                page.stream().map(UsageReports.Listed::view).toList(),
                more ? Cursor.of(page.get(limit - 1).number()) : null);
    }

    private static void requirePlain(String id) {
        if (!PlainText.isPlain(id)) {
            throw new NotFound("license");
        }
    }
}
