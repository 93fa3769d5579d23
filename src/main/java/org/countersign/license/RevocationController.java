package org.countersign.license;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import org.countersign.workflow.Attempts;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For directors: taking a license away for cause. */
@Tag(name = "Staff")
@SecurityRequirement(name = "staff")
@RestController
@RequestMapping(path = "/api/v1/licenses/{id}/revocation", consumes = MediaType.APPLICATION_JSON_VALUE)
class RevocationController {

    private final OpenRevocation openRevocation;
    private final Applications applications;
    private final Attempts attempts;

    RevocationController(OpenRevocation openRevocation, Applications applications, Attempts attempts) {
        this.openRevocation = openRevocation;
        this.applications = applications;
        this.attempts = attempts;
    }

    @Schema(name = "Revocation")
    record Opening(
            @NotBlank @Size(max = OpenRevocation.LONGEST_TEXT) String ground,
            @NotBlank @Size(max = OpenRevocation.LONGEST_TEXT) String evidence,
            @NotBlank @Size(max = OpenRevocation.LONGEST_TEXT) String whatToDo,
            @Schema(
                            description =
                                    "Why there is no time for notice (5 USC 558(c)); the license is then suspended"
                                            + " at once.",
                            allowableValues = {"wilfulness", "public-health-interest-or-safety"})
                    @Size(max = 100)
                    String exception) {}

    record Withdrawing(@NotBlank @Size(max = OpenRevocation.LONGEST_TEXT) String reasons) {}

    @Schema(name = "RevocationState")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record State(
            String id,
            String licenseId,
            String reference,
            String state,
            String exception,
            Instant openedAt,
            Instant complyBy) {}

    @Operation(operationId = "openRevocation", summary = "Open the revocation of a license; for directors")
    @ApiResponse(responseCode = "201", description = "The lab and the customer are told")
    @PostMapping
    public ResponseEntity<State> open(
            Authentication director, @PathVariable String id, @Valid @RequestBody Opening opening) {
        Revocation opened = attempts.at(() -> openRevocation.open(
                id,
                new OpenRevocation.Wanted(
                        opening.ground(), opening.evidence(), opening.whatToDo(), opening.exception()),
                director.getName(),
                StaffGroups.of(director)));
        State state = state(opened);
        return ResponseEntity.created(URI.create("/cases/" + state.reference())).body(state);
    }

    @Operation(operationId = "withdrawRevocation", summary = "Take back a revocation one has opened oneself")
    @PostMapping("/withdrawal")
    public State withdraw(
            Authentication director, @PathVariable String id, @Valid @RequestBody Withdrawing withdrawing) {
        return state(attempts.at(() ->
                openRevocation.withdraw(id, withdrawing.reasons(), director.getName(), StaffGroups.of(director))));
    }

    private State state(Revocation of) {
        return new State(
                of.id(),
                of.licenseId(),
                applications.get(of.applicationId()).reference(),
                of.state(),
                of.exception(),
                of.openedAt(),
                of.complyBy());
    }
}
