package org.countersign.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.security.Provider;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;

/** The public keys of the registry. Immutable; a new set takes the place of the old one. */
final class KeySet {

    static final KeySet NONE = new KeySet(Map.of());

    private final Map<String, ECDSAVerifier> verifiers;

    private KeySet(Map<String, ECDSAVerifier> verifiers) {
        this.verifiers = verifiers;
    }

    /** @param provider of the signature algorithm; null for the JDK's own */
    static KeySet parse(String jwks, Provider provider) throws ParseException {
        Map<String, ECDSAVerifier> verifiers = new HashMap<>();
        for (JWK key : JWKSet.parse(jwks).getKeys()) {
            if (key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256) && ec.getKeyID() != null) {
                try {
                    var verifier = new ECDSAVerifier(ec.toPublicJWK());
                    if (provider != null) {
                        verifier.getJCAContext().setProvider(provider);
                    }
                    verifiers.put(ec.getKeyID(), verifier);
                } catch (JOSEException e) {
                    throw new ParseException("The key " + ec.getKeyID() + " cannot be used", 0);
                }
            }
        }
        return new KeySet(Map.copyOf(verifiers));
    }

    boolean isEmpty() {
        return verifiers.isEmpty();
    }

    /** The claims of a token that one of these keys has signed as being of this type. */
    Map<String, Object> claims(String token, String type) throws Refused {
        JWSObject jws = parse(token);
        JWSHeader header = jws.getHeader();
        // What the header names chooses among what is expected here; it never decides what is expected.
        if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())) {
            throw new Refused(Answer.notGreen("wrong-algorithm"));
        }
        if (header.getType() == null || !type.equalsIgnoreCase(header.getType().getType())) {
            throw new Refused(Answer.notGreen("wrong-type"));
        }
        ECDSAVerifier verifier = header.getKeyID() == null ? null : verifiers.get(header.getKeyID());
        if (verifier == null) {
            throw new Refused(Answer.unknown(isEmpty() ? "no-keys" : "unknown-key"));
        }
        try {
            if (!jws.verify(verifier)) {
                throw new Refused(Answer.notGreen("wrong-signature"));
            }
        } catch (JOSEException e) {
            throw new Refused(Answer.notGreen("wrong-signature"));
        }
        Map<String, Object> claims = jws.getPayload().toJSONObject();
        if (claims == null) {
            throw new Refused(Answer.notGreen("not-a-token"));
        }
        return claims;
    }

    private static JWSObject parse(String token) throws Refused {
        try {
            return JWSObject.parse(token);
        } catch (ParseException | IllegalArgumentException e) {
            // An unsigned token (alg: none) ends here as well: it is no JWS.
            throw new Refused(Answer.notGreen("not-a-token"));
        }
    }
}
