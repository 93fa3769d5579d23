package org.countersign.notification;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.countersign.journal.JournalGrew;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends what is due, on every node, and without the job executor, which may be stopped. A delivery is leased in one
 * transaction, sent outside of any, and its end recorded in another: a node that stops in between sends it again, or
 * another one does, under the same id.
 */
@Component
class Dispatcher implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final WebhookEvents events;
    private final Webhooks webhooks;
    private final WebhookSecrets secrets;
    private final Deliveries deliveries;
    private final Courier courier;
    private final WebhookSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    private final Semaphore signal = new Semaphore(0);
    private final Semaphore free;
    private final ThreadPoolExecutor senders;
    private volatile Thread loop;

    Dispatcher(
            WebhookEvents events,
            Webhooks webhooks,
            WebhookSecrets secrets,
            Deliveries deliveries,
            Courier courier,
            WebhookSettings settings,
            TransactionTemplate transaction,
            Clock clock) {
        this.events = events;
        this.webhooks = webhooks;
        this.secrets = secrets;
        this.deliveries = deliveries;
        this.courier = courier;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
        this.free = new Semaphore(settings.threads());
        // As many threads as there are permits, and now and then one that is just ending.
        this.senders = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> Courier.daemon(work, "webhook-sender"));
    }

    /** A step has been committed here, or a request has ended: there may be something to do. Never throws, never waits. */
    @EventListener
    public void on(JournalGrew grew) {
        signal.release();
    }

    @Override
    public synchronized void start() {
        if (loop == null && settings.dispatch()) {
            loop = Courier.daemon(this::run, "webhook-dispatcher");
            loop.start();
        }
    }

    private void run() {
        while (loop == Thread.currentThread()) {
            try {
                signal.tryAcquire(settings.poll().toMillis(), TimeUnit.MILLISECONDS);
                signal.drainPermits();
                step();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // Such as a database that restarts: the next round tries again.
                LOG.warn("Webhooks wait: {}", e.getMessage());
            }
        }
    }

    /** Everything that is due now, and what that makes due; returns when it has been sent. */
    void runDue() {
        boolean sent = true;
        while (sent) {
            sent = step() > 0;
            free.acquireUninterruptibly(settings.threads());
            free.release(settings.threads());
        }
    }

    /** @return how many requests were begun */
    private int step() {
        boolean more = true;
        while (more) {
            more = events.follow();
        }
        Instant now = clock.instant();
        transaction.executeWithoutResult(status -> deliveries.giveUpForDisabled(now));
        int begun = 0;
        for (String lab : webhooks.labsWithWork(now)) {
            begun += begin(lab, now);
        }
        return begun;
    }

    /** A delivery with what was true when it was claimed. */
    private record Parcel(Deliveries.Claim claim, String url) {}

    /** Takes no more than it has threads for, so that nothing waits under a lease. */
    private int begin(String lab, Instant now) {
        int threads = 0;
        while (threads < settings.perLab() && free.tryAcquire()) {
            threads++;
        }
        int unused = threads;
        try {
            for (Parcel parcel : claim(lab, threads, now)) {
                senders.execute(() -> carry(parcel));
                unused--;
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("This node is stopping; what was claimed is sent when its lease ends", e);
        } finally {
            free.release(unused);
        }
        return threads - unused;
    }

    private List<Parcel> claim(String lab, int threads, Instant now) {
        if (threads == 0) {
            return List.of();
        }
        return transaction.execute(status -> {
            Optional<Webhook> webhook = webhooks.locked(lab).filter(found -> found.disabledAt() == null);
            if (webhook.isEmpty()) {
                return List.of();
            }
            int allowed = webhook.get().failingSince() == null ? settings.perLab() : 1;
            int room = Math.min(threads, allowed - deliveries.inFlight(lab));
            if (room <= 0) {
                return List.of();
            }
            return deliveries.claim(lab, room, now, settings.lease()).stream()
                    .map(claim -> new Parcel(claim, webhook.get().url()))
                    .toList();
        });
    }

    private void carry(Parcel parcel) {
        try {
            Courier.Attempt attempt = send(parcel);
            transaction.executeWithoutResult(status -> record(parcel, attempt));
        } catch (RuntimeException e) {
            LOG.error(
                    "Webhook {} is sent again when its lease ends",
                    parcel.claim().id(),
                    e);
        } finally {
            free.release();
            signal.release();
        }
    }

    private Courier.Attempt send(Parcel parcel) {
        Deliveries.Claim claim = parcel.claim();
        // Receivers compare it with the clock on their wall, whatever a test clock says here.
        long seconds = Clock.systemUTC().instant().getEpochSecond();
        Optional<String> signatures = secrets.sign(claim.labId(), claim.id(), seconds, claim.payload());
        if (signatures.isEmpty()) {
            return new Courier.Attempt(Courier.Outcome.UNSIGNED, null, java.time.Duration.ZERO);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", claim.id());
        headers.put("webhook-timestamp", Long.toString(seconds));
        headers.put("webhook-signature", signatures.get());
        return courier.send(URI.create(parcel.url()), headers, claim.payload());
    }

    private void record(Parcel parcel, Courier.Attempt attempt) {
        Deliveries.Claim claim = parcel.claim();
        webhooks.locked(claim.labId()); // the lab before its deliveries, as everybody does
        Optional<Deliveries.Standing> found = deliveries.standing(claim);
        if (found.isEmpty()) {
            LOG.info("Webhook {} took longer than its lease, or the lab has left", claim.id());
            return;
        }
        Deliveries.Standing standing = found.get();
        Instant now = clock.instant();
        deliveries.add(claim.id(), standing.attempts() + 1, attempt, now);
        switch (attempt.outcome()) {
            case ACCEPTED -> {
                deliveries.delivered(claim, now, standing);
                webhooks.succeeds(claim.labId());
            }
            case GONE -> {
                deliveries.failed(claim, now, standing);
                webhooks.disable(claim.labId(), parcel.url(), now);
            }
            default -> {
                retryOrGiveUp(claim, standing, now);
                webhooks.fails(claim.labId(), now);
            }
        }
    }

    private void retryOrGiveUp(Deliveries.Claim claim, Deliveries.Standing standing, Instant now) {
        if (now.isBefore(standing.giveUpAt())) {
            Instant next = now.plus(settings.waitAfter(standing.tries() + 1));
            // The last attempt is made at the very end of the time, not before it.
            deliveries.retry(claim, next.isBefore(standing.giveUpAt()) ? next : standing.giveUpAt());
        } else {
            deliveries.failed(claim, now, standing);
        }
    }

    @Override
    public synchronized void stop() {
        Thread stopped = loop;
        loop = null;
        if (stopped != null) {
            stopped.interrupt();
        }
        senders.shutdown();
        try {
            if (!senders.awaitTermination(settings.attempt().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("Webhooks on their way are sent again, under the same id");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return loop != null;
    }
}
