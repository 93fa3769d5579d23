package org.countersign.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import org.countersign.access.StaffGroups;
import org.countersign.application.Applications;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.workflow.Attempts;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For auditors and directors: an audit out of its turn, and what is asked of the lab. */
@Tag(name = "Staff")
@SecurityRequirement(name = "staff")
@RestController
@RequestMapping(path = "/api/v1/staff", consumes = MediaType.APPLICATION_JSON_VALUE)
class StaffAuditController {

    private final OrderAudit orderAudit;
    private final AskForEvidence askForEvidence;
    private final Applications applications;
    private final Licenses licenses;
    private final Audits audits;
    private final Attempts attempts;

    StaffAuditController(
            OrderAudit orderAudit,
            AskForEvidence askForEvidence,
            Applications applications,
            Licenses licenses,
            Audits audits,
            Attempts attempts) {
        this.orderAudit = orderAudit;
        this.askForEvidence = askForEvidence;
        this.applications = applications;
        this.licenses = licenses;
        this.audits = audits;
        this.attempts = attempts;
    }

    @Schema(name = "AuditOrder")
    record Order(@NotBlank @Size(max = 4_000) String reasons) {}

    @Schema(name = "OrderedAudit")
    record Ordered(String id, String licenseId, String reference) {}

    @Operation(operationId = "orderAudit", summary = "Order an audit out of its turn; for directors and auditors")
    @ApiResponse(responseCode = "201", description = "The auditors have it in their queue")
    @PostMapping("/licenses/{id}/audits")
    public ResponseEntity<Ordered> order(
            Authentication person, @PathVariable String id, @Valid @RequestBody Order order) {
        String auditId = attempts.at(
                () -> orderAudit.order(id, order.reasons().strip(), person.getName(), StaffGroups.of(person)));
        String reference = applications.get(licenses.get(id).applicationId()).reference();
        return ResponseEntity.created(URI.create("/cases/" + reference)).body(new Ordered(auditId, id, reference));
    }

    @Schema(name = "EvidenceQuestion")
    record Question(
            @NotBlank @Size(max = 4_000) String question,
            @Schema(description = "A date, such as 2026-12-31; until its end, in UTC") @NotBlank @Size(max = 30)
                    String dueOn) {}

    @Schema(name = "EvidenceRequest")
    record Asked(String id, String auditId, String question, Instant dueOn) {}

    @Operation(operationId = "requestAuditEvidence", summary = "Ask the lab for evidence; for auditors")
    @ApiResponse(responseCode = "201", description = "The lab and the customer are told")
    @PostMapping("/audits/{id}/requests")
    public ResponseEntity<Asked> ask(
            Authentication auditor, @PathVariable String id, @Valid @RequestBody Question question) {
        Evidence.Request asked = attempts.at(() -> askForEvidence.ask(
                id, question.question().strip(), question.dueOn(), auditor.getName(), StaffGroups.of(auditor)));
        License license = licenses.get(audits.get(id).licenseId());
        return ResponseEntity.created(URI.create(
                        "/cases/" + applications.get(license.applicationId()).reference()))
                .body(new Asked(asked.id(), asked.auditId(), asked.question(), asked.dueOn()));
    }
}
