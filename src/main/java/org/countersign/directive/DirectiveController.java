package org.countersign.directive;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.countersign.lab.Lab;
import org.countersign.problem.Malformed;
import org.countersign.problem.NotFound;
import org.countersign.problem.PlainText;
import org.countersign.release.Release;
import org.countersign.release.Releases;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Directives")
@RestController
@RequestMapping("/api/v1/directives")
class DirectiveController {

    private static final int MOST_A_PAGE = 1_000;
    /** A signature is dated before its commit, and over a hundred thousand licenses that takes seconds. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final Directives directives;
    private final Hits hits;
    private final Acknowledgements acknowledgements;
    private final Acknowledge acknowledge;
    private final Releases releases;
    private final Clock clock;

    DirectiveController(
            Directives directives,
            Hits hits,
            Acknowledgements acknowledgements,
            Acknowledge acknowledge,
            Releases releases,
            Clock clock) {
        this.directives = directives;
        this.hits = hits;
        this.acknowledgements = acknowledgements;
        this.acknowledge = acknowledge;
        this.releases = releases;
        this.clock = clock;
    }

    @Schema(name = "DirectiveList")
    record DirectiveList(List<DirectiveView> items) {}

    @Operation(
            operationId = "listDirectives",
            summary = "Directives that concern the lab's releases, in force or over, oldest change first")
    @GetMapping
    @Transactional(readOnly = true)
    public DirectiveList list(
            Lab lab,
            @Parameter(
                            description = "Only what has begun, changed or ended since then, or in the minute before",
                            schema = @Schema(type = "string", format = "date-time"))
                    @RequestParam
                    Optional<String> since) {
        List<Release> own = releases.ofLab(lab.id());
        return new DirectiveList(directives
                .concerning(
                        lab.id(),
                        since.map(DirectiveController::moment)
                                .orElse(Instant.EPOCH)
                                .minus(OVERLAP),
                        clock.instant())
                .stream()
                .map(directive -> view(directive, lab, own))
                .toList());
    }

    @Operation(operationId = "getDirective", summary = "One directive, by its id or its reference")
    @GetMapping("/{id}")
    @Transactional(readOnly = true)
    public DirectiveView one(Lab lab, @PathVariable String id) {
        return view(inForceOrOver(lab, id), lab, releases.ofLab(lab.id()));
    }

    @Schema(name = "DarkLicenses")
    record DarkLicenses(List<Hits.DarkLicense> items, String nextCursor) {}

    @Operation(operationId = "listDirectiveLicenses", summary = "The lab's licenses that a directive has darkened")
    @GetMapping("/{id}/licenses")
    @Transactional(readOnly = true)
    public DarkLicenses licenses(
            Lab lab,
            @PathVariable String id,
            @RequestParam Optional<String> cursor,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
                    @RequestParam(defaultValue = "100")
                    int limit) {
        if (limit < 1 || limit > MOST_A_PAGE) {
            throw new Malformed("limit", "The limit must be 1 to " + MOST_A_PAGE + ".");
        }
        Directive directive = inForceOrOver(lab, id);
        List<Hits.DarkLicense> found = hits.of(
                directive.id(), lab.id(), cursor.map(DirectiveController::after).orElse(""), limit + 1);
        boolean more = found.size() > limit;
        List<Hits.DarkLicense> items = more ? found.subList(0, limit) : found;
        return new DarkLicenses(items, more ? cursorAfter(items.get(limit - 1).licenseId()) : null);
    }

    @Schema(name = "AcknowledgementRequest")
    record Told(@NotNull OffsetDateTime disabledAt, @NotNull @Min(0) @Max(1_000_000) Integer gateways) {}

    @Schema(name = "Acknowledgement")
    record Receipt(String directiveId, String reference, Instant disabledAt, int gateways, Instant acknowledgedAt) {}

    @Operation(
            operationId = "acknowledgeDirective",
            summary = "Tell since when every gateway says no",
            description = "Once; the same told again gets the same answer.")
    @PostMapping(path = "/{id}/acknowledgements", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    public Receipt acknowledge(Lab lab, @PathVariable String id, @Valid @RequestBody Told told) {
        Directive directive = inForceOrOver(lab, id);
        var stored = acknowledge.of(directive, lab, told.disabledAt().toInstant(), told.gateways());
        return new Receipt(
                directive.id(), directive.reference(), stored.disabledAt(), stored.gateways(), stored.receivedAt());
    }

    /** What is only drafted is nobody's business outside: references can be guessed. */
    private Directive inForceOrOver(Lab lab, String id) {
        if (!PlainText.isPlain(id)) {
            throw new NotFound("directive");
        }
        return directives
                .concerning(lab.id(), id)
                .filter(Directive::wasInForce)
                .orElseThrow(() -> new NotFound("directive"));
    }

    private DirectiveView view(Directive directive, Lab lab, List<Release> own) {
        Hits.Darkness darkness = hits.darkness(directive.id(), lab.id());
        boolean overdue =
                directive.state().equals(Directive.IN_FORCE) && !clock.instant().isBefore(directive.expiresAt());
        return new DirectiveView(
                directive.id(),
                directive.reference(),
                populationFor(lab, directive.population()),
                own.stream()
                        .map(Release::id)
                        .filter(id -> directive.releaseIds().isEmpty()
                                || directive.releaseIds().contains(id))
                        .toList(),
                hits.knownTo(lab.id(), directive.carveOuts()),
                directive.foreignPersonRule(),
                directive.legalGround(),
                directive.exception(),
                // Past its end it darkens nothing any more, also in the second before a node has noted it.
                overdue ? Directive.EXPIRED : directive.state(),
                directive.inForceAt(),
                directive.expiresAt(),
                overdue ? directive.expiresAt() : directive.endedAt(),
                darkness.licenses(),
                overdue ? 0 : darkness.dark(),
                acknowledgements
                        .of(directive.id(), lab.id())
                        .map(Acknowledgements.Acknowledgement::receivedAt)
                        .orElse(null));
    }

    private String populationFor(Lab lab, Population population) {
        return population.isOfCustomers()
                ? new Population(population.kind(), hits.knownTo(lab.id(), population.members())).toString()
                : population.toString();
    }

    private static Instant moment(String since) {
        try {
            // A plus sign in an address that was not escaped arrives as a blank.
            Instant moment = OffsetDateTime.parse(since.replace(' ', '+')).toInstant();
            if (moment.isBefore(Instant.EPOCH) || moment.isAfter(Instant.parse("9999-12-31T00:00:00Z"))) {
                throw new Malformed("since", "This is not a time we keep.");
            }
            return moment;
        } catch (DateTimeParseException e) {
            throw new Malformed("since", "This must be a time such as 2026-06-12T17:21:00Z.");
        }
    }

    private static String cursorAfter(String licenseId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("after:" + licenseId).getBytes(StandardCharsets.US_ASCII));
    }

    private static String after(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (text.matches("after:[0-9A-Za-z._-]+")) {
                return text.substring("after:".length());
            }
        } catch (IllegalArgumentException e) {
            // falls through to the same words as any other cursor that is not ours
        }
        throw new Malformed("cursor", "This cursor was not given by this list.");
    }
}
