package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;

/** A lab with keys of its own, as an administrator has registered it; what it sends is sent over HTTP. */
final class KeyedLab {

    static final String ADMIN = "admin";
    private static final ObjectMapper JSON = new ObjectMapper();

    final String id;
    final ECKey key;
    /** What its tokens are bound to when it wants them bound. */
    final ECKey holder = newKey();

    private final LabApi api;
    private final LabSignIn signIn;

    private KeyedLab(String id, ECKey key, LabApi api, LabSignIn signIn) {
        this.id = id;
        this.key = key;
        this.api = api;
        this.signIn = signIn;
    }

    static KeyedLab register(LabApi api, LabSignIn signIn) {
        var lab = new KeyedLab("lab-" + UUID.randomUUID().toString().substring(0, 13), newKey(), api, signIn);
        Answer answer = api.staff(ADMIN, "PUT", "/api/v1/labs/" + lab.id, wanted("Polaris", lab.mail(), lab.key));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return lab;
    }

    String mail() {
        return id + "@polaris.example";
    }

    static String wanted(String name, String mail, JWK... keys) {
        return json(Map.of(
                "name",
                name,
                "contactEmail",
                mail,
                "keys",
                List.of(keys).stream()
                        .map(key -> key.toPublicJWK().toJSONObject())
                        .toList()));
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String audience() {
        return signIn.publicUrl() + TokenServer.TOKEN;
    }

    String assertion() {
        return assertion(key);
    }

    String assertion(ECKey with) {
        return assertion(with, claims -> {});
    }

    String assertion(ECKey with, Consumer<JWTClaimsSet.Builder> more) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(id)
                .subject(id)
                .audience(audience())
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
        more.accept(claims);
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(with.getKeyID()).build(), claims, with);
    }

    static String signed(JWSHeader header, JWTClaimsSet.Builder claims, ECKey with) {
        try {
            var jwt = new SignedJWT(header, claims.build());
            jwt.sign(new ECDSASigner(with));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answer of the token endpoint. */
    Answer signIn(String assertion, String proof) {
        HttpRequest.Builder request = signInRequest(assertion);
        if (proof != null) {
            request.header("DPoP", proof);
        }
        return api.send(request);
    }

    HttpRequest.Builder signInRequest(String assertion) {
        return api.request(TokenServer.TOKEN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_assertion_type="
                        + URLEncoder.encode(
                                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", StandardCharsets.UTF_8)
                        + "&client_id=" + id + "&client_assertion=" + assertion));
    }

    Answer signIn(ECKey with) {
        return signIn(assertion(with), null);
    }

    /** A token that anybody can use who has it. */
    String plainToken() {
        return plainToken(key);
    }

    String plainToken(ECKey with) {
        return tokenOf(signIn(with));
    }

    String boundToken() {
        return tokenOf(signIn(assertion(), proof("POST", TokenServer.TOKEN, null)));
    }

    static String tokenOf(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("access_token").asText();
    }

    String proof(String method, String path, String token) {
        return proof(method, path, token, claims -> {});
    }

    String proof(String method, String path, String token, Consumer<JWTClaimsSet.Builder> more) {
        var claims = new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .claim("htm", method)
                .claim("htu", api.url(path))
                .issueTime(Date.from(Instant.now()));
        if (token != null) {
            claims.claim("ath", hash(token));
        }
        more.accept(claims);
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("dpop+jwt"))
                        .jwk(holder.toPublicJWK())
                        .build(),
                claims,
                holder);
    }

    Answer plain(String token, String method, String path, String body) {
        return send("Bearer " + token, null, method, path, body);
    }

    Answer bound(String token, String proof, String path) {
        return send("DPoP " + token, proof, "GET", path, null);
    }

    Answer send(String authorization, String proof, String method, String path, String body) {
        HttpRequest.Builder request = api.request(path)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (proof != null) {
            request.header("DPoP", proof);
        }
        return api.send(request);
    }

    /** What registers a key of this lab. */
    String offer(ECKey offered) {
        return offer(offered.toPublicJWK().toJSONObject(), proofOf(offered, claims -> {}));
    }

    static String offer(Map<String, Object> jwk, String proof) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("jwk", jwk);
        body.put("proof", proof);
        return json(body);
    }

    String proofOf(ECKey offered, Consumer<JWTClaimsSet.Builder> more) {
        var claims = new JWTClaimsSet.Builder().issuer(id).audience(audience()).issueTime(Date.from(Instant.now()));
        more.accept(claims);
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(KeyProof.TYPE))
                        .build(),
                claims,
                offered);
    }

    private static String hash(String token) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
