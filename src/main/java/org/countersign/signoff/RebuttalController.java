package org.countersign.signoff;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.countersign.application.Applications;
import org.countersign.lab.Lab;
import org.countersign.problem.NotFound;
import org.countersign.workflow.Attempts;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Applications")
@RestController
class RebuttalController {

    private final Applications applications;
    private final ReceiveRebuttal receiveRebuttal;
    private final Attempts attempts;

    RebuttalController(Applications applications, ReceiveRebuttal receiveRebuttal, Attempts attempts) {
        this.applications = applications;
        this.receiveRebuttal = receiveRebuttal;
        this.attempts = attempts;
    }

    record Rebuttal(
            @NotBlank @Size(max = 20_000) String text,
            @Size(max = 20) List<@NotBlank @Size(max = 500) String> evidence) {

        Rebuttal {
            evidence = evidence == null ? List.of() : evidence;
        }
    }

    record Received(Instant receivedAt, Instant finalOn) {}

    @Operation(operationId = "rebutDenial", summary = "Answer a notice of denial; Commerce considers the answer")
    @PostMapping(path = "/api/v1/applications/{id}/rebuttal", consumes = MediaType.APPLICATION_JSON_VALUE)
    public Received rebut(Lab lab, @PathVariable String id, @Valid @RequestBody Rebuttal rebuttal) {
        return attempts.at(() -> {
            var application = applications.find(lab.id(), id).orElseThrow(() -> new NotFound("application"));
            DenialNotice notice = receiveRebuttal.receive(application, rebuttal.text(), rebuttal.evidence(), lab.id());
            return new Received(notice.rebuttal().receivedAt(), notice.finalOn());
        });
    }
}
