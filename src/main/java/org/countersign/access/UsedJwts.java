package org.countersign.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What is good for one request, on whichever node. By the clock on the wall, as their makers' are. */
@Repository
class UsedJwts {

    private final JdbcClient db;

    UsedJwts(JdbcClient db) {
        this.db = db;
    }

    /** An assertion of a client; false when it was shown before. */
    boolean firstAssertion(String clientId, String id, Instant until) {
        return db.sql("INSERT INTO used_jwt (digest, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING")
                        .params(digest("assertion", clientId, id), until.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /**
     * A proof of possession of a key; false when it was shown before. There is one with each request, so the commit does
     * not wait for the disk: a power failure forgets the proofs of its last second, which are void a minute later.
     */
    boolean firstProof(String thumbprint, String id, Instant until) {
        return db.sql(
                                """
                WITH in_the_background AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
                INSERT INTO used_jwt (digest, expires_at) SELECT ?, ? FROM in_the_background
                ON CONFLICT DO NOTHING""")
                        .params(digest("proof", thumbprint, id), until.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    int forgetVoid() {
        return db.sql("DELETE FROM used_jwt WHERE expires_at < clock_timestamp()")
                .update();
    }

    private static byte[] digest(String... parts) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
