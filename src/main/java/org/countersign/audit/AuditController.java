package org.countersign.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.countersign.audit.Audits.Audit;
import org.countersign.finding.Finding;
import org.countersign.finding.Findings;
import org.countersign.lab.Lab;
import org.countersign.license.Licenses;
import org.countersign.problem.NotFound;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A lab reads how its licenses were audited, what is asked of it, and what it has to put right. */
@Tag(name = "Audits")
@RestController
class AuditController {

    private final Licenses licenses;
    private final Audits audits;
    private final Samples samples;
    private final Evidence evidence;
    private final Findings findings;

    AuditController(Licenses licenses, Audits audits, Samples samples, Evidence evidence, Findings findings) {
        this.licenses = licenses;
        this.audits = audits;
        this.samples = samples;
        this.evidence = evidence;
        this.findings = findings;
    }

    @Schema(name = "AuditSample", description = "What is looked at, and what is needed to draw it again")
    record Drawn(String seed, List<String> items, String itemsSha256, List<String> byRisk, List<String> atRandom) {}

    @Schema(name = "AuditRequest")
    record Asked(String id, String question, Instant askedAt, Instant dueOn) {}

    @Schema(name = "AuditEvidence")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sent(String id, String requestId, String text, List<String> links, String documentId, Instant receivedAt) {

        static Sent of(Evidence.Piece piece) {
            return new Sent(
                    piece.id(), piece.requestId(), piece.text(), piece.links(), piece.documentId(), piece.receivedAt());
        }
    }

    @Schema(name = "Finding")
    record Found(String id, String text, Instant raisedAt, Instant dueOn, boolean open) {}

    @Schema(name = "Audit")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String id,
            @Schema(allowableValues = {"scheduled", "ordered"}) String occasion,
            Instant dueOn,
            Instant openedAt,
            @Schema(allowableValues = {"open", "passed", "findings", "failed", "moot"}) String status,
            Instant auditedAt,
            Drawn sample,
            List<Asked> requests,
            List<Sent> evidence,
            List<Found> findings) {}

    @Schema(name = "AuditList")
    record History(List<View> items) {}

    @Operation(operationId = "listAudits", summary = "The audits of a license, oldest first")
    @GetMapping("/api/v1/licenses/{id}/audits")
    @Transactional(readOnly = true)
    public History of(Lab lab, @PathVariable String id) {
        String licenseId = licenses.find(lab.id(), id)
                .orElseThrow(() -> new NotFound("license"))
                .id();
        List<Finding> found = findings.of(licenseId);
        return new History(
                audits.of(licenseId).stream().map(audit -> view(audit, found)).toList());
    }

    private View view(Audit audit, List<Finding> found) {
        return new View(
                audit.id(),
                audit.occasion(),
                audit.dueOn(),
                audit.openedAt(),
                audit.status(),
                audit.isOpen() ? null : audit.auditedAt(),
                samples.of(audit.id()).map(AuditController::drawn).orElse(null),
                evidence.requestsOf(audit.id()).stream()
                        .map(request -> new Asked(request.id(), request.question(), request.askedAt(), request.dueOn()))
                        .toList(),
                evidence.of(audit.id()).stream().map(Sent::of).toList(),
                found.stream()
                        .filter(finding -> finding.foundIn().equals(audit.id()))
                        .map(finding -> new Found(
                                finding.id(), finding.text(), finding.raisedAt(), finding.dueOn(), finding.open()))
                        .toList());
    }

    private static Drawn drawn(Sample sample) {
        return new Drawn(
                sample.seed(),
                sample.items().stream().map(AuditItems.Item::id).toList(),
                sample.itemsSha256(),
                sample.byRisk(),
                sample.atRandom());
    }
}
