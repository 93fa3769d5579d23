package org.countersign.access;

import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which sessions of staff are good. All nodes ask the same rows with each request, so a session that is ended anywhere is
 * over everywhere; and all go by the database's clock, which the test clock does not move.
 */
@Component
class StaffSessions {

    /** Who was signed in when, for as long as somebody may have to look into it. */
    private static final Duration KEPT = Duration.ofDays(90);

    private final JdbcClient db;
    private final SignInSettings settings;

    StaffSessions(JdbcClient db, SignInSettings settings) {
        this.db = db;
        this.settings = settings;
    }

    /** Where a session comes from that began at an identity provider; nothing is known of others. */
    record Origin(String issuer, String subject, String providerSession) {

        static final Origin NONE = new Origin(null, null, null);
    }

    @Transactional
    public UUID begin(String person, Origin origin) {
        lock(person);
        UUID id = UUID.randomUUID();
        db.sql("INSERT INTO staff_session (id, person, issuer, subject, provider_session) VALUES (?, ?, ?, ?, ?)")
                .params(id, person, origin.issuer(), origin.subject(), origin.providerSession())
                .update();
        db.sql("UPDATE staff_session SET ended_at = clock_timestamp(), ended_by = 'newer-session'"
                        + " WHERE person = :person AND ended_at IS NULL AND id NOT IN (SELECT id FROM staff_session"
                        + " WHERE person = :person AND ended_at IS NULL ORDER BY began_at DESC LIMIT :most)")
                .param("person", person)
                .param("most", settings.sessions())
                .update();
        db.sql("DELETE FROM staff_session WHERE began_at < clock_timestamp() - make_interval(secs => ?)")
                .param(KEPT.toSeconds())
                .update();
        return id;
    }

    public boolean isGood(UUID id, String person) {
        return db.sql("SELECT count(*) FROM staff_session WHERE id = ? AND person = ? AND ended_at IS NULL"
                                + " AND began_at > clock_timestamp() - make_interval(secs => ?)")
                        .params(id, person, settings.longest().toSeconds())
                        .query(Long.class)
                        .single()
                == 1;
    }

    @Transactional
    public void signOut(UUID id) {
        db.sql("UPDATE staff_session SET ended_at = clock_timestamp(), ended_by = 'person'"
                        + " WHERE id = ? AND ended_at IS NULL")
                .param(id)
                .update();
    }

    /** Those of one session at the provider; without one, all of the subject. */
    @Transactional
    public int endAtProvider(Origin origin) {
        return db.sql("UPDATE staff_session SET ended_at = clock_timestamp(), ended_by = 'provider'"
                        + " WHERE ended_at IS NULL AND issuer = :issuer"
                        + " AND (CAST(:subject AS text) IS NULL OR subject = :subject)"
                        + " AND (CAST(:session AS text) IS NULL OR provider_session = :session)")
                .param("issuer", origin.issuer())
                .param("subject", origin.subject())
                .param("session", origin.providerSession())
                .update();
    }

    /** What somebody may do has changed: whoever goes on signs in anew. */
    @Transactional
    public void endForOtherGroups(String person) {
        db.sql("UPDATE staff_session SET ended_at = clock_timestamp(), ended_by = 'groups'"
                        + " WHERE person = ? AND ended_at IS NULL")
                .param(person)
                .update();
    }

    /** One at a time, on all nodes, for the rest of the transaction. */
    void lock(String person) {
        db.sql("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('staff:' || ?, 0))")
                .param(person)
                .query(Integer.class)
                .single();
    }
}
