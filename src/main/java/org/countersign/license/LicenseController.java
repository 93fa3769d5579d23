package org.countersign.license;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.countersign.application.Cursor;
import org.countersign.lab.Lab;
import org.countersign.problem.Malformed;
import org.countersign.problem.NotFound;
import org.countersign.workflow.Attempts;
import org.springframework.http.MediaType;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Licenses")
@RestController
@RequestMapping("/api/v1/licenses")
class LicenseController {

    private static final int MOST_A_PAGE = 100;
    private static final List<String> STATUS =
            List.of(License.ISSUED, License.SUSPENDED, License.REVOKED, License.EXPIRED, License.SURRENDERED);

    private final Licenses licenses;
    private final SurrenderLicense surrenderLicense;
    private final Publisher publisher;
    private final Attempts attempts;

    LicenseController(Licenses licenses, SurrenderLicense surrenderLicense, Publisher publisher, Attempts attempts) {
        this.licenses = licenses;
        this.surrenderLicense = surrenderLicense;
        this.publisher = publisher;
        this.attempts = attempts;
    }

    @Schema(name = "LicenseView")
    record View(@JsonUnwrapped License license, StatusReference statusList) {}

    @Operation(operationId = "getLicense", summary = "One license and its conditions")
    @GetMapping("/{id}")
    @Transactional(readOnly = true)
    public View one(Lab lab, @PathVariable String id) {
        return view(mine(lab, id));
    }

    @Schema(name = "LicensePage")
    record Page(List<View> items, String nextCursor) {}

    @Operation(operationId = "listLicenses", summary = "The lab's licenses, oldest first")
    @GetMapping
    @Transactional(readOnly = true)
    public Page list(
            Lab lab,
            @RequestParam Optional<String> releaseId,
            @RequestParam Optional<String> customerId,
            @Parameter(schema = @Schema(allowableValues = {"issued", "suspended", "revoked", "expired", "surrendered"}))
                    @RequestParam
                    Optional<String> status,
            @Parameter(description = "nextCursor of the page before") @RequestParam Optional<String> cursor,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "100", defaultValue = "20"))
                    @RequestParam(defaultValue = "20")
                    int limit) {
        if (limit < 1 || limit > MOST_A_PAGE) {
            throw new Malformed("limit", "The limit must be 1 to " + MOST_A_PAGE + ".");
        }
        status.filter(key -> !STATUS.contains(key)).ifPresent(key -> {
            throw new Malformed("status", "There is no such status.");
        });
        var wanted = new Licenses.Wanted(
                releaseId.map(id -> usable("releaseId", id)), customerId.map(id -> usable("customerId", id)), status);
        // One more than asked for tells whether there is a next page.
        List<License> found =
                licenses.page(lab.id(), wanted, cursor.map(Cursor::parse).orElse(-1L), limit + 1);
        boolean more = found.size() > limit;
        List<License> page = more ? found.subList(0, limit) : found;
        return new Page(
                page.stream().map(this::view).toList(),
                more ? Cursor.of(page.get(limit - 1).place().index()) : null);
    }

    record Surrender(@Size(max = 4_000) String reasons) {}

    @Operation(
            operationId = "surrenderLicense",
            summary = "Give a license back, for good",
            description = "A second time gives the same answer.")
    @PostMapping(path = "/{id}/surrender", consumes = MediaType.APPLICATION_JSON_VALUE)
    public View surrender(Lab lab, @PathVariable String id, @Valid @RequestBody Surrender surrender) {
        return attempts.at(() -> {
            surrenderLicense.surrender(mine(lab, id), surrender.reasons(), lab.id());
            return view(mine(lab, id));
        });
    }

    private License mine(Lab lab, String id) {
        return licenses.find(lab.id(), id).orElseThrow(() -> new NotFound("license"));
    }

    private View view(License license) {
        return new View(license, publisher.placeOf(license.place().index()));
    }

    private static String usable(String field, String id) {
        if (id.isBlank() || id.indexOf('\0') >= 0) {
            throw new Malformed(field, "This must be an id.");
        }
        return id;
    }
}
