package org.countersign.directive;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.countersign.license.ListPublication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a directive does to licenses, each step one statement over all of them: the database changes the lights that follow
 * from it, in the same transaction. One directive takes effect or ends at a time, and no license is issued meanwhile.
 */
@Component
class Effect {

    private final JdbcClient db;
    private final ListPublication lists;
    private final Clock clock;

    Effect(JdbcClient db, ListPublication lists, Clock clock) {
        this.db = db;
        this.lists = lists;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Directive.Hit begin(Directive directive) {
        alone();
        OffsetDateTime now = now();
        db.sql("UPDATE directive SET state = 'in-force', in_force_at = ? WHERE id = ?")
                .params(now, directive.id())
                .update();
        return db.sql(
                        """
                WITH hit AS MATERIALIZED (
                  SELECT d.id AS directive_id, l.id, l.users, d.kind = 'foreign-persons' AS foreign_only, d.in_force_at
                  FROM directive d, license l WHERE d.id = ? AND covers_license(d, l) ORDER BY l.id),
                dark AS (
                  INSERT INTO directive_license (directive_id, license_id, foreign_only, dark_at)
                  SELECT directive_id, id, foreign_only, in_force_at FROM hit)
                SELECT count(*) AS licenses, coalesce(sum(users), 0) AS users,
                  encode(sha256(convert_to(coalesce(string_agg(id, E'\\n' ORDER BY id COLLATE "C"), ''), 'UTF8')), 'hex')
                    AS sha256
                FROM hit""")
                .param(directive.id())
                .query(Directive.Hit.class)
                .single();
    }

    /** @return how many licenses it no longer covers; another directive may still darken some of them */
    @Transactional(propagation = Propagation.MANDATORY)
    public int narrow(Directive directive, List<String> carveOuts) {
        alone();
        String[] spared = Directives.array(carveOuts);
        db.sql("UPDATE directive SET carve_outs = carve_outs || ?::text[] WHERE id = ?")
                .params(spared, directive.id())
                .update();
        return db.sql(
                        """
                UPDATE directive_license d SET lifted_at = ? FROM license l
                WHERE d.directive_id = ? AND d.lifted_at IS NULL AND l.id = d.license_id AND l.customer_id = ANY (?)""")
                .params(now(), directive.id(), spared)
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public int lift(Directive directive) {
        return end(directive, Directive.LIFTED, clock.instant());
    }

    /** It ended when it said it would, whenever that is noticed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int expire(Directive directive) {
        return end(directive, Directive.EXPIRED, directive.expiresAt());
    }

    private int end(Directive directive, String state, Instant at) {
        alone();
        db.sql("UPDATE directive SET state = ?, ended_at = ? WHERE id = ?")
                .params(state, at.atOffset(ZoneOffset.UTC), directive.id())
                .update();
        return db.sql("UPDATE directive_license SET lifted_at = ? WHERE directive_id = ? AND lifted_at IS NULL")
                .params(now(), directive.id())
                .update();
    }

    /**
     * Until the transaction ends. A license that is being issued is waited for, and the next waits for us. With the commit
     * the lists are signed anew.
     */
    private void alone() {
        lists.followCommit();
        db.sql("SELECT pg_advisory_xact_lock(hashtext('directives')), set_config('work_mem', '128MB', true)")
                .query((row, n) -> 0)
                .list();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
