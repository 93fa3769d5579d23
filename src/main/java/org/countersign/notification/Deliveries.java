package org.countersign.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What labs are told: queued, delivered, or given up; and the attempts. */
@Repository
class Deliveries {

    private final JdbcClient db;

    Deliveries(JdbcClient db) {
        this.db = db;
    }

    record Event(
            String labId,
            String orderingKey,
            String type,
            String payload,
            long journalSeq,
            Instant at,
            Instant giveUpAt) {}

    /** An event that is told already, because its entry was read before, stays one. */
    void add(Event event) {
        db.sql(
                        """
                INSERT INTO webhook_delivery (id, lab_id, ordering_key, type, payload, journal_seq, created_at, status,
                  next_attempt_at, give_up_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?) ON CONFLICT (lab_id, journal_seq, type) DO NOTHING""")
                .params(
                        "msg_" + UUID.randomUUID().toString().replace("-", ""),
                        event.labId(),
                        event.orderingKey(),
                        event.type(),
                        event.payload(),
                        event.journalSeq(),
                        utc(event.at()),
                        utc(event.at()),
                        utc(event.giveUpAt()))
                .update();
    }

    /** One delivery that this node, and no other until the lease ends, makes an attempt at. */
    record Claim(String id, String labId, String payload, String lease) {}

    int inFlight(String labId) {
        return db.sql(
                        "SELECT count(*) FROM webhook_delivery WHERE lab_id = ? AND lease IS NOT NULL AND leased_until >= clock_timestamp()")
                .param(labId)
                .query(Integer.class)
                .single();
    }

    /**
     * Takes what is due, at most {@code limit}. Of one ordering key only the oldest that is still queued, so a later event
     * waits until the earlier one is delivered or given up; a replay waits for nobody and nobody for it.
     */
    List<Claim> claim(String labId, int limit, Instant now, Duration lease) {
        return db.sql(
                        """
                UPDATE webhook_delivery SET lease = ?, leased_until = clock_timestamp() + make_interval(secs => ?)
                WHERE id IN (
                  SELECT id FROM webhook_delivery d
                  WHERE lab_id = ? AND status = 'queued' AND next_attempt_at <= ?
                    AND (lease IS NULL OR leased_until < clock_timestamp())
                    AND (replay OR NOT EXISTS (
                      SELECT 1 FROM webhook_delivery earlier
                      WHERE earlier.lab_id = d.lab_id AND earlier.ordering_key = d.ordering_key
                        AND earlier.status = 'queued' AND NOT earlier.replay AND earlier.position < d.position))
                  ORDER BY next_attempt_at, position LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING id, lab_id, payload, lease""")
                .params(UUID.randomUUID().toString(), lease.toMillis() / 1000.0, labId, utc(now), limit)
                .query(Claim.class)
                .list();
    }

    /** How a claimed delivery stands. */
    record Standing(int attempts, int tries, Instant giveUpAt, boolean delivered, boolean replay) {}

    /** Empty when the lease ended and somebody else took it, or the lab has removed its endpoint. */
    Optional<Standing> standing(Claim claim) {
        return db.sql(
                        """
                SELECT attempts, tries, give_up_at, delivered_at IS NOT NULL AS delivered, replay FROM webhook_delivery
                WHERE id = ? AND lease = ? FOR UPDATE""")
                .params(claim.id(), claim.lease())
                .query((row, n) -> new Standing(
                        row.getInt("attempts"),
                        row.getInt("tries"),
                        moment(row, "give_up_at"),
                        row.getBoolean("delivered"),
                        row.getBoolean("replay")))
                .optional();
    }

    void add(String id, int number, Courier.Attempt attempt, Instant at) {
        db.sql(
                        """
                INSERT INTO webhook_attempt (delivery_id, number, at, duration_ms, outcome, code)
                VALUES (?, ?, ?, ?, ?, ?)""")
                .params(
                        id,
                        number,
                        utc(at),
                        attempt.duration().toMillis(),
                        attempt.outcome().key(),
                        attempt.code())
                .update();
    }

    void delivered(Claim claim, Instant now, Standing standing) {
        end(claim.id(), Delivery.DELIVERED, now, standing.replay());
    }

    /** One that was delivered before, and asked for again in vain, stays delivered. */
    void failed(Claim claim, Instant now, Standing standing) {
        end(claim.id(), standing.delivered() ? Delivery.DELIVERED : Delivery.FAILED, now, standing.replay());
    }

    private void end(String id, String status, Instant now, boolean replay) {
        if (!replay) {
            // What waited behind it is due.
            moveThoseBehind(id, now, "next_attempt_at > ?", now);
        }
        db.sql(
                        """
                UPDATE webhook_delivery SET status = :status, attempts = attempts + 1, tries = tries + 1, replay = false,
                  lease = NULL, leased_until = NULL,
                  delivered_at = coalesce(delivered_at, CASE WHEN :status = 'delivered' THEN :now::timestamptz END)
                WHERE id = :id""")
                .param("status", status)
                .param("now", utc(now))
                .param("id", id)
                .update();
    }

    void retry(Claim claim, Instant next) {
        db.sql(
                        """
                UPDATE webhook_delivery SET attempts = attempts + 1, tries = tries + 1, next_attempt_at = ?, lease = NULL,
                  leased_until = NULL WHERE id = ?""")
                .params(utc(next), claim.id())
                .update();
        // They cannot go before it, and need not be looked at until then.
        moveThoseBehind(claim.id(), next, "next_attempt_at < ?", next);
    }

    private void moveThoseBehind(String id, Instant to, String which, Instant compared) {
        db.sql(
                        """
                UPDATE webhook_delivery d SET next_attempt_at = ? FROM webhook_delivery head
                WHERE head.id = ? AND NOT head.replay AND d.lab_id = head.lab_id AND d.ordering_key = head.ordering_key
                  AND d.status = 'queued' AND NOT d.replay AND d.position > head.position AND d."""
                                + which)
                .params(utc(to), id, utc(compared))
                .update();
    }

    /** Whatever waits for its next attempt gets it now: the lab has named another address. */
    void tryNow(String labId, Instant now) {
        db.sql(
                        "UPDATE webhook_delivery SET next_attempt_at = ?, tries = 0 WHERE lab_id = ? AND status = 'queued' AND next_attempt_at > ?")
                .params(utc(now), labId, utc(now))
                .update();
    }

    /** The lab wants nothing more. */
    void giveUp(String labId) {
        db.sql(
                        """
                UPDATE webhook_delivery SET status = CASE WHEN delivered_at IS NULL THEN 'failed' ELSE 'delivered' END,
                  replay = false, lease = NULL, leased_until = NULL WHERE lab_id = ? AND status = 'queued'""")
                .param(labId)
                .update();
    }

    /** What was queued for an endpoint that is gone does not wait longer than for one that fails. */
    void giveUpForDisabled(Instant now) {
        db.sql(
                        """
                UPDATE webhook_delivery d SET replay = false, lease = NULL, leased_until = NULL,
                  status = CASE WHEN delivered_at IS NULL THEN 'failed' ELSE 'delivered' END
                FROM webhook w
                WHERE w.lab_id = d.lab_id AND w.disabled_at IS NOT NULL AND d.status = 'queued' AND d.give_up_at < ?""")
                .param(utc(now))
                .update();
    }

    /** Once more, now. One that is queued anyway keeps its place; @return false when the lab has no such delivery. */
    boolean replay(String labId, String id, Instant now, Instant giveUpAt) {
        return db.sql(
                                """
                UPDATE webhook_delivery SET replay = replay OR status <> 'queued', status = 'queued',
                  next_attempt_at = :now, tries = 0, give_up_at = greatest(give_up_at, :giveUpAt)
                WHERE id = :id AND lab_id = :lab""")
                        .param("now", utc(now))
                        .param("giveUpAt", utc(giveUpAt))
                        .param("id", id)
                        .param("lab", labId)
                        .update()
                == 1;
    }

    Optional<Delivery> find(String labId, String id) {
        return withAttempts(db.sql("SELECT * FROM webhook_delivery WHERE lab_id = ? AND id = ?")
                        .params(labId, id)
                        .query(Deliveries::row)
                        .list())
                .stream()
                .findFirst();
    }

    /** Newest first, before the given position. */
    List<Delivery> page(String labId, Optional<String> status, long before, int limit) {
        return withAttempts(db.sql(
                        """
                SELECT * FROM webhook_delivery
                WHERE lab_id = :lab AND position < :before AND (:status::text IS NULL OR status = :status)
                ORDER BY position DESC LIMIT :limit""")
                .param("lab", labId)
                .param("before", before)
                .param("status", status.orElse(null))
                .param("limit", limit)
                .query(Deliveries::row)
                .list());
    }

    private List<Delivery> withAttempts(List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return deliveries;
        }
        record Row(String deliveryId, Delivery.Attempted attempt) {}
        Collection<String> ids = deliveries.stream().map(Delivery::id).toList();
        Map<String, List<Delivery.Attempted>> attempts = db
                .sql("SELECT * FROM webhook_attempt WHERE delivery_id IN (:ids) ORDER BY number")
                .param("ids", ids)
                .query((row, n) -> new Row(
                        row.getString("delivery_id"),
                        new Delivery.Attempted(
                                row.getInt("number"),
                                moment(row, "at"),
                                row.getLong("duration_ms"),
                                row.getString("outcome"),
                                row.getObject("code", Integer.class))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Row::deliveryId, Collectors.mapping(Row::attempt, Collectors.toList())));
        return deliveries.stream()
                .map(delivery -> delivery.with(attempts.getOrDefault(delivery.id(), List.of())))
                .toList();
    }

    /** What operators watch. */
    record Backlog(long queued, long failed, Instant oldest) {}

    Backlog backlog() {
        return db.sql(
                        """
                SELECT (SELECT count(*) FROM webhook_delivery WHERE status = 'queued') AS queued,
                  (SELECT count(*) FROM webhook_delivery WHERE status = 'failed') AS failed,
                  (SELECT min(created_at) FROM webhook_delivery WHERE status = 'queued') AS oldest""")
                .query((row, n) -> new Backlog(row.getLong("queued"), row.getLong("failed"), moment(row, "oldest")))
                .single();
    }

    private static Delivery row(ResultSet row, int number) throws SQLException {
        String status = row.getString("status");
        return new Delivery(
                row.getString("id"),
                row.getLong("position"),
                row.getString("type"),
                row.getString("ordering_key"),
                status,
                moment(row, "created_at"),
                status.equals(Delivery.QUEUED) ? moment(row, "next_attempt_at") : null,
                moment(row, "delivered_at"),
                row.getString("payload"),
                List.of());
    }

    private static OffsetDateTime utc(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
