package org.countersign.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the journal tells of one case, and nothing else. */
record Chronicle(String reference, List<Entry> entries) {

    private static final ObjectMapper JSON = new ObjectMapper();

    record Entry(Instant at, String actor, String action, JsonNode content) {

        String text(String field) {
            return content.path(field).asText();
        }

        Instant moment(String field) {
            return Instant.parse(text(field));
        }
    }

    static Chronicle of(String reference, JdbcClient db) {
        return new Chronicle(
                reference,
                db.sql("SELECT at, actor, action, content FROM journal WHERE subject = ? ORDER BY seq")
                        .param(reference)
                        .query((row, n) -> new Entry(
                                row.getObject("at", OffsetDateTime.class).toInstant(),
                                row.getString("actor"),
                                row.getString("action"),
                                read(row.getString("content"))))
                        .list());
    }

    private static JsonNode read(String content) {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The journal holds JSON", e);
        }
    }
}
