package org.countersign.license;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.countersign.access.StaffGroups;
import org.countersign.workflow.Attempts;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For directors: what becomes of the conditions their agency has set. */
@Tag(name = "Staff")
@SecurityRequirement(name = "staff")
@RestController
@RequestMapping(path = "/api/v1/conditions/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
class ConditionController {

    private final ChangeCondition changeCondition;
    private final Attempts attempts;

    ConditionController(ChangeCondition changeCondition, Attempts attempts) {
        this.changeCondition = changeCondition;
        this.attempts = attempts;
    }

    record Release(@NotBlank @Size(max = 4_000) String reasons) {}

    record Change(@NotBlank @Size(max = 1_000) String text, @NotBlank @Size(max = 4_000) String reasons) {}

    @Operation(operationId = "releaseCondition", summary = "Release a condition of the director's own agency")
    @PostMapping("/release")
    public Conditions.Standing release(
            Authentication director, @PathVariable String id, @Valid @RequestBody Release release) {
        return attempts.at(
                () -> changeCondition.release(id, director.getName(), StaffGroups.of(director), release.reasons()));
    }

    @Operation(operationId = "changeCondition", summary = "Put another condition in the place of the agency's own")
    @PostMapping("/change")
    public Conditions.Standing change(
            Authentication director, @PathVariable String id, @Valid @RequestBody Change change) {
        return attempts.at(() -> changeCondition.change(
                id, change.text(), director.getName(), StaffGroups.of(director), change.reasons()));
    }
}
