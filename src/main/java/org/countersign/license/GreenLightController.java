package org.countersign.license;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.countersign.lab.Lab;
import org.countersign.problem.Malformed;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Green lights")
@RestController
class GreenLightController {

    private static final String WHOSE_USERS =
            "Asks for users who are, or are not, foreign persons; left out: for all the license covers";
    private static final String WITH_TOKEN = "false leaves the signed token out of the answer";

    private final GreenLights greenLights;

    GreenLightController(GreenLights greenLights) {
        this.greenLights = greenLights;
    }

    @Operation(
            operationId = "checkGreenLight",
            summary = "May this customer use this release now?",
            description = "Always 200; the reason says why it is green or red.")
    @GetMapping("/api/v1/green-lights")
    public GreenLight check(
            Lab lab,
            @RequestParam String releaseId,
            @RequestParam String customerId,
            @Parameter(description = WHOSE_USERS, schema = @Schema(type = "boolean")) @RequestParam
                    Optional<String> foreignPerson,
            @Parameter(description = WITH_TOKEN, schema = @Schema(type = "boolean", defaultValue = "true"))
                    @RequestParam(defaultValue = "true")
                    String token) {
        return greenLights
                .check(
                        lab.id(),
                        storable("releaseId", releaseId),
                        List.of(storable("customerId", customerId)),
                        foreignPerson.map(value -> trueOrFalse("foreignPerson", value)),
                        trueOrFalse("token", token))
                .get(0);
    }

    @Schema(name = "GreenLightQuestions")
    record Batch(
            @NotBlank String releaseId, @NotEmpty @Size(max = 1_000) List<@NotNull @NotBlank String> customerIds) {}

    @Schema(name = "GreenLightAnswers")
    record Answers(List<GreenLight> items) {}

    @Operation(operationId = "checkGreenLights", summary = "The same question for up to 1,000 customers")
    @PostMapping(path = "/api/v1/green-lights:batch", consumes = MediaType.APPLICATION_JSON_VALUE)
    public Answers checkAll(
            Lab lab,
            @Valid @RequestBody Batch batch,
            @Parameter(description = WHOSE_USERS, schema = @Schema(type = "boolean")) @RequestParam
                    Optional<String> foreignPerson,
            @Parameter(description = WITH_TOKEN, schema = @Schema(type = "boolean", defaultValue = "true"))
                    @RequestParam(defaultValue = "true")
                    String token) {
        return new Answers(greenLights.check(
                lab.id(),
                batch.releaseId(),
                batch.customerIds(),
                foreignPerson.map(value -> trueOrFalse("foreignPerson", value)),
                trueOrFalse("token", token)));
    }

    private static String storable(String field, String value) {
        if (value.isBlank() || value.indexOf('\0') >= 0) {
            throw new Malformed(field, "This must be an id.");
        }
        return value;
    }

    /** Not Boolean: Spring would take "yes", "1" and "on" for true, and a typing error must not pass for an answer. */
    private static boolean trueOrFalse(String field, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Malformed(field, "This must be true or false.");
        };
    }
}
