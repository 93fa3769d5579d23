package org.countersign.docket;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.countersign.audit.OpenAudits;
import org.countersign.finding.OpenFindings;
import org.countersign.lab.Lab;
import org.countersign.license.Watched;
import org.countersign.usage.LateReports;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A lab reads what its licenses ask of it now. */
@Tag(name = "Licenses")
@RestController
class OversightController {

    private static final int SHOWN = 1_000;

    private final LateReports reports;
    private final OpenFindings findings;
    private final OpenAudits audits;

    OversightController(LateReports reports, OpenFindings findings, OpenAudits audits) {
        this.reports = reports;
        this.findings = findings;
        this.audits = audits;
    }

    @Schema(name = "OverdueReport", description = "The oldest report that is missing, and what has followed so far")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Overdue(
            String licenseId,
            String reference,
            String customerId,
            String releaseId,
            LocalDate periodStart,
            LocalDate periodEnd,
            Instant dueOn,
            @Schema(allowableValues = {"reminder", "warning", "suspension", "proposal"}) String step) {}

    @Schema(name = "OpenFinding")
    record Found(
            String licenseId,
            String reference,
            String customerId,
            String releaseId,
            String id,
            @Schema(allowableValues = {"audit", "usage"}) String source,
            String text,
            Instant dueOn) {}

    @Schema(name = "OpenAudit")
    record Audited(
            String licenseId,
            String reference,
            String customerId,
            String releaseId,
            String id,
            @Schema(allowableValues = {"scheduled", "ordered"}) String occasion,
            Instant dueOn,
            Instant openedAt) {}

    @Schema(name = "OversightTotals")
    record Totals(long overdueReports, long openFindings, long openAudits) {}

    @Schema(name = "Oversight", description = "Of each the 1,000 most urgent; totals counts all")
    record Oversight(List<Overdue> overdueReports, List<Found> openFindings, List<Audited> openAudits, Totals totals) {}

    @Operation(operationId = "getOversight", summary = "What the lab's licenses ask of it now")
    @GetMapping("/api/v1/oversight")
    @Transactional(readOnly = true)
    public Oversight of(Lab lab) {
        Watched own = Watched.of(lab.id());
        return new Oversight(
                reports.of(own, SHOWN).stream().map(OversightController::view).toList(),
                findings.of(own, SHOWN).stream().map(OversightController::view).toList(),
                audits.of(own, SHOWN).stream().map(OversightController::view).toList(),
                new Totals(reports.count(own), findings.count(own), audits.count(own)));
    }

    private static Overdue view(LateReports.LateReport report) {
        return new Overdue(
                report.licenseId(),
                report.reference(),
                report.customerId(),
                report.releaseId(),
                report.periodStart(),
                report.periodEnd(),
                report.dueOn(),
                report.step());
    }

    private static Found view(OpenFindings.OpenFinding finding) {
        return new Found(
                finding.licenseId(),
                finding.reference(),
                finding.customerId(),
                finding.releaseId(),
                finding.id(),
                finding.source(),
                finding.text(),
                finding.dueOn());
    }

    private static Audited view(OpenAudits.OpenAudit audit) {
        return new Audited(
                audit.licenseId(),
                audit.reference(),
                audit.customerId(),
                audit.releaseId(),
                audit.id(),
                audit.occasion(),
                audit.dueOn(),
                audit.openedAt());
    }
}
