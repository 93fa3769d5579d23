package org.countersign.docket;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.countersign.workflow.Migrations;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** For process owners: what a changed diagram would mean for what runs already, and taking that over. */
@Tag(name = "Staff")
@SecurityRequirement(name = "staff")
@RestController
@RequestMapping("/api/v1/processes/{process}/migration")
class MigrationController {

    private final MoveInstances moveInstances;

    MigrationController(MoveInstances moveInstances) {
        this.moveInstances = moveInstances;
    }

    record Moving(@NotBlank @Size(max = MoveInstances.LONGEST_REASONS) String reasons) {}

    @Operation(operationId = "previewMigration", summary = "What would move to the newest version, and what cannot")
    @ApiResponse(responseCode = "200", description = "Nothing is changed")
    @GetMapping
    public Migrations.Outcome preview(
            @PathVariable String process,
            @Parameter(description = "So many are passed over, having been looked at before")
                    @RequestParam(defaultValue = "0")
                    int skip) {
        return moveInstances.preview(process, skip);
    }

    @Operation(operationId = "moveInstances", summary = "Move what can move to the newest version")
    @ApiResponse(responseCode = "200", description = "What has moved, and what could not")
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    public Migrations.Outcome apply(
            Authentication owner,
            @PathVariable String process,
            @Parameter(description = "So many that have not moved before are passed over")
                    @RequestParam(defaultValue = "0")
                    int skip,
            @Valid @RequestBody Moving moving) {
        return moveInstances.apply(owner.getName(), process, skip, moving.reasons());
    }
}
