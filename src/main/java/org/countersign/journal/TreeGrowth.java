package org.countersign.journal;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Keeps the tree growing on this node, without the job executor, which may be stopped. */
@Component
class TreeGrowth implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TreeGrowth.class);

    private final TreeWriter writer;
    private final JournalSettings settings;
    private final Semaphore signal = new Semaphore(0);
    private volatile Thread loop;

    TreeGrowth(TreeWriter writer, JournalSettings settings) {
        this.writer = writer;
        this.settings = settings;
    }

    /** Entries have been committed here. Never throws, never waits. */
    void wake() {
        signal.release();
    }

    @Override
    public synchronized void start() {
        if (loop == null && settings.background()) {
            loop = new Thread(this::run, "journal-writer");
            loop.setDaemon(true);
            loop.start();
        }
    }

    private void run() {
        while (loop == Thread.currentThread()) {
            try {
                if (signal.tryAcquire(settings.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                    TimeUnit.MILLISECONDS.sleep(settings.gather().toMillis());
                }
                signal.drainPermits();
                writer.settle();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // Such as a database that restarts: the next round tries again.
                LOG.warn("Entries wait for the journal's tree: {}", e.getMessage());
            }
        }
    }

    /** Waits for the batch that is being written. */
    @Override
    public synchronized void stop() {
        Thread running = loop;
        loop = null;
        if (running != null) {
            signal.release();
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return loop != null;
    }
}
