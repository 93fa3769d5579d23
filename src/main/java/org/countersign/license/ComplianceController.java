package org.countersign.license;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.countersign.lab.Lab;
import org.countersign.problem.NotFound;
import org.countersign.workflow.Attempts;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A lab's chance to comply before a license is revoked. */
@Tag(name = "Licenses")
@RestController
class ComplianceController {

    private final Licenses licenses;
    private final ReceiveCompliance receiveCompliance;
    private final Attempts attempts;

    ComplianceController(Licenses licenses, ReceiveCompliance receiveCompliance, Attempts attempts) {
        this.licenses = licenses;
        this.receiveCompliance = receiveCompliance;
        this.attempts = attempts;
    }

    record Compliance(
            @NotBlank @Size(max = 20_000) String text,
            @Size(max = 20) List<@NotBlank @Size(max = 500) String> evidence) {

        Compliance {
            evidence = evidence == null ? List.of() : evidence;
        }
    }

    record Received(String revocationId, Instant receivedAt) {}

    @Operation(
            operationId = "answerRevocation",
            summary = "Answer the notice that a license is to be revoked; Commerce reads it before it decides")
    @PostMapping(path = "/api/v1/licenses/{id}/compliance", consumes = MediaType.APPLICATION_JSON_VALUE)
    public Received answer(Lab lab, @PathVariable String id, @Valid @RequestBody Compliance compliance) {
        return attempts.at(() -> {
            License license = licenses.find(lab.id(), id).orElseThrow(() -> new NotFound("license"));
            Revocation answered =
                    receiveCompliance.receive(license, compliance.text().strip(), compliance.evidence(), lab.id());
            return new Received(answered.id(), answered.answer().receivedAt());
        });
    }
}
