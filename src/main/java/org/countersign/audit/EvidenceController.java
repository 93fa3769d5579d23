package org.countersign.audit;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.audit.AuditController.Sent;
import org.countersign.audit.ReceiveEvidence.Offer;
import org.countersign.document.Document;
import org.countersign.document.Purpose;
import org.countersign.document.Uploads;
import org.countersign.lab.Lab;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.problem.NotFound;
import org.countersign.workflow.Attempts;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where a lab sends the evidence of an audit: words with links, or a file. */
@Tag(name = "Audits")
@RestController
class EvidenceController {

    private static final String PATH = "/api/v1/audits/{id}/evidence";

    private final Applications applications;
    private final Licenses licenses;
    private final Audits audits;
    private final ReceiveEvidence receiveEvidence;
    private final Uploads uploads;
    private final Attempts attempts;

    EvidenceController(
            Applications applications,
            Licenses licenses,
            Audits audits,
            ReceiveEvidence receiveEvidence,
            Uploads uploads,
            Attempts attempts) {
        this.applications = applications;
        this.licenses = licenses;
        this.audits = audits;
        this.receiveEvidence = receiveEvidence;
        this.uploads = uploads;
        this.attempts = attempts;
    }

    @Schema(name = "AuditEvidenceWords")
    record Words(
            @Size(max = 100) String requestId,
            @NotBlank @Size(max = 20_000) String text,
            @Size(max = 20) List<@NotBlank @Size(max = 500) String> links) {

        Words {
            links = links == null ? List.of() : links;
        }
    }

    @Operation(operationId = "sendAuditEvidence", summary = "Send evidence while the audit is open, asked for or not")
    @ApiResponse(responseCode = "201", description = "Kept with the audit")
    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    public ResponseEntity<Sent> send(Lab lab, @PathVariable String id, @Valid @RequestBody Words words) {
        License license = own(lab, id);
        return kept(
                license,
                attempts.at(() -> receiveEvidence.receive(
                        license.applicationId(),
                        id,
                        new Offer(words.requestId(), words.text().strip(), words.links(), null),
                        lab.id())));
    }

    @Schema(name = "AuditEvidenceForm")
    record Form(@Schema(type = "string", format = "binary", requiredMode = Schema.RequiredMode.REQUIRED) String file) {}

    @Operation(
            operationId = "sendAuditEvidenceFile",
            summary = "Send one file while the audit is open; the same file twice is one piece",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                                            schema = @Schema(implementation = Form.class))))
    @ApiResponse(responseCode = "201", description = "Kept with the audit, now or before")
    @PostMapping(path = PATH, consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    public ResponseEntity<Sent> sendFile(
            Lab lab, @PathVariable String id, @RequestParam Optional<String> requestId, HttpServletRequest request) {
        License license = own(lab, id);
        var kept = new AtomicReference<Evidence.Piece>();
        uploads.add(applications.get(license.applicationId()), lab.id(), request, new Purpose() {
            @Override
            public void requireRoom(Application held) {
                receiveEvidence.requireRoom(id, requestId.orElse(null));
            }

            @Override
            public void remember(Document document) {
                var offer = new Offer(requestId.orElse(null), "", List.of(), document.id());
                kept.set(receiveEvidence.receive(license.applicationId(), id, offer, lab.id()));
            }
        });
        return kept(license, kept.get());
    }

    private static ResponseEntity<Sent> kept(License license, Evidence.Piece piece) {
        return ResponseEntity.created(URI.create("/api/v1/licenses/" + license.id() + "/audits"))
                .body(Sent.of(piece));
    }

    private License own(Lab lab, String id) {
        return licenses.get(audits.find(lab.id(), id)
                .orElseThrow(() -> new NotFound("audit"))
                .licenseId());
    }
}
