package org.countersign.appeal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.lab.Lab;
import org.countersign.problem.NotFound;
import org.countersign.workflow.Attempts;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Applications")
@RestController
class AppealController {

    private final Applications applications;
    private final FileAppeal fileAppeal;
    private final Attempts attempts;

    AppealController(Applications applications, FileAppeal fileAppeal, Attempts attempts) {
        this.applications = applications;
        this.fileAppeal = fileAppeal;
        this.attempts = attempts;
    }

    @Schema(name = "Appeal")
    record Filing(
            @Schema(allowableValues = {"denial", "condition", "suspension", "missed-deadline"})
                    @NotBlank
                    @Size(max = 50)
                    String ground,
            @Schema(
                            description =
                                    "Which condition, suspension or missed deadline; left out: the latest not appealed yet.")
                    @Size(max = 100)
                    String subject,
            @NotBlank @Size(max = FileAppeal.LONGEST_TEXT) String text) {}

    @Schema(name = "AppealReceipt")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Filed(String id, int number, String ground, String subject, String status, Instant targetOn) {}

    @Operation(
            operationId = "appealDecision",
            summary = "Appeal a denial, a condition, a suspension or a missed deadline")
    @ApiResponse(responseCode = "201", description = "Filed; people who took no part in the case decide it")
    @PostMapping(path = "/api/v1/applications/{id}/appeal", consumes = MediaType.APPLICATION_JSON_VALUE)
    public ResponseEntity<Filed> appeal(Lab lab, @PathVariable String id, @Valid @RequestBody Filing filing) {
        FiledAppeal filed = attempts.at(() -> {
            Application application = applications.find(lab.id(), id).orElseThrow(() -> new NotFound("application"));
            return fileAppeal.file(application, filing.ground(), filing.subject(), filing.text(), lab.id());
        });
        return ResponseEntity.created(URI.create("/api/v1/applications/" + filed.applicationId()))
                .body(new Filed(
                        filed.id(),
                        filed.number(),
                        filed.ground().key(),
                        filed.subject(),
                        "pending",
                        filed.targetOn()));
    }
}
