package org.countersign.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The keys this installation signs with: never in the database, never in the jar. What other nodes or the operator
 * change is seen within seconds.
 *
 * <p>Keys age by the clock on the wall, which access tokens live by. The clock of the house is never behind it, so what
 * has expired there is no longer taken here either.
 */
@Component
public class SigningKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(5);

    private final KeySource source;
    private final String place;
    private final Clock clock;
    private volatile Turn turn;

    /** Whose turn it is to sign, as last read. */
    private record Turn(JWKSet all, ECKey current, JWSSigner signer, Instant readAt) {}

    @Autowired
    SigningKeys(SigningSettings settings, @Value("${countersign.data-dir}") Path dataDirectory) {
        this(settings, dataDirectory, Clock.systemUTC());
    }

    SigningKeys(SigningSettings settings, Path dataDirectory, Clock clock) {
        Path file =
                settings.file() == null ? dataDirectory.resolve("keys").resolve("signing-keys.json") : settings.file();
        this.source = settings.file() == null
                ? new KeyFile(file, settings.maxAge(), settings.rotateAtStart())
                : new Keystore(file, settings.password());
        this.place = file.toString();
        this.clock = clock;
        try {
            this.turn = read(clock.instant());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The signing keys in " + place + " cannot be read or made: " + e.getMessage(), e);
        } catch (ParseException e) {
            throw new IllegalStateException("The signing keys in " + place + " are damaged", e);
        }
    }

    /** With their secrets. What is published of them is their public part. */
    public JWKSet all() {
        return now().all();
    }

    public ECKey current() {
        return now().current();
    }

    /** A token of ours. @param type tells it from our tokens for other purposes */
    public String sign(String type, JWTClaimsSet claims) {
        Turn now = now();
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType(type))
                .keyID(now.current().getKeyID())
                .build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(now.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("A key on the curve P-256 signs ES256", e);
        }
        return token.serialize();
    }

    private Turn now() {
        Turn known = turn;
        Instant now = clock.instant();
        return now.isBefore(known.readAt().plus(LOOK_AGAIN_AFTER)) ? known : lookAgain(now);
    }

    private synchronized Turn lookAgain(Instant now) {
        if (!now.isBefore(turn.readAt().plus(LOOK_AGAIN_AFTER))) {
            try {
                turn = read(now);
            } catch (IOException | ParseException | IllegalStateException e) {
                LOG.warn("The signing keys in {} cannot be read; those known go on signing", place, e);
                turn = new Turn(turn.all(), turn.current(), turn.signer(), now);
            }
        }
        return turn;
    }

    private Turn read(Instant now) throws IOException, ParseException {
        JWKSet all = source.read(now);
        ECKey current = all.getKeys().stream()
                .filter(key -> !KeyFile.signsFrom(key).isAfter(now))
                .max(KeyFile.byTurn())
                .or(() -> all.getKeys().stream().min(KeyFile.byTurn()))
                .orElseThrow(() -> new IOException("There is no key in it"))
                .toECKey();
        try {
            return new Turn(all, current, new ECDSASigner(current), now);
        } catch (JOSEException e) {
            throw new IOException("There is a key in it that cannot sign", e);
        }
    }
}
