package org.countersign.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.countersign.lab.Lab;
import org.countersign.lab.LabKeys;
import org.countersign.lab.Labs;
import org.countersign.lab.Suspension;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which labs may knock. That decides about nobody's access: a lab that knocks still has no license. */
@Tag(name = "Labs", description = "For administrators, with HTTP Basic")
@SecurityRequirement(name = "staff")
@RestController
@RequestMapping(LabController.PATH)
class LabController {

    static final String PATH = "/api/v1/labs";

    /** No control characters, so that a name brings no lines of its own into a letter. */
    private static final String ONE_LINE = "[^\\p{Cntrl}\\u0085\\u2028\\u2029]*";

    private final Labs labs;
    private final LabKeys keys;
    private final LabRegister register;

    LabController(Labs labs, LabKeys keys, LabRegister register) {
        this.labs = labs;
        this.keys = keys;
        this.register = register;
    }

    @Schema(name = "LabWanted")
    record Wanted(
            @NotBlank @Size(max = 200) @Pattern(regexp = ONE_LINE, message = "must be one line") String name,
            @NotBlank @Size(max = 254) @Email String contactEmail,
            @Schema(description = "Public keys it signs in with; added to those it has, none is taken away")
                    @Size(max = KeyRing.MOST_KEYS)
                    List<@NotNull Map<String, Object>> keys) {

        /** Without the keys: somebody will send a private one, and bodies end up in messages. */
        @Override
        public String toString() {
            return "Wanted[name=%s]".formatted(name);
        }
    }

    @Schema(name = "LabRecord")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Known(
            String id,
            String name,
            String contactEmail,
            String status,
            LabSuspension suspension,
            List<LabKeyController.Key> keys) {}

    @Schema(name = "LabSuspension")
    record LabSuspension(String reasons, String suspendedBy, Instant suspendedAt) {}

    @Schema(name = "LabRecords")
    record AllKnown(List<Known> items) {}

    @Schema(name = "LabReasons")
    record Because(@NotBlank @Size(max = 4_000) String reasons) {}

    @Schema(name = "LabKeyRemoval")
    record Removal(
            @NotBlank @Size(max = 4_000) String reasons,
            @Schema(description = "Left out: all of them") @Size(max = KeyRing.MOST_KEYS) List<@NotNull String> kids) {}

    @Operation(operationId = "listLabs", summary = "Every lab, its keys, and whether it is suspended")
    @GetMapping
    @Transactional(readOnly = true)
    public AllKnown list() {
        return new AllKnown(labs.all().stream().map(this::known).toList());
    }

    @Operation(
            operationId = "putLab",
            summary = "Register a lab, or change its name and contact and add keys",
            description = "Its id is the client id it signs in with. A new lab needs at least one key.")
    @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Transactional
    public ResponseEntity<Known> put(@PathVariable String id, @Valid @RequestBody Wanted wanted, Principal by) {
        var lab = new Lab(id, wanted.name(), wanted.contactEmail());
        boolean isNew = register.put(lab, wanted.keys() == null ? List.of() : wanted.keys(), by.getName());
        Known known = known(lab);
        return isNew ? ResponseEntity.created(URI.create(PATH)).body(known) : ResponseEntity.ok(known);
    }

    @Operation(
            operationId = "suspendLab",
            summary = "Keep a lab out: no token for it, and none of its tokens opens anything",
            description = "Its licenses and their green lights stay as they are.")
    @PostMapping(path = "/{id}/suspension", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Transactional
    public Known suspend(@PathVariable String id, @Valid @RequestBody Because because, Principal by) {
        return known(register.suspend(id, because.reasons(), by.getName()));
    }

    @Operation(operationId = "reinstateLab", summary = "Let a suspended lab in again")
    @PostMapping(path = "/{id}/reinstatement", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Transactional
    public Known reinstate(@PathVariable String id, @Valid @RequestBody Because because, Principal by) {
        return known(register.reinstate(id, because.reasons(), by.getName()));
    }

    @Operation(
            operationId = "removeLabKeys",
            summary = "In an emergency: take keys of a lab out of use, also all of them",
            description = "Without a key the lab cannot sign in until an administrator adds one.")
    @PostMapping(path = "/{id}/key-removals", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Transactional
    public Known removeKeys(@PathVariable String id, @Valid @RequestBody Removal removal, Principal by) {
        return known(register.removeKeys(
                id, removal.kids() == null ? List.of() : removal.kids(), removal.reasons(), by.getName()));
    }

    private Known known(Lab lab) {
        Suspension suspension = labs.suspensionOf(lab.id()).orElse(null);
        return new Known(
                lab.id(),
                lab.name(),
                lab.contactEmail(),
                suspension == null ? "active" : "suspended",
                suspension == null
                        ? null
                        : new LabSuspension(suspension.reasons(), suspension.suspendedBy(), suspension.suspendedAt()),
                keys.of(lab.id()).stream().map(LabKeyController.Key::of).toList());
    }
}
