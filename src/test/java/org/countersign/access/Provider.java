package org.countersign.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A small identity provider, a real HTTP server: signs in whoever is told, and can be told to go wrong. */
class Provider implements AutoCloseable {

    static final String CLIENT = "countersign";
    static final String SECRET = "s3cret";
    static final String AUDIENCE = "countersign-staff";

    final RSAKey rsa = rsaKey();
    final ECKey ec = ecKey();

    private final HttpServer server;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private volatile boolean out = true;
    private volatile Map<String, Object> next = Map.of();
    private volatile UnaryOperator<Map<String, Object>> bent = claims -> claims;
    private volatile Signature signature = this::rsa;

    private record Grant(Map<String, String> asked, Map<String, Object> claims) {}

    interface Signature {
        String of(Map<String, Object> claims);
    }

    Provider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void isOut(boolean out) {
        this.out = out;
    }

    /** Who signs in from now on, and tokens are as they should be again. */
    void signsIn(String subject, String name, String session, List<String> groups) {
        next = claims(subject, name, session, groups);
        bent = claims -> claims;
        signature = this::rsa;
    }

    /** ID tokens say something else from now on. */
    void bends(UnaryOperator<Map<String, Object>> bent) {
        this.bent = bent;
    }

    void signs(Signature signature) {
        this.signature = signature;
    }

    static Map<String, Object> claims(String subject, String name, String session, List<String> groups) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("sub", subject);
        claims.put("sid", session);
        claims.put("preferred_username", name);
        claims.put("given_name", "Ann");
        claims.put("family_name", "Lee");
        claims.put("email", name + "@agency.example");
        claims.put("groups", groups.stream().map(group -> "/" + group).toList());
        return claims;
    }

    /** An access token for the APIs of staff. */
    Map<String, Object> access(String subject, String name, List<String> groups) {
        return times(claims(subject, name, "sid-" + subject, groups), AUDIENCE);
    }

    Map<String, Object> logout(String subject, String session) {
        var claims = new LinkedHashMap<String, Object>();
        if (subject != null) {
            claims.put("sub", subject);
        }
        if (session != null) {
            claims.put("sid", session);
        }
        claims.put("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
        claims.put("jti", UUID.randomUUID().toString());
        return times(claims, CLIENT);
    }

    private Map<String, Object> times(Map<String, Object> claims, String audience) {
        var complete = new LinkedHashMap<>(claims);
        complete.put("iss", issuer());
        complete.put("aud", List.of(audience));
        complete.put("iat", Instant.now().getEpochSecond());
        complete.put("exp", Instant.now().plusSeconds(300).getEpochSecond());
        return complete;
    }

    String rsa(Map<String, Object> claims) {
        return signed(claims, JWSAlgorithm.RS256, rsa.getKeyID(), signer(rsa));
    }

    String es(Map<String, Object> claims) {
        try {
            return signed(claims, JWSAlgorithm.ES256, ec.getKeyID(), new ECDSASigner(ec));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static JWSSigner signer(RSAKey key) {
        try {
            return new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String signed(Map<String, Object> claims, JWSAlgorithm algorithm, String key, JWSSigner signer) {
        try {
            var set = new JWTClaimsSet.Builder();
            claims.forEach((name, value) -> set.claim(
                    name,
                    List.of("iat", "exp").contains(name) && value != null
                            ? Date.from(Instant.ofEpochSecond((Long) value))
                            : value));
            var token = new SignedJWT(
                    new JWSHeader.Builder(algorithm)
                            .type(JOSEObjectType.JWT)
                            .keyID(key)
                            .build(),
                    set.build());
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (out) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/openid-configuration" -> json(exchange, 200, metadata());
                case "/keys" -> json(exchange, 200, new JWKSet(List.of(rsa, ec)).toString(true));
                case "/authorize" -> authorize(exchange);
                case "/token" -> token(exchange);
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private String metadata() {
        return """
                {"issuer":"I","authorization_endpoint":"I/authorize","token_endpoint":"I/token","jwks_uri":"I/keys",
                 "end_session_endpoint":"I/end-session","subject_types_supported":["public"],
                 "response_types_supported":["code"],"id_token_signing_alg_values_supported":["RS256","ES256"]}"""
                .replace("\"I", "\"" + issuer());
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = fields(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        grants.put(code, new Grant(asked, next));
        exchange.getResponseHeaders()
                .add("Location", asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state"));
        exchange.sendResponseHeaders(302, -1);
    }

    /** As strict as a provider should be: the client proves itself, a code is good once and with its verifier. */
    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> sent = fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Grant grant = grants.remove(String.valueOf(sent.get("code")));
        String basic =
                "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        if (grant == null
                || !basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                || !grant.asked().get("code_challenge").equals(challenge(sent.get("code_verifier")))
                || !grant.asked().get("redirect_uri").equals(sent.get("redirect_uri"))) {
            json(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        var claims = times(grant.claims(), CLIENT);
        claims.put("nonce", grant.asked().get("nonce"));
        String token = signature.of(bent.apply(claims));
        json(
                exchange,
                200,
                "{\"access_token\":\"opaque\",\"token_type\":\"Bearer\",\"expires_in\":300,\"scope\":\"openid\",\"id_token\":\""
                        + token + "\"}");
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static Map<String, String> fields(String encoded) {
        var fields = new LinkedHashMap<String, String>();
        for (String field : encoded.split("&")) {
            String[] pair = field.split("=", 2);
            fields.put(pair[0], URLDecoder.decode(pair.length > 1 ? pair[1] : "", StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static RSAKey rsaKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("rsa").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ecKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
