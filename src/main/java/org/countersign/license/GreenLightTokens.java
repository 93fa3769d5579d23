package org.countersign.license;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.signing.SigningKeys;
import org.springframework.stereotype.Component;

/**
 * Green lights to take along: signed, good for a day at most, and only together with the public list, which says whether
 * they still hold. A signature costs far more than all the rest of an answer, so a node hands out the same one until half
 * of its life is over.
 */
@Component
class GreenLightTokens {

    static final String TYPE = "green-light+jwt";

    private final SigningKeys keys;
    private final Publisher publisher;
    private final Duration life;
    private final Cache<Subject, Signed> signed;

    /**
     * All that a token says, but when. Its light is in the list, so a change of light is no reason for a new token. A key
     * that is withdrawn is one: nobody believes what it has signed.
     */
    private record Subject(
            String keyId, long listIndex, String releaseId, Instant expiresOn, List<License.Condition> conditions) {}

    private record Signed(String token, Instant usableUntil) {}

    GreenLightTokens(SigningKeys keys, Publisher publisher, GreenLightSettings settings) {
        this.keys = keys;
        this.publisher = publisher;
        this.life = settings.tokenLife();
        this.signed = Caffeine.newBuilder().maximumSize(settings.tokensKept()).build();
    }

    String of(String labId, String releaseId, Held held, Instant now) {
        var subject =
                new Subject(keys.current().getKeyID(), held.listIndex(), releaseId, held.endsOn(), held.conditions());
        Signed known = signed.getIfPresent(subject);
        if (known == null || !now.isBefore(known.usableUntil())) {
            known = sign(labId, releaseId, held, now);
            signed.put(subject, known);
        }
        return known.token();
    }

    private Signed sign(String labId, String releaseId, Held held, Instant now) {
        Instant exp = now.plus(life);
        if (held.endsOn() != null && held.endsOn().isBefore(exp)) {
            exp = held.endsOn();
        }
        var claims = new JWTClaimsSet.Builder()
                .issuer(publisher.issuer())
                .audience(labId)
                .subject(held.customerId())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(exp))
                .claim("licenseId", held.licenseId())
                .claim("lab", labId)
                .claim("releaseId", releaseId)
                .claim("customerId", held.customerId())
                .claim("population", population(held))
                .claim("domain", held.domain())
                .claim(
                        "conditions",
                        held.conditions().stream()
                                .map(condition -> Map.of(
                                        "id", condition.id(), "agency", condition.agency(), "text", condition.text()))
                                .toList())
                .claim("band", held.band())
                .claim("status", Map.of("status_list", status(held.listIndex())));
        return new Signed(
                keys.sign(TYPE, claims.build()),
                now.plus(Duration.between(now, exp).dividedBy(2)));
    }

    private static Map<String, Object> population(Held held) {
        Map<String, Object> population = new LinkedHashMap<>();
        population.put("foreignPersons", held.foreignPersons());
        if (held.isLicense()) {
            population.put("users", held.users());
            population.put("countries", held.countries());
        }
        return population;
    }

    private Map<String, Object> status(long index) {
        StatusReference place = publisher.placeOf(index);
        return Map.of("idx", place.idx(), "uri", place.uri());
    }
}
