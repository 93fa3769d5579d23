package org.countersign.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import org.countersign.problem.Invalid;
import org.springframework.stereotype.Component;

/** Whoever registers a key shows that he has its private half: he signs with it that he wants to, for us and for now. */
@Component
class KeyProof {

    static final String TYPE = "key-proof+jwt";
    private static final String FIELD = "proof";
    private static final Duration NOW = Duration.ofMinutes(5);

    private final LabSignIn signIn;

    KeyProof(LabSignIn signIn) {
        this.signIn = signIn;
    }

    void require(String proof, PublicKey key, String clientId) {
        if (proof == null || proof.isBlank()) {
            throw new Invalid(FIELD, "A JWT signed with the new key is required.");
        }
        JWTClaimsSet claims = claimsOf(proof, key);
        if (!clientId.equals(claims.getIssuer())) {
            throw new Invalid(FIELD, "iss must be your client id.");
        }
        if (claims.getAudience().isEmpty() || !signIn.audiences().containsAll(claims.getAudience())) {
            throw new Invalid(FIELD, "aud must be " + signIn.publicUrl() + TokenServer.TOKEN + ".");
        }
        if (claims.getIssueTime() == null
                || Duration.between(claims.getIssueTime().toInstant(), Instant.now())
                                .abs()
                                .compareTo(NOW)
                        > 0) {
            throw new Invalid(FIELD, "iat must be now, give or take five minutes.");
        }
    }

    private static JWTClaimsSet claimsOf(String proof, PublicKey key) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(TYPE)));
        processor.setJWSKeySelector((header, context) -> new JWSVerificationKeySelector<>(
                        Assertions.ALGORITHMS, new ImmutableJWKSet<>(new JWKSet(key.jwk())))
                .selectJWSKeys(
                        new com.nimbusds.jose.JWSHeader.Builder(header)
                                .keyID(null)
                                .build(),
                        context));
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        try {
            return processor.process(proof, null);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new Invalid(FIELD, "This is not a JWT of the type %s signed with the new key.".formatted(TYPE));
        }
    }
}
