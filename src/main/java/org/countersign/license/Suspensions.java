package org.countersign.license;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes licenses out of force and puts them back. A license may be suspended on several grounds at once and is in force
 * again when none is left: the database changes its light in the same transaction.
 */
@Repository
public class Suspensions {

    /** Of a license that was issued before its parties could be screened; the database puts it there and guards it. */
    public static final String UNSCREENED = "unscreened";

    private final JdbcClient db;
    private final ListPublication publication;
    private final Clock clock;

    Suspensions(JdbcClient db, ListPublication publication, Clock clock) {
        this.db = db;
        this.publication = publication;
        this.clock = clock;
    }

    /** @param liftedAt null as long as it lasts */
    public record Suspension(
            String id,
            String licenseId,
            String ground,
            String reasons,
            Instant suspendedAt,
            String suspendedBy,
            Instant liftedAt,
            String liftedBy) {

        /** Not a decision about anybody: it ends as soon as the parties are screened. */
        public boolean isHold() {
            return ground.equals(UNSCREENED);
        }
    }

    /** @return false when the license is at its end, or suspended on this ground already */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean suspend(String licenseId, String ground, String reasons, String by) {
        String status = lockedStatus(licenseId);
        if (!status.equals(License.ISSUED) && !status.equals(License.SUSPENDED)) {
            return false;
        }
        return db.sql(
                                """
                        INSERT INTO license_suspension (id, license_id, ground, reasons, suspended_at, suspended_by)
                        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")
                        .params(UUID.randomUUID().toString(), licenseId, ground, reasons, now(), by)
                        .update()
                == 1;
    }

    /** Lifts every suspension of a license. @return false when there was none */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean reinstate(String licenseId, String by) {
        lockedStatus(licenseId);
        return db.sql(
                                "UPDATE license_suspension SET lifted_at = ?, lifted_by = ? WHERE license_id = ? AND lifted_at IS NULL")
                        .params(now(), by, licenseId)
                        .update()
                > 0;
    }

    /** Lifts what was put upon a license on one ground. @return false when there was nothing */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean liftOn(String licenseId, String ground, String by) {
        lockedStatus(licenseId);
        return db.sql(
                                """
                        UPDATE license_suspension SET lifted_at = ?, lifted_by = ?
                        WHERE license_id = ? AND ground = ? AND lifted_at IS NULL""")
                        .params(now(), by, licenseId, ground)
                        .update()
                == 1;
    }

    /** Lifts one suspension; one that is lifted already is left alone. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lift(String id, String liftedBy) {
        String licenseId = db.sql("SELECT license_id FROM license_suspension WHERE id = ?")
                .param(id)
                .query(String.class)
                .single();
        lockedStatus(licenseId);
        db.sql("UPDATE license_suspension SET lifted_at = ?, lifted_by = ? WHERE id = ? AND lifted_at IS NULL")
                .params(now(), liftedBy, id)
                .update();
    }

    /** @return false when the license was not held back for its screening, or is no more */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean liftHold(String licenseId, String by) {
        Optional<Suspension> hold = of(licenseId).stream()
                .filter(Suspension::isHold)
                .filter(suspension -> suspension.liftedAt() == null)
                .findFirst();
        hold.ifPresent(suspension -> lift(suspension.id(), by));
        return hold.isPresent();
    }

    /** Newest first. */
    public List<Suspension> of(String licenseId) {
        return db.sql("SELECT * FROM license_suspension WHERE license_id = ? ORDER BY suspended_at DESC, id")
                .param(licenseId)
                .query((row, n) -> {
                    OffsetDateTime lifted = row.getObject("lifted_at", OffsetDateTime.class);
                    return new Suspension(
                            row.getString("id"),
                            row.getString("license_id"),
                            row.getString("ground"),
                            row.getString("reasons"),
                            row.getObject("suspended_at", OffsetDateTime.class).toInstant(),
                            row.getString("suspended_by"),
                            lifted == null ? null : lifted.toInstant(),
                            row.getString("lifted_by"));
                })
                .list();
    }

    /** Of the license of an application, oldest first. */
    public List<Suspension> inForceFor(String applicationId) {
        return db
                .sql("SELECT id FROM license WHERE application_id = ?")
                .param(applicationId)
                .query(String.class)
                .optional()
                .map(this::of)
                .orElse(List.of())
                .stream()
                .filter(suspension -> suspension.liftedAt() == null)
                .sorted(Comparator.comparing(Suspension::suspendedAt))
                .toList();
    }

    private String lockedStatus(String licenseId) {
        publication.followCommit();
        return db.sql("SELECT status FROM license WHERE id = ? FOR UPDATE")
                .param(licenseId)
                .query(String.class)
                .single();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
