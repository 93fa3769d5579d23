package org.countersign.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many requests of the running minute are still answered. The nodes share one number a minute and take from it in bulk,
 * so that together they never answer more than the limit, and still write once in many requests. What a node has taken and
 * does not need by the end of the minute is lost: at most a fiftieth of the limit.
 */
@Component
class RequestAllowance {

    private static final int PORTIONS = 50;
    private static final int MOST_SUBJECTS = 100_000;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final JdbcClient db;
    private final Clock clock;
    private final RequestSettings settings;
    private final Cache<String, Portion> portions = Caffeine.newBuilder()
            .maximumSize(MOST_SUBJECTS)
            .expireAfterAccess(Duration.ofMinutes(2))
            .build();

    RequestAllowance(JdbcClient db, Clock clock, RequestSettings settings) {
        this.db = db;
        this.clock = clock;
        this.settings = settings;
    }

    /** @return how long to wait, when there is no room for one more */
    Optional<Duration> ofLab(String labId) {
        return ask("lab " + labId, settings.labPerMinute());
    }

    /** As above, for requests of nobody in particular. */
    Optional<Duration> ofAddress(String remoteAddress) {
        return ask("address " + ClientAddress.of(remoteAddress), settings.addressPerMinute());
    }

    private Optional<Duration> ask(String subject, long limit) {
        long now = clock.millis();
        long minute = now / MINUTE;
        Portion portion = portions.getIfPresent(subject);
        if (portion == null || portion.minute < minute) {
            portion = portions.asMap()
                    .compute(
                            subject,
                            (name, known) ->
                                    known == null || known.minute < minute ? new Portion(name, minute) : known);
        }
        return portion.take(limit)
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((portion.minute + 1) * MINUTE - now));
    }

    /** What this node may still answer of one minute. */
    private final class Portion {

        private final String subject;
        private final long minute;
        private final AtomicLong left = new AtomicLong();
        private volatile boolean exhausted;

        Portion(String subject, long minute) {
            this.subject = subject;
            this.minute = minute;
        }

        boolean take(long limit) {
            if (left.decrementAndGet() >= 0) {
                return true;
            }
            return !exhausted && refillAndTake(limit);
        }

        /** One at a time asks the database; the others then find what it got. */
        private synchronized boolean refillAndTake(long limit) {
            if (left.decrementAndGet() >= 0) {
                return true;
            }
            if (exhausted) {
                return false;
            }
            long granted = lease(subject, minute, Math.max(1, limit / PORTIONS), limit);
            exhausted = granted == 0;
            left.set(granted - 1);
            return granted > 0;
        }
    }

    /** @return how many were granted; less than wanted only near the end */
    private long lease(String subject, long minute, long wanted, long limit) {
        long asked = wanted;
        while (asked > 0 && !taken(subject, minute, asked, limit)) {
            asked /= 2;
        }
        return asked;
    }

    private boolean taken(String subject, long minute, long count, long limit) {
        return db.sql(
                                """
                INSERT INTO request_lease AS r (subject, minute, taken) VALUES (:subject, :minute, :count)
                ON CONFLICT (subject, minute) DO UPDATE SET taken = r.taken + excluded.taken
                WHERE r.taken + excluded.taken <= :limit""")
                        .param("subject", subject)
                        .param("minute", minute)
                        .param("count", count)
                        .param("limit", limit)
                        .update()
                == 1;
    }

    int forgetOld() {
        return db.sql("DELETE FROM request_lease WHERE minute < ?")
                .param(clock.millis() / MINUTE - 1)
                .update();
    }
}
