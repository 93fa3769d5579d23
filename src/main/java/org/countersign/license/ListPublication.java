package org.countersign.license;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.countersign.license.StatusLists.Published;
import org.countersign.license.StatusLists.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps the public lists up to date on this node: at once when told, every second by itself, and at the latest when
 * somebody asks for one. None of it needs the job executor.
 */
@Component
public class ListPublication implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ListPublication.class);

    private final StatusLists lists;
    private final Duration heartbeat;
    private final Cache<Integer, Published> handedOut =
            Caffeine.newBuilder().maximumSize(64).build();
    private final Object building = new Object();
    /** One beat to come is enough for all that is committed before it. */
    private final AtomicBoolean waiting = new AtomicBoolean();

    private volatile ScheduledExecutorService heart;

    ListPublication(StatusLists lists, GreenLightSettings settings) {
        this.lists = lists;
        this.heartbeat = settings.heartbeat();
    }

    /** Publishes what this transaction changes as soon as it is committed. The caller does not wait for it. */
    public void followCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            beatNow();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                beatNow();
            }
        });
    }

    /** The list as it is now; empty when there is no such list. */
    Optional<Published> get(int list) {
        Optional<Standing> standing = lists.standing(list);
        if (standing.isPresent() && standing.get().due()) {
            synchronized (building) { // one of this node builds, without holding up connections the others then take
                standing = lists.standing(list);
                if (standing.isPresent() && standing.get().due()) {
                    lists.bringUpToDate(list);
                }
            }
            standing = lists.standing(list);
        }
        return standing.flatMap(now -> known(list, now.etag()));
    }

    /** The database decides which bytes are handed out; the node only spares it sending them again. */
    private Optional<Published> known(int list, String etag) {
        Published known = handedOut.getIfPresent(list);
        if (known == null || !known.etag().equals(etag)) {
            Optional<Published> published = lists.published(list);
            published.ifPresent(now -> handedOut.put(list, now));
            return published;
        }
        return Optional.of(known);
    }

    /** Signs anew whatever is due. */
    void beat() {
        for (int list : lists.due()) {
            synchronized (building) {
                lists.bringUpToDate(list);
            }
        }
    }

    private void beatNow() {
        ScheduledExecutorService beating = heart;
        if (beating != null && !beating.isShutdown() && waiting.compareAndSet(false, true)) {
            beating.execute(this::beatQuietly);
        }
    }

    private void beatQuietly() {
        waiting.set(false);
        try {
            beat();
        } catch (RuntimeException e) {
            if (isRunning()) {
                LOG.warn("A status list could not be published; it is tried again", e);
            }
        }
    }

    @Override
    public void start() {
        if (!heartbeat.isZero()) {
            ScheduledExecutorService beating = Executors.newSingleThreadScheduledExecutor(work -> {
                var thread = new Thread(work, "status-lists");
                thread.setDaemon(true);
                return thread;
            });
            beating.scheduleWithFixedDelay(this::beatQuietly, 0, heartbeat.toMillis(), TimeUnit.MILLISECONDS);
            heart = beating;
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService beating = heart;
        heart = null;
        if (beating != null) {
            beating.shutdown();
            try {
                beating.awaitTermination(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return heart != null;
    }
}
