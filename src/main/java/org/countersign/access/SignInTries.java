package org.countersign.access;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Locks out who guesses, on all nodes and through restarts, for a time that doubles. Counted three ways: an account from an
 * address, an account from everywhere, an address with every account. The last two do not hold against an account at an
 * address it has signed in from before: so strangers, however many, cannot keep its owner out of his own office.
 */
@Component
class SignInTries {

    private final JdbcClient db;
    private final Clock clock;
    private final TrySettings settings;

    SignInTries(JdbcClient db, Clock clock, TrySettings settings) {
        this.db = db;
        this.clock = clock;
        this.settings = settings;
    }

    /** One try, which is over when it is told to have succeeded or failed. */
    final class Try {

        private final byte[] pair;
        private final byte[] account;
        private final byte[] address;
        private final boolean known;
        private final boolean knownToday;
        private boolean counted;
        private OffsetDateTime lockedUntil;

        private Try(String account, String address) {
            this.pair = Sha256.of("pair", account, address);
            this.account = Sha256.of("account", account);
            this.address = Sha256.of("address", address);
            LocalDate last = db.sql("SELECT signed_in_on FROM sign_in_address WHERE subject = ?")
                    .param(pair)
                    .query(LocalDate.class)
                    .optional()
                    .orElse(LocalDate.MIN);
            this.known = !last.isBefore(today().minusDays(settings.knownDays()));
            this.knownToday = last.equals(today());
        }

        void failed() {
            if (!counted) {
                count(pair, settings.tries());
            }
            if (!known) {
                count(account, settings.accountTries());
            }
            count(address, settings.addressTries());
        }

        /**
         * It came to nothing: the request was no good, and neither right nor wrong was tried. A lock goes with it only if
         * it was this try's own.
         */
        void takenBack() {
            if (counted) {
                db.sql("DELETE FROM sign_in_try WHERE subject = ? AND failures = 1 AND locked_until = ?")
                        .params(pair, lockedUntil)
                        .update();
                db.sql(
                                """
                        UPDATE sign_in_try SET failures = failures - 1,
                          locked_until = CASE locked_until WHEN :own THEN :now ELSE locked_until END
                        WHERE subject = :subject AND failures > 1""")
                        .param("own", lockedUntil)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("subject", pair)
                        .update();
            }
        }

        /** What was wrong before with this account from here is forgiven. Writes nothing when there is nothing new. */
        void succeeded() {
            if (counted) {
                db.sql("DELETE FROM sign_in_try WHERE subject = ?").param(pair).update();
            }
            if (!knownToday) {
                db.sql(
                                """
                        INSERT INTO sign_in_address (subject, signed_in_on) VALUES (?, ?)
                        ON CONFLICT (subject) DO UPDATE SET signed_in_on = excluded.signed_in_on""")
                        .params(pair, today())
                        .update();
            }
        }
    }

    /** @throws SignInLocked when it is too early for one more try */
    Try begin(String account, String remoteAddress) {
        var begun = new Try(account, ClientAddress.of(remoteAddress));
        boolean wrongBefore = false;
        for (Locked locked : lockedUntil(begun)) {
            boolean isPair = MessageDigest.isEqual(locked.subject(), begun.pair);
            if (isPair || !begun.known) {
                refuseUntil(locked.until());
            }
            wrongBefore |= isPair;
        }
        // Counted before the password is looked at, so that a hundred tries at the same moment are a hundred tries. Who
        // has been right from here and not wrong since is believed first: his every call would be a write.
        if (wrongBefore || !begun.known) {
            // As a wrong try, unless another one has locked meanwhile.
            Optional<OffsetDateTime> lock = count(begun.pair, settings.tries());
            if (lock.isEmpty()) {
                refuseUntil(lockedUntil(begun).stream()
                        .map(Locked::until)
                        .max(Instant::compareTo)
                        .orElse(clock.instant().plus(settings.firstLock())));
                throw new SignInLocked(Duration.ofSeconds(1)); // it ended while we looked, and this try is not counted
            }
            begun.counted = true;
            begun.lockedUntil = lock.get();
        }
        return begun;
    }

    private record Locked(byte[] subject, Instant until) {}

    private List<Locked> lockedUntil(Try begun) {
        return db.sql("SELECT subject, locked_until FROM sign_in_try WHERE subject IN (?, ?, ?)")
                .params(begun.pair, begun.account, begun.address)
                .query((row, n) -> new Locked(
                        row.getBytes(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                .list();
    }

    private void refuseUntil(Instant until) {
        Duration wait = Duration.between(clock.instant(), until);
        if (!wait.isNegative() && !wait.isZero()) {
            throw new SignInLocked(wait);
        }
    }

    /**
     * While something is locked nothing is tried, so nothing is counted, and no lock grows.
     *
     * @return until when it is locked now, if it was counted
     */
    private Optional<OffsetDateTime> count(byte[] subject, int free) {
        Instant now = clock.instant();
        return db.sql(
                        """
                INSERT INTO sign_in_try AS t (subject, failures, failed_at, locked_until)
                VALUES (:subject, 1, :now, :now + make_interval(secs => :firstLock))
                ON CONFLICT (subject) DO UPDATE SET
                  failures = CASE WHEN t.failed_at < :forgotten THEN 1 ELSE t.failures + 1 END,
                  failed_at = :now,
                  locked_until = :now + make_interval(secs => CASE WHEN t.failed_at < :forgotten THEN :firstLock
                    WHEN t.failures + 1 < :free THEN 0
                    ELSE least(:longest, :first * 2 ^ least(t.failures + 1 - :free, 30)) END)
                WHERE t.locked_until <= :now
                RETURNING locked_until""")
                .param("subject", subject)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("forgotten", now.minus(settings.forgottenAfter()).atOffset(ZoneOffset.UTC))
                .param("free", free)
                .param("firstLock", (double) (free == 1 ? settings.firstLock().toSeconds() : 0))
                .param("first", (double) settings.firstLock().toSeconds())
                .param("longest", (double) settings.longestLock().toSeconds())
                .query((row, n) -> row.getObject(1, OffsetDateTime.class))
                .optional();
    }

    int forgetOld() {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        return db.sql("DELETE FROM sign_in_try WHERE failed_at < ? AND locked_until < ?")
                        .params(now.minus(settings.forgottenAfter()), now)
                        .update()
                + db.sql("DELETE FROM sign_in_address WHERE signed_in_on < ?")
                        .param(today().minusDays(settings.knownDays()))
                        .update();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
