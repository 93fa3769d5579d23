package org.countersign.docket;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.countersign.journal.Journal;
import org.countersign.problem.Malformed;
import org.countersign.problem.NotFound;
import org.countersign.workflow.Migrations;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.transaction.support.TransactionTemplate;
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

    private final Migrations migrations;
    private final Journal journal;
    private final TransactionTemplate transaction;

    MigrationController(Migrations migrations, Journal journal, TransactionTemplate transaction) {
        this.migrations = migrations;
        this.journal = journal;
        this.transaction = transaction;
    }

    record Moving(@NotBlank @Size(max = 4_000) String reasons) {}

    @Operation(operationId = "previewMigration", summary = "What would move to the newest version, and what cannot")
    @ApiResponse(responseCode = "200", description = "Nothing is changed")
    @GetMapping
    public Migrations.Outcome preview(
            @PathVariable String process,
            @Parameter(description = "So many are passed over, having been looked at before")
                    @RequestParam(defaultValue = "0")
                    int skip) {
        return migrations.preview(known(process), notNegative(skip));
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
        // On record before the first one moves: each moves in a transaction of its own.
        Migrations.Outcome planned = migrations.preview(known(process), notNegative(skip));
        transaction.executeWithoutResult(status -> journal.record(
                owner.getName(),
                "instances-migrated",
                process,
                Map.of(
                        "process", process,
                        "toVersion", planned.to(),
                        "instances", planned.movable(),
                        "reasons", moving.reasons())));
        return migrations.apply(process, skip);
    }

    private static int notNegative(int skip) {
        if (skip < 0) {
            throw new Malformed("skip", "How many are passed over cannot be negative.");
        }
        return skip;
    }

    private String known(String process) {
        if (!migrations.knows(process)) {
            throw new NotFound("process");
        }
        return process;
    }
}
