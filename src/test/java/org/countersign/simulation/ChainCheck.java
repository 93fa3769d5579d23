package org.countersign.simulation;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Walks the journal from its first entry to its last and computes every hash itself. */
final class ChainCheck {

    private static final int PAGE = 5_000;

    private final JdbcClient db;
    private long seq;
    private byte[] previous = new byte[32];

    ChainCheck(JdbcClient db) {
        this.db = db;
    }

    private record Link(
            long seq,
            String at,
            String actor,
            String action,
            String subject,
            String content,
            byte[] previousHash,
            byte[] entryHash) {}

    /** The first entry that does not follow from the one before. */
    Optional<String> firstBreak() {
        for (List<Link> page = next(); !page.isEmpty(); page = next()) {
            for (Link link : page) {
                byte[] hash = hashOf(link);
                if (link.seq() != seq + 1
                        || !Arrays.equals(link.previousHash(), previous)
                        || !Arrays.equals(link.entryHash(), hash)) {
                    return Optional.of("entry " + link.seq() + " does not follow from entry " + seq);
                }
                seq = link.seq();
                previous = hash;
            }
        }
        return Optional.empty();
    }

    long length() {
        return seq;
    }

    private List<Link> next() {
        return db.sql("SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT " + PAGE)
                .param(seq)
                .query((row, n) -> new Link(
                        row.getLong("seq"),
                        row.getObject("at", OffsetDateTime.class).toInstant().toString(),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("content"),
                        row.getBytes("previous_hash"),
                        row.getBytes("entry_hash")))
                .list();
    }

    private byte[] hashOf(Link link) {
        var input = new ByteArrayOutputStream();
        input.writeBytes(ByteBuffer.allocate(8).putLong(link.seq()).array());
        for (String field : List.of(link.at(), link.actor(), link.action(), link.subject())) {
            byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
            input.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
            input.writeBytes(bytes);
        }
        input.writeBytes(sha256(link.content().getBytes(StandardCharsets.UTF_8)));
        input.writeBytes(previous);
        return sha256(input.toByteArray());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
