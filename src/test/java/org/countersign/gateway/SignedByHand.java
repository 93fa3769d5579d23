package org.countersign.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.DeflaterOutputStream;

/** Tokens and lists as the registry signs them, and as it never would. */
final class SignedByHand {

    static final String ISSUER = "https://registry.example";
    static final String LIST = ISSUER + "/status-lists/0";
    static final String LAB = "lab-aurora";
    static final Instant NOW = Instant.parse("2026-06-12T21:21:00Z");

    final ECKey key = newKey();

    static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String jwks() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    static JWTClaimsSet.Builder claims(int idx) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(LAB)
                .subject("acme")
                .jwtID("1")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plus(Duration.ofHours(24))))
                .claim("licenseId", "license-1")
                .claim("lab", LAB)
                .claim("releaseId", "aurora-6")
                .claim("customerId", "acme")
                .claim("population", Map.of("foreignPersons", true))
                .claim("status", Map.of("status_list", Map.of("idx", idx, "uri", LIST)));
    }

    String token(int idx) {
        return token(idx, claims -> {});
    }

    String token(int idx, Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = claims(idx);
        change.accept(claims);
        return signed(key, JWSAlgorithm.ES256, "green-light+jwt", claims.build());
    }

    /** Four places: valid, invalid, suspended, suspended for foreign persons. */
    String list(Instant issuedAt) {
        return list(issuedAt, 1, new byte[] {(byte) 0b11_10_01_00});
    }

    String list(Instant issuedAt, long seq, byte[] bits) {
        return list(issuedAt, seq, packed(bits), claims -> {});
    }

    String list(Instant issuedAt, long seq, String lst, Consumer<JWTClaimsSet.Builder> change) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(LIST)
                .issueTime(Date.from(issuedAt))
                .expirationTime(Date.from(issuedAt.plus(Duration.ofMinutes(15))))
                .claim("ttl", 10)
                .claim("seq", seq)
                .claim("status_list", Map.of("bits", 2, "lst", lst));
        change.accept(claims);
        return signed(key, JWSAlgorithm.ES256, "statuslist+jwt", claims.build());
    }

    static String signed(ECKey key, JWSAlgorithm algorithm, String type, JWTClaimsSet claims) {
        var header = new JWSHeader.Builder(algorithm).keyID(key.getKeyID());
        if (type != null) {
            header.type(new JOSEObjectType(type));
        }
        var jwt = new SignedJWT(header.build(), claims);
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    static String packed(byte[] bits) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(zlib(bits));
    }

    static byte[] zlib(byte[] bits) {
        var out = new ByteArrayOutputStream();
        try (var zlib = new DeflaterOutputStream(out)) {
            zlib.write(bits);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }
}
