package org.countersign.screening;

import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * This node's index of the lists in force. It is made from the database and asked only when it is of the very editions
 * that the database says are in force; otherwise it is made anew, by one thread while the others wait.
 */
@Component
class ScreeningIndex {

    private static final Logger LOG = LoggerFactory.getLogger(ScreeningIndex.class);

    private final ScreeningLists lists;
    private final ListEntries entries;
    private final TransactionTemplate reading;
    private final ReentrantLock building = new ReentrantLock();
    private final ExecutorService background = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "screening-index");
        thread.setDaemon(true);
        return thread;
    });

    private volatile Built built = new Built(Set.of(), NameIndex.of(List.of()));

    ScreeningIndex(ScreeningLists lists, ListEntries entries, PlatformTransactionManager transactions) {
        this.lists = lists;
        this.entries = entries;
        // Rows come in portions only within a transaction.
        this.reading = new TransactionTemplate(transactions);
        reading.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRED);
    }

    private record Built(Set<ListInForce.Edition> editions, NameIndex names) {}

    /** The index of exactly these editions. */
    NameIndex of(List<ListInForce> inForce) {
        Built ready = built;
        return ready.editions().equals(editionsOf(inForce)) ? ready.names() : rebuilt();
    }

    private static Set<ListInForce.Edition> editionsOf(List<ListInForce> inForce) {
        return inForce.stream().map(ListInForce::edition).collect(Collectors.toSet());
    }

    private NameIndex rebuilt() {
        building.lock();
        try {
            // Whoever waited here finds the work done, unless yet another list has come meanwhile.
            if (!built.editions().equals(editionsOf(lists.inForce()))) {
                built = reading.execute(status -> build());
            }
            return built.names();
        } finally {
            building.unlock();
        }
    }

    private Built build() {
        long start = System.nanoTime();
        var read = new ArrayList<ListEntry>();
        Set<ListInForce.Edition> editions = new HashSet<>(entries.readAll(read::add));
        NameIndex names = NameIndex.of(read);
        LOG.info(
                "Index of {} entries of {} made in {} ms",
                read.size(),
                editions.stream().map(ListInForce.Edition::list).sorted().toList(),
                (System.nanoTime() - start) / 1_000_000);
        return new Built(editions, names);
    }

    /** Ahead of the first case that needs it, while nobody waits. */
    @EventListener(ApplicationReadyEvent.class)
    void warm() {
        background.execute(() -> {
            try {
                of(lists.inForce());
            } catch (RuntimeException e) {
                LOG.warn("The index of the screening lists could not be made; the next screening tries again", e);
            }
        });
    }

    @PreDestroy
    void stop() {
        background.shutdownNow();
    }
}
