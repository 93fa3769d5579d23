package org.countersign.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.countersign.problem.NotFound;
import org.countersign.workflow.RunningVersions;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For process owners: changed models that wait for a second one of them, and what became of earlier ones. */
@Tag(name = "Staff")
@SecurityRequirement(name = "staff")
@RestController
@RequestMapping("/api/v1/processes/proposals")
class ProposalController {

    private static final int SHOWN = 200;

    private final ModelProposals proposals;
    private final Reading reading;
    private final DecideProposal decideProposal;

    ProposalController(ModelProposals proposals, Reading reading, DecideProposal decideProposal) {
        this.proposals = proposals;
        this.reading = reading;
        this.decideProposal = decideProposal;
    }

    @Schema(name = "ModelProposals")
    record Listed(List<ModelProposals.Line> items) {}

    /** @param reasons 1 to 4,000 characters; may be empty when something is taken back */
    @Schema(name = "ModelDecisionReasons")
    record Deciding(@NotNull String reasons) {}

    @Schema(name = "ProposedModel")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Changed(
            String file,
            @Schema(description = "None for a file that is new") Integer beforeVersion,
            String beforeSha256,
            String sha256,
            @Schema(description = "None when only the way it is written down has changed") List<Difference> differences,
            List<RunningVersions.Version> running,
            @Schema(description = "Of a form: open tasks that will show it, by their step")
                    Map<String, Long> openTasks) {

        static Changed of(Reading.Change change) {
            ProposedModel model = change.model();
            return new Changed(
                    model.file(),
                    model.before().map(ProposedModel.Before::version).orElse(null),
                    model.beforeSha256(),
                    model.sha256(),
                    change.differences(),
                    change.running(),
                    change.openTasks());
        }
    }

    @Schema(name = "ModelProposal")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Shown(
            String id,
            String title,
            String source,
            String proposedBy,
            Instant proposedAt,
            @Schema(allowableValues = {"waiting", "accepted", "refused", "withdrawn"}) String state,
            String decidedBy,
            Instant decidedAt,
            String reasons,
            String deploymentId,
            @Schema(description = "Files whose version in force has changed since; it cannot be accepted then")
                    List<String> stale,
            List<Changed> files) {}

    @Operation(operationId = "listModelProposals", summary = "Those that wait, then the newest")
    @ApiResponse(responseCode = "200", description = "At most 200")
    @GetMapping
    public Listed list() {
        return new Listed(proposals.latest(SHOWN));
    }

    @Operation(
            operationId = "getModelProposal",
            summary = "What a proposal changes, and what runs in the versions before")
    @ApiResponse(responseCode = "200", description = "The proposal")
    @GetMapping("/{id}")
    public Shown get(@PathVariable String id) {
        return shown(proposals.find(id).orElseThrow(() -> new NotFound("proposal")));
    }

    @Operation(operationId = "acceptModelProposal", summary = "Put it in force; never by who proposed it")
    @ApiResponse(responseCode = "200", description = "It is in force")
    @ApiResponse(responseCode = "409", description = "Decided already, or another version is in force by now")
    @PostMapping(path = "/{id}/acceptance", consumes = MediaType.APPLICATION_JSON_VALUE)
    public Shown accept(Authentication owner, @PathVariable String id, @Valid @RequestBody Deciding deciding) {
        return shown(decideProposal.accept(owner.getName(), id, deciding.reasons()));
    }

    @Operation(operationId = "refuseModelProposal", summary = "Say no; never by who proposed it")
    @ApiResponse(responseCode = "200", description = "It stays as it was")
    @ApiResponse(responseCode = "409", description = "Decided already")
    @PostMapping(path = "/{id}/refusal", consumes = MediaType.APPLICATION_JSON_VALUE)
    public Shown refuse(Authentication owner, @PathVariable String id, @Valid @RequestBody Deciding deciding) {
        return shown(decideProposal.refuse(owner.getName(), id, deciding.reasons()));
    }

    @Operation(operationId = "withdrawModelProposal", summary = "Take it back; only by who proposed it")
    @ApiResponse(responseCode = "200", description = "It stays as it was")
    @ApiResponse(responseCode = "409", description = "Decided already")
    @PostMapping(path = "/{id}/withdrawal", consumes = MediaType.APPLICATION_JSON_VALUE)
    public Shown withdraw(Authentication owner, @PathVariable String id, @Valid @RequestBody Deciding deciding) {
        return shown(decideProposal.withdraw(owner.getName(), id, deciding.reasons()));
    }

    private Shown shown(ModelProposal proposal) {
        var decision = proposal.decision();
        return new Shown(
                proposal.id(),
                proposal.title(),
                proposal.source(),
                proposal.proposedBy(),
                proposal.proposedAt(),
                proposal.state(),
                decision.map(ModelProposal.Decision::decidedBy).orElse(null),
                decision.map(ModelProposal.Decision::decidedAt).orElse(null),
                decision.map(ModelProposal.Decision::reasons).orElse(null),
                decision.flatMap(ModelProposal.Decision::deploymentId).orElse(null),
                reading.stale(proposal),
                reading.changes(proposal).stream().map(Changed::of).toList());
    }
}
