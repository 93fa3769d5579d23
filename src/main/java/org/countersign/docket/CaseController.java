package org.countersign.docket;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import org.countersign.access.StaffGroups;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.problem.NotFound;
import org.countersign.signoff.SignOff;
import org.countersign.workflow.Recusals;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For staff: what they do to a case outside its tasks. */
@Tag(name = "Staff")
@SecurityRequirement(name = "staff")
@RestController
@RequestMapping(path = "/api/v1/cases/{reference}", consumes = MediaType.APPLICATION_JSON_VALUE)
class CaseController {

    private final Applications applications;
    private final CaseActions actions;

    CaseController(Applications applications, CaseActions actions) {
        this.applications = applications;
        this.actions = actions;
    }

    record Recusing(@NotBlank @Size(max = 4_000) String reasons) {}

    record Recused(String reference, String person, String reasons, Instant recusedAt) {}

    @Operation(operationId = "stepBack", summary = "Step back from a case for good")
    @ApiResponse(responseCode = "201", description = "The case and its tasks are closed to this person from now on")
    @PostMapping("/recusal")
    ResponseEntity<Recused> stepBack(
            Authentication person, @PathVariable String reference, @Valid @RequestBody Recusing recusing) {
        Application application = find(reference);
        Recusals.Recusal recusal =
                actions.stepBack(application, person.getName(), StaffGroups.of(person), recusing.reasons());
        return created(application, new Recused(reference, recusal.person(), recusal.reasons(), recusal.recusedAt()));
    }

    record Adding(@NotBlank @Size(max = 100) String agency, @NotBlank @Size(max = 4_000) String reasons) {}

    record Added(String reference, String agency, Instant requestedAt, Instant dueOn) {}

    @Operation(operationId = "addAgency", summary = "Ask one more agency for its position; for directors")
    @ApiResponse(responseCode = "201", description = "Its sign-off is open and its clock runs")
    @PostMapping("/agencies")
    ResponseEntity<Added> addAgency(
            Authentication person, @PathVariable String reference, @Valid @RequestBody Adding adding) {
        Application application = find(reference);
        SignOff added = actions.addAgency(
                application, adding.agency(), adding.reasons(), person.getName(), StaffGroups.of(person));
        return created(application, new Added(reference, added.agency(), added.requestedAt(), added.dueOn()));
    }

    private Application find(String reference) {
        return applications.byReference(reference).orElseThrow(() -> new NotFound("case"));
    }

    private static <T> ResponseEntity<T> created(Application application, T body) {
        return ResponseEntity.created(URI.create("/cases/" + application.reference()))
                .body(body);
    }
}
