package org.countersign.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.countersign.lab.Lab;
import org.countersign.lab.LabKey;
import org.countersign.lab.LabKeys;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Keys", description = "What the lab signs in with")
@RestController
@RequestMapping(LabKeyController.PATH)
class LabKeyController {

    static final String PATH = "/api/v1/keys";

    private final LabKeys keys;
    private final KeyRing ring;
    private final KeyProof proof;

    LabKeyController(LabKeys keys, KeyRing ring, KeyProof proof) {
        this.keys = keys;
        this.ring = ring;
        this.proof = proof;
    }

    /**
     * A key in use.
     *
     * @param kid its thumbprint (RFC 7638): the {@code kid} that assertions name
     */
    @Schema(name = "SignInKey")
    record Key(String kid, Map<String, Object> jwk, Instant addedAt, String addedBy) {

        static Key of(LabKey key) {
            return new Key(key.kid(), PublicKey.read(key.jwk()), key.addedAt(), key.addedBy());
        }
    }

    @Schema(name = "SignInKeys")
    record Keys(List<Key> items) {}

    @Schema(name = "SignInKeyOffered")
    record Offered(
            @Schema(
                            description = "EC on P-256, P-384 or P-521, or RSA from 2048 bits; public",
                            requiredMode = Schema.RequiredMode.REQUIRED)
                    Map<String, Object> jwk,
            @Schema(
                            description = "A JWT of the type key-proof+jwt, signed with the new key: iss, aud, iat",
                            requiredMode = Schema.RequiredMode.REQUIRED)
                    String proof) {

        /** Without the key: somebody will send a private one, and bodies end up in messages. */
        @Override
        public String toString() {
            return "Offered[]";
        }
    }

    @Operation(operationId = "listKeys", summary = "The keys in use, oldest first")
    @GetMapping
    @Transactional(readOnly = true)
    public Keys list(Lab lab) {
        return new Keys(keys.of(lab.id()).stream().map(Key::of).toList());
    }

    @Operation(operationId = "addKey", summary = "One more key to sign in with, at most five")
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    public ResponseEntity<Key> add(Lab lab, Authentication client, @RequestBody Offered offered) {
        PublicKey key = PublicKey.of(offered.jwk(), "jwk");
        proof.require(offered.proof(), key, client.getName());
        ring.add(lab, key, "jwk", lab.id());
        return ResponseEntity.created(URI.create(PATH + "/" + key.kid()))
                .body(keys.of(lab.id()).stream()
                        .filter(stored -> stored.kid().equals(key.kid()))
                        .map(Key::of)
                        .findFirst()
                        .orElseThrow());
    }

    @Operation(
            operationId = "removeKey",
            summary = "Take a key out of use, for good",
            description =
                    "Assertions by it are refused from then on, and the tokens it got are void. Not the last one.")
    @DeleteMapping("/{kid}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    public void remove(Lab lab, @PathVariable String kid) {
        ring.remove(lab, kid);
    }
}
