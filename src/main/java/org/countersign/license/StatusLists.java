package org.countersign.license;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.countersign.signing.SigningKeys;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The public lists, signed. Which of them lags behind is in the database, so whichever node comes first signs it anew,
 * and one that is killed between the change and the signing leaves it to the others.
 */
@Repository
class StatusLists {

    static final String TYPE = "statuslist+jwt";

    /**
     * How far a list may follow one that a node with a clock ahead has signed. Beyond, gateways have refused that one as from
     * the future, and would refuse what follows it.
     */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(30);

    private final JdbcClient db;
    private final SigningKeys keys;
    private final Publisher publisher;
    private final GreenLightSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    StatusLists(
            JdbcClient db,
            SigningKeys keys,
            Publisher publisher,
            GreenLightSettings settings,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.db = db;
        this.keys = keys;
        this.publisher = publisher;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** A list as every node hands it out. */
    record Published(String token, String etag, Instant builtAt) {}

    /** @param etag none until it was signed for the first time */
    record Standing(String etag, boolean due) {}

    /** Empty when there is no such list. */
    Optional<Standing> standing(int list) {
        return db.sql(
                        """
                SELECT s.etag, c.changed OR s.built_at IS NULL OR s.built_at <= :stale AS due
                FROM (SELECT EXISTS (SELECT 1 FROM list_change WHERE list = :list) AS changed) c
                LEFT JOIN status_list s ON s.list = :list
                WHERE c.changed OR s.list IS NOT NULL""")
                .param("list", list)
                .param("stale", staleSince())
                .query(Standing.class)
                .optional();
    }

    List<Integer> due() {
        return db.sql(
                        """
                SELECT list FROM list_change UNION
                SELECT list FROM status_list WHERE built_at IS NULL OR built_at <= ?
                ORDER BY list""")
                .param(staleSince())
                .query(Integer.class)
                .list();
    }

    Optional<Published> published(int list) {
        return db.sql("SELECT token, etag, built_at FROM status_list WHERE list = ? AND token IS NOT NULL")
                .param(list)
                .query((row, n) -> new Published(
                        row.getString(1),
                        row.getString(2),
                        row.getObject(3, OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** Signs a list anew unless another node has just done so. Changes noted until now are in it. */
    void bringUpToDate(int list) {
        transaction.executeWithoutResult(status -> {
            db.sql("INSERT INTO status_list (list) VALUES (?) ON CONFLICT DO NOTHING")
                    .param(list)
                    .update();
            Optional<String> before = db.sql("SELECT token FROM status_list WHERE list = ? FOR UPDATE")
                    .param(list)
                    .query((row, n) -> Optional.ofNullable(row.getString(1)))
                    .single();
            if (standing(list).orElseThrow().due()) {
                // First the notes, then the rows: what is committed between the two is in the list and noted still.
                db.sql("DELETE FROM list_change WHERE list = ?").param(list).update();
                sign(list, before);
            }
        });
    }

    private void sign(int list, Optional<String> before) {
        var bits = new StatusBits(StatusReference.PLACES);
        bits.setAll(lights(list));
        Turn turn = Turn.after(before, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        var claims = new JWTClaimsSet.Builder()
                .issuer(publisher.issuer())
                .subject(publisher.uriOf(list))
                .issueTime(Date.from(turn.iat()))
                .expirationTime(Date.from(turn.iat().plus(settings.listLife())))
                .claim("ttl", settings.listTtl().toSeconds())
                .claim("seq", turn.seq())
                .claim("status_list", Map.of("bits", 2, "lst", bits.compressed()));
        String token = keys.sign(TYPE, claims.build());
        db.sql(
                        """
                UPDATE status_list SET token = ?, etag = ?, entries = ?, dark = ?, built_at = ? WHERE list = ?""")
                .params(
                        token,
                        digest(token),
                        bits.entries(),
                        bits.dark(),
                        turn.iat().atOffset(ZoneOffset.UTC),
                        list)
                .update();
    }

    /** Everybody on a list, packed by the database: a million rows one by one would cost half a second more. */
    private byte[] lights(int list) {
        long first = (long) list << StatusReference.BITS_OF_POSITION;
        return db.sql(
                        """
                SELECT coalesce(string_agg(int4send((((list_index - :first) << 2) | light)::int), ''::bytea), ''::bytea)
                FROM (SELECT list_index, light FROM license WHERE list_index BETWEEN :first AND :last
                  UNION ALL SELECT list_index, light FROM staff_light WHERE list_index BETWEEN :first AND :last) l""")
                .param("first", first)
                .param("last", first + StatusReference.PLACES - 1)
                .query((row, n) -> row.getBytes(1))
                .single();
    }

    /**
     * Where a list stands in the order of all that were signed before it, so that an older one cannot be passed off as the
     * newer. Two may come within one second, or from nodes whose clocks differ.
     */
    private record Turn(Instant iat, long seq) {

        static Turn after(Optional<String> before, Instant now) {
            if (before.isEmpty()) {
                return new Turn(now, 1);
            }
            try {
                JWTClaimsSet claims = SignedJWT.parse(before.get()).getJWTClaimsSet();
                Instant last = claims.getIssueTime().toInstant();
                boolean goesOn = last.isAfter(now) && !last.isAfter(now.plus(CLOCKS_DIFFER));
                return new Turn(goesOn ? last : now, claims.getLongClaim("seq") + 1);
            } catch (ParseException e) {
                throw new IllegalStateException("A list of ours cannot be read", e);
            }
        }
    }

    private OffsetDateTime staleSince() {
        return clock.instant().minus(settings.listRefresh()).atOffset(ZoneOffset.UTC);
    }

    private static String digest(String token) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(DigestUtils.sha256(token))
                .substring(0, 22);
    }
}
