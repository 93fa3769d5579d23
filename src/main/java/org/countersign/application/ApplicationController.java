package org.countersign.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.countersign.lab.IdempotentAnswers;
import org.countersign.lab.Lab;
import org.countersign.problem.Malformed;
import org.countersign.problem.NotFound;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Applications")
@RestController
@RequestMapping("/api/v1/applications")
class ApplicationController {

    private static final int MOST_A_PAGE = 100;

    private final Applications applications;
    private final Registry registry;
    private final ApplicationViews views;
    private final IdempotentAnswers answers;
    private final ObjectMapper json;

    ApplicationController(
            Applications applications,
            Registry registry,
            ApplicationViews views,
            IdempotentAnswers answers,
            ObjectMapper json) {
        this.applications = applications;
        this.registry = registry;
        this.views = views;
        this.answers = answers;
        this.json = json;
    }

    @Schema(name = "Receipt")
    record Registered(String id, String reference, ApplicationStatus status, String trackingUrl) {}

    @Operation(operationId = "submitApplication", summary = "Apply for one customer, one release, one use case")
    @ApiResponse(
            responseCode = "201",
            description = "Received, now or with this key before",
            content = @Content(schema = @Schema(implementation = Registered.class)))
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Transactional
    public ResponseEntity<String> submit(
            Lab lab,
            @Parameter(
                            description = "Chosen by the lab, 1 to 255 visible ASCII characters. The same key with the"
                                    + " same body gives the same answer and files nothing twice.",
                            schema = @Schema(minLength = 1, maxLength = 255))
                    @RequestHeader("Idempotency-Key")
                    String key,
            @Valid @RequestBody Submission submission) {
        requireUsable(key);
        var answer = answers.once(lab.id(), key, submission, () -> {
            Application registered = registry.register(lab, submission);
            return new IdempotentAnswers.Answer(
                    URI.create("/api/v1/applications/" + registered.id()), body(registered));
        });
        return ResponseEntity.created(answer.location())
                .contentType(MediaType.APPLICATION_JSON)
                .body(answer.body());
    }

    @Operation(operationId = "getApplication", summary = "One application and how far it has come")
    @GetMapping("/{id}")
    @Transactional(readOnly = true)
    public ApplicationViews.View one(Lab lab, @PathVariable String id) {
        return applications.find(lab.id(), id).map(views::of).orElseThrow(() -> new NotFound("application"));
    }

    @Schema(name = "ApplicationPage")
    record Page(List<ApplicationViews.View> items, String nextCursor) {}

    @Operation(operationId = "listApplications", summary = "The lab's applications, oldest first")
    @GetMapping
    @Transactional(readOnly = true)
    public Page list(
            Lab lab,
            @Parameter(schema = @Schema(implementation = ApplicationStatus.class)) @RequestParam
                    Optional<String> status,
            @Parameter(description = "nextCursor of the page before") @RequestParam Optional<String> cursor,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "100", defaultValue = "20"))
                    @RequestParam(defaultValue = "20")
                    int limit) {
        if (limit < 1 || limit > MOST_A_PAGE) {
            throw new Malformed("limit", "The limit must be 1 to " + MOST_A_PAGE + ".");
        }
        var wanted = status.map(key ->
                ApplicationStatus.of(key).orElseThrow(() -> new Malformed("status", "There is no such status.")));
        // One more than asked for tells whether there is a next page.
        List<Application> found =
                applications.page(lab.id(), wanted, cursor.map(Cursor::parse).orElse(0L), limit + 1);
        boolean more = found.size() > limit;
        List<Application> page = more ? found.subList(0, limit) : found;
        return new Page(
                page.stream().map(views::of).toList(),
                more ? Cursor.of(page.get(limit - 1).number()) : null);
    }

    private static void requireUsable(String key) {
        if (!key.matches("[\\x21-\\x7e]{1,255}")) {
            throw new Malformed("Idempotency-Key", "The key must be 1 to 255 visible ASCII characters.");
        }
    }

    private String body(Application application) {
        try {
            return json.writeValueAsString(new Registered(
                    application.id(), application.reference(), application.status(), views.trackingUrl(application)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("This answer can always be written", e);
        }
    }
}
