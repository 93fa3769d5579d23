package org.countersign.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.apache.commons.codec.digest.DigestUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A request may arrive twice, on two nodes at once; what it asks for happens once. The key is claimed by
 * inserting it, in the transaction that does the work: whoever comes second waits for that transaction
 * and then gets the first one's answer, or does the work itself if the first one failed.
 */
@Component
public class IdempotentAnswers {

    private final JdbcClient db;
    private final Clock clock;
    private final ObjectMapper json;

    IdempotentAnswers(JdbcClient db, Clock clock, ObjectMapper json) {
        this.db = db;
        this.clock = clock;
        this.json = json.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    }

    public record Answer(URI location, String body) {}

    /** The same key was used before for something else. */
    public static class KeyReused extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Answer once(String labId, String key, Object request, Supplier<Answer> work) {
        byte[] digest = digest(request);
        boolean first = db.sql(
                                """
                INSERT INTO idempotent_answer (lab_id, idempotency_key, request_digest, answered_at)
                VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING""")
                        .params(labId, key, digest, clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
        if (!first) {
            return earlier(labId, key, digest);
        }
        Answer answer = work.get();
        db.sql("UPDATE idempotent_answer SET location = ?, body = ? WHERE lab_id = ? AND idempotency_key = ?")
                .params(answer.location().toString(), answer.body(), labId, key)
                .update();
        return answer;
    }

    private Answer earlier(String labId, String key, byte[] digest) {
        record Earlier(byte[] requestDigest, String location, String body) {}
        Earlier earlier = db.sql(
                        """
                SELECT request_digest, location, body FROM idempotent_answer
                WHERE lab_id = ? AND idempotency_key = ?""")
                .params(labId, key)
                .query((row, n) -> new Earlier(row.getBytes(1), row.getString(2), row.getString(3)))
                .single();
        if (!MessageDigest.isEqual(earlier.requestDigest(), digest)) {
            throw new KeyReused();
        }
        return new Answer(URI.create(earlier.location()), earlier.body());
    }

    /** Of the request as understood, so that white space and the order of members do not matter. */
    private byte[] digest(Object request) {
        try {
            return DigestUtils.sha256(json.writeValueAsBytes(request));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A request that was read can be written", e);
        }
    }
}
