package org.countersign.notification;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.countersign.problem.Invalid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What labs recognise us by. In the database encrypted only; told once, when it is set. */
@Repository
class WebhookSecrets {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSecrets.class);

    static final String PREFIX = "whsec_";

    /** As the Standard Webhooks specification has it. */
    private static final int FEWEST_BYTES = 24;

    private static final int MOST_BYTES = 64;

    /** However often a lab changes its secret, the header stays short. */
    private static final int MOST_SIGNATURES = 5;

    private final JdbcClient db;
    private final Seal seal;
    private final Clock clock;
    private final Duration overlap;
    private final SecureRandom random = new SecureRandom();

    WebhookSecrets(JdbcClient db, Seal seal, Clock clock, WebhookSettings settings) {
        this.db = db;
        this.seal = seal;
        this.clock = clock;
        this.overlap = settings.secretOverlap();
    }

    /** The secret as given, or a new one. */
    String chosenOrNew(String given) {
        if (given == null) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            return PREFIX + Base64.getEncoder().encodeToString(key);
        }
        if (!isWellMade(given)) {
            throw new Invalid(
                    "secret",
                    "A secret is whsec_ and then %d to %d bytes in base64; leave it out and we make one."
                            .formatted(FEWEST_BYTES, MOST_BYTES));
        }
        return given;
    }

    private static boolean isWellMade(String secret) {
        if (!secret.startsWith(PREFIX) || secret.length() > 100) {
            return false;
        }
        try {
            int bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length())).length;
            return bytes >= FEWEST_BYTES && bytes <= MOST_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The caller holds the lab's webhook. @return false when it is the lab's secret already */
    boolean replace(String labId, String secret) {
        Optional<String> current = inUse(labId, 1).stream()
                .flatMap(stored -> seal.open(stored, labId).stream())
                .findFirst();
        if (current.filter(secret::equals).isPresent()) {
            return false;
        }
        Instant now = clock.instant();
        db.sql("UPDATE webhook_secret SET retired_at = ? WHERE lab_id = ? AND retired_at IS NULL")
                .params(now.atOffset(ZoneOffset.UTC), labId)
                .update();
        db.sql("INSERT INTO webhook_secret (id, lab_id, sealed, made_at) VALUES (?, ?, ?, ?)")
                .params(UUID.randomUUID().toString(), labId, seal.close(secret, labId), now.atOffset(ZoneOffset.UTC))
                .update();
        return true;
    }

    void forget(String labId) {
        db.sql("DELETE FROM webhook_secret WHERE lab_id = ?").param(labId).update();
    }

    /** A signature by each secret in use, the current one first; empty when none can be read. */
    Optional<String> sign(String labId, String messageId, long secondsSinceEpoch, String payload) {
        List<String> signatures = new ArrayList<>();
        for (byte[] stored : inUse(labId, MOST_SIGNATURES)) {
            Optional<String> secret = seal.open(stored, labId);
            if (secret.isPresent()) {
                signatures.add(signature(secret.get(), messageId, secondsSinceEpoch, payload));
            } else {
                LOG.error("A webhook secret of {} cannot be read with the key of this node", labId);
            }
        }
        return signatures.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", signatures));
    }

    private List<byte[]> inUse(String labId, int limit) {
        return db.sql(
                        """
                SELECT sealed FROM webhook_secret WHERE lab_id = ? AND (retired_at IS NULL OR retired_at > ?)
                ORDER BY retired_at DESC NULLS FIRST LIMIT ?""")
                .params(labId, clock.instant().minus(overlap).atOffset(ZoneOffset.UTC), limit)
                .query((row, n) -> row.getBytes(1))
                .list();
    }

    private static String signature(String secret, String messageId, long secondsSinceEpoch, String payload) {
        try {
            return new Webhook(secret).sign(messageId, secondsSinceEpoch, payload);
        } catch (EmptyWebhookSecretException | WebhookSigningException e) {
            throw new IllegalStateException("A secret that was taken can sign", e);
        }
    }
}
