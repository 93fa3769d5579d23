package org.countersign.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.stereotype.Component;

/** What stands in an access token: whom it is for, and which key it was got with. */
@Component
class LabTokens implements OAuth2TokenCustomizer<JwtEncodingContext> {

    private final LabSignIn signIn;
    private final UsedJwts used;

    LabTokens(LabSignIn signIn, UsedJwts used) {
        this.signIn = signIn;
        this.used = used;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        context.getJwsHeader().algorithm(SignatureAlgorithm.ES256);
        context.getClaims().audience(List.of(TokenServer.AUDIENCE));
        if (context.getPrincipal().getCredentials() instanceof Jwt assertion) {
            context.getClaims().claim(LabDoor.KEY, assertion.getHeaders().get("kid"));
        }
        Jwt proof = context.get(OAuth2TokenContext.DPOP_PROOF_KEY);
        if (proof == null && !signIn.demo()) {
            throw refused("A proof of possession is required (DPoP, RFC 9449).");
        }
        // The library remembers proofs as well, but each node its own.
        if (proof != null
                && !used.firstProof(
                        thumbprint(proof), proof.getId(), proof.getIssuedAt().plus(LabDoor.PROOF_IS_VOID_AFTER))) {
            throw refused("This proof was shown before.");
        }
    }

    @SuppressWarnings("unchecked")
    private static String thumbprint(Jwt proof) {
        try {
            return JWK.parse((Map<String, Object>) proof.getHeaders().get("jwk"))
                    .computeThumbprint()
                    .toString();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("A proof that was verified has a key", e);
        }
    }

    private static OAuth2AuthenticationException refused(String why) {
        return new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_DPOP_PROOF, why, null));
    }
}
