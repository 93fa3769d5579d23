package org.countersign.records;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** For people of the group records: copies for release, legal holds, what the law makes us remove. */
@Tag(name = "Staff")
@SecurityRequirement(name = "staff")
@RestController
@RequestMapping("/api/v1/staff/records")
class RecordsController {

    private final CopyDesk desk;
    private final Holds holds;
    private final Schedule schedule;
    private final Erasures erasures;

    RecordsController(CopyDesk desk, Holds holds, Schedule schedule, Erasures erasures) {
        this.desk = desk;
        this.holds = holds;
        this.schedule = schedule;
        this.erasures = erasures;
    }

    record CaseFile(String reference, List<Passage> passages) {}

    record Preparing(
            @NotBlank @Size(max = Words.LONGEST) String purpose,
            @NotNull @Size(max = 5_000) @Valid List<@NotNull @Valid Bar> redactions) {}

    record Bar(
            @NotBlank @Size(max = 200) String passage,
            @NotBlank @Size(max = 10) String ground,
            @Size(max = Words.LONGEST) String harm) {}

    record Prepared(String id, String reference, String state, int passages, String sha256, String preparedBy) {}

    record Deciding(@NotNull Boolean approved, @Size(max = Words.LONGEST) String note) {}

    record Reasons(@NotBlank @Size(max = Words.LONGEST) String reasons) {}

    record Placed(String id) {}

    record Erasing(
            @NotBlank @Size(max = 40) String party,
            @NotBlank @Size(max = 40) String ground,
            @NotBlank @Size(max = Words.LONGEST) String authority,
            @Size(max = 50) List<@NotBlank @Size(max = 100) String> documents) {}

    @Operation(
            operationId = "passagesOfCase",
            summary = "The whole file of a case, in passages, with suggested grounds")
    @ApiResponse(responseCode = "200", description = "Every passage that can be released or put under a bar")
    @GetMapping("/cases/{reference}/passages")
    public CaseFile passages(@PathVariable String reference, Authentication person) {
        var application = desk.caseOf(reference, person.getName());
        return new CaseFile(reference, desk.passagesOf(application));
    }

    @Operation(operationId = "prepareCopy", summary = "Prepare a copy of a case with bars over what must stay")
    @ApiResponse(responseCode = "201", description = "Prepared; somebody else lets it go or not")
    @PostMapping(path = "/cases/{reference}/copies", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    public Prepared prepare(
            @PathVariable String reference, @Valid @RequestBody Preparing preparing, Authentication person) {
        var application = desk.caseOf(reference, person.getName());
        List<CopyDesk.Redaction> redactions = preparing.redactions().stream()
                .map(bar -> new CopyDesk.Redaction(bar.passage(), bar.ground(), bar.harm()))
                .toList();
        return view(reference, desk.prepare(application, preparing.purpose(), redactions, person.getName()));
    }

    @Operation(operationId = "decideOnCopy", summary = "Let a copy go that somebody else has prepared, or refuse it")
    @ApiResponse(responseCode = "200", description = "Decided")
    @PostMapping(path = "/copies/{id}/decision", consumes = MediaType.APPLICATION_JSON_VALUE)
    public Prepared decide(@PathVariable String id, @Valid @RequestBody Deciding deciding, Authentication person) {
        Copies.Kept copy = desk.decide(id, deciding.approved(), deciding.note(), person.getName());
        return view("", copy);
    }

    @Operation(operationId = "downloadCopy", summary = "The copy as a ZIP: page, JSON and the log of redactions")
    @ApiResponse(responseCode = "200", description = "Approved by a second person")
    @ApiResponse(responseCode = "410", description = "Removed by law with somebody it named")
    @GetMapping(path = "/copies/{id}/archive")
    public ResponseEntity<byte[]> archive(@PathVariable String id, Authentication person) {
        return zip(id, desk.download(id, person.getName()));
    }

    static ResponseEntity<byte[]> zip(String id, byte[] archive) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/zip"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"copy-" + id + ".zip\"")
                .header("X-Content-Type-Options", "nosniff")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(archive);
    }

    @Operation(operationId = "placeHold", summary = "Hold a case: nothing of it is disposed of")
    @ApiResponse(responseCode = "201", description = "Held")
    @PostMapping(path = "/cases/{reference}/hold", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    public Placed hold(@PathVariable String reference, @Valid @RequestBody Reasons reasons, Authentication person) {
        var application = desk.caseOf(reference, person.getName());
        return new Placed(holds.place(application, reasons.reasons(), person.getName()));
    }

    @Operation(operationId = "liftHold", summary = "Lift the hold of a case")
    @ApiResponse(responseCode = "204", description = "Lifted")
    @DeleteMapping(path = "/cases/{reference}/hold", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void lift(@PathVariable String reference, @Valid @RequestBody Reasons reasons, Authentication person) {
        holds.lift(desk.caseOf(reference, person.getName()), reasons.reasons(), person.getName());
    }

    @Operation(operationId = "retentionSchedule", summary = "How long what is kept, and how much is due")
    @ApiResponse(responseCode = "200", description = "One rule a kind of records")
    @GetMapping("/schedule")
    public List<Schedule.Rule> schedule() {
        return schedule.rules();
    }

    @Operation(operationId = "requestErasure", summary = "Ask for the removal of a person's data from a case")
    @ApiResponse(responseCode = "201", description = "Asked for; somebody else decides")
    @PostMapping(path = "/cases/{reference}/erasures", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    public Placed erase(@PathVariable String reference, @Valid @RequestBody Erasing erasing, Authentication person) {
        var application = desk.caseOf(reference, person.getName());
        return new Placed(erasures.request(
                application,
                erasing.party(),
                erasing.ground(),
                erasing.authority(),
                erasing.documents() == null ? List.of() : erasing.documents(),
                person.getName()));
    }

    @Operation(
            operationId = "decideOnErasure",
            summary = "Agree to a removal, which is then done at once, or refuse it")
    @ApiResponse(responseCode = "200", description = "Decided")
    @PostMapping(path = "/erasures/{id}/decision", consumes = MediaType.APPLICATION_JSON_VALUE)
    public Erasures.Request decideOnErasure(
            @PathVariable String id, @Valid @RequestBody Deciding deciding, Authentication person) {
        return erasures.decide(id, deciding.approved(), deciding.note(), person.getName());
    }

    private static Prepared view(String reference, Copies.Kept copy) {
        return new Prepared(copy.id(), reference, copy.state(), copy.passages(), copy.sha256(), copy.preparedBy());
    }
}
