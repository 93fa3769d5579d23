package org.countersign.screening;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.countersign.problem.Invalid;
import org.countersign.problem.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Screening", description = "For staff, with HTTP Basic")
@SecurityRequirement(name = "staff")
@RestController
class CheckController {

    private final Screener screener;

    CheckController(Screener screener) {
        this.screener = screener;
    }

    @Schema(name = "ScreeningQuestions")
    record Questions(@NotEmpty @Size(max = 1_000) List<@NotNull @Valid Question> names) {}

    /**
     * @param type left out: not known
     * @param country a code (ISO 3166-1) or an English name
     */
    @Schema(name = "ScreeningQuestion")
    record Question(
            @NotBlank @Size(max = 300) String name,
            @Pattern(regexp = "person|organization|unknown", message = "must be person, organization or unknown")
                    String type,
            @Size(max = 10) String dateOfBirth,
            @Size(max = 100) String country) {}

    @Schema(name = "ScreeningAnswers")
    record Answers(List<Answer> results) {}

    @Schema(name = "ScreeningAnswer")
    record Answer(List<Hit> hits) {}

    @Schema(name = "ScreeningHit")
    record Hit(String entryId, String list, String name, double score, String type, String explanation) {}

    @Operation(
            operationId = "checkNames",
            summary = "Would these names open a task?",
            description = "The hits are exactly those that an application with such a party would have.")
    @ApiResponse(responseCode = "200", description = "One answer a name, in their order")
    @ApiResponse(responseCode = "409", description = "No list is in force, or one has not been confirmed for too long.")
    @ApiResponse(responseCode = "503", description = "The index of the lists does not answer.")
    @PostMapping(path = "/api/v1/screening/check", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answers check(@Valid @RequestBody Questions questions) {
        var parties = new ArrayList<Party>();
        for (int i = 0; i < questions.names().size(); i++) {
            parties.add(party(questions.names().get(i), "names[" + i + "]."));
        }
        Screener.Outcome outcome = screener.screen(parties);
        if (!outcome.isAvailable()) {
            // A list that is old or not there waits for somebody to import one; an index that fails is a fault of ours.
            HttpStatus status = screener.isFit() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.CONFLICT;
            throw new Refused(status, "lists", "Nobody can be screened: " + outcome.unavailable());
        }
        return new Answers(outcome.found().stream().map(CheckController::answer).toList());
    }

    private static Party party(Question question, String field) {
        String born = question.dateOfBirth();
        if (born != null && !BirthDate.isUsable(born)) {
            throw new Invalid(field + "dateOfBirth", "must be a date such as 1971-01-12, or only its year");
        }
        String country = question.country() == null
                ? null
                : Countries.code(question.country())
                        .orElseThrow(() -> new Invalid(field + "country", "must be a country code (ISO 3166-1)"));
        PartyType type = question.type() == null
                ? PartyType.UNKNOWN
                : PartyType.of(question.type()).orElseThrow();
        return new Party("asked for", question.name(), type, born, country);
    }

    private static Answer answer(Screener.Found found) {
        return new Answer(found.matches().stream()
                .map(match -> new Hit(
                        match.entry().id(),
                        match.entry().list(),
                        match.name(),
                        match.score(),
                        match.entry().type().key(),
                        match.explanation()))
                .toList());
    }
}
