package org.countersign.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.math.BigInteger;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.countersign.problem.Invalid;

/**
 * A key that is public, strong enough and of a kind our library can verify.
 *
 * @param kid its thumbprint (RFC 7638), whatever name the lab has for it
 * @param jwk its public members and nothing else of what was sent
 */
record PublicKey(String kid, JWK jwk) {

    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);
    private static final int FEWEST_BITS = 2048;
    private static final int MOST_BITS = 8192;
    private static final BigInteger SMALLEST_EXPONENT = BigInteger.valueOf(65_537);

    /** @throws Invalid naming the field, and never what was sent */
    static PublicKey of(Map<String, Object> sent, String field) {
        if (sent == null) {
            throw new Invalid(field, "A JSON Web Key is required (RFC 7517).");
        }
        JWK key;
        try {
            key = JWK.parse(sent);
        } catch (ParseException | RuntimeException e) {
            throw new Invalid(field, "This is not a JSON Web Key (RFC 7517) of a kind that is taken here.");
        }
        if (key.isPrivate()) {
            throw new Invalid(
                    field,
                    "This is a private key. Send the public one, of another pair: this one is not a secret any more.");
        }
        if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
            throw new Invalid(field, "This key is not for signatures.");
        }
        if (!isStrong(key)) {
            throw new Invalid(
                    field,
                    "Take an EC key on P-256, P-384 or P-521, or an RSA key of %d to %d bits with the exponent 65537."
                            .formatted(FEWEST_BITS, MOST_BITS));
        }
        return named(key);
    }

    String json() {
        return jwk.toJSONString();
    }

    /** What {@link #json} has written. */
    static Map<String, Object> read(String json) {
        try {
            return JSONObjectUtils.parse(json);
        } catch (ParseException e) {
            throw new IllegalStateException("A key that was written can be read", e);
        }
    }

    private static boolean isStrong(JWK key) {
        if (key instanceof ECKey curve) {
            return CURVES.contains(curve.getCurve());
        }
        return key instanceof RSAKey rsa
                && rsa.getModulus().decodeToBigInteger().bitLength() >= FEWEST_BITS
                && rsa.getModulus().decodeToBigInteger().bitLength() <= MOST_BITS
                && rsa.getModulus().decodeToBigInteger().testBit(0)
                && rsa.getPublicExponent().decodeToBigInteger().equals(SMALLEST_EXPONENT);
    }

    private static PublicKey named(JWK key) {
        try {
            String kid = key.computeThumbprint().toString();
            Map<String, Object> members = new LinkedHashMap<>(key.getRequiredParams());
            members.put("kid", kid);
            return new PublicKey(kid, JWK.parse(JSONObjectUtils.toJSONString(members)));
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException("A key that was read has a thumbprint", e);
        }
    }
}
