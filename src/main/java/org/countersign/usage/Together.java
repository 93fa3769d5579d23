package org.countersign.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Reports that come by themselves at the same moment are stored in one transaction: one write to the disk and one turn at
 * the journal for all of them. Nobody waits for others to come; only for those who are at it.
 */
@Component
class Together implements DisposableBean {

    /** While one transaction is written to the disk the next one is put together. */
    private static final int TURNS = 2;

    private static final int MOST = 200;

    private final Intake intake;
    private final ExecutorService turns = Executors.newFixedThreadPool(TURNS, new CustomizableThreadFactory("usage-"));
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();

    Together(Intake intake) {
        this.intake = intake;
    }

    private record Waiting(Incoming incoming, CompletableFuture<Outcome> outcome) {}

    /** Returns when the report is committed, or refused. */
    Outcome take(Incoming incoming) {
        var waiting = new Waiting(incoming, new CompletableFuture<>());
        queue.add(waiting);
        // As many turns are asked for as there are reports; most find that another turn has done theirs already.
        turns.execute(() -> work(next()));
        try {
            return waiting.outcome().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private List<Waiting> next() {
        List<Waiting> next = new ArrayList<>();
        for (Waiting first; next.size() < MOST && (first = queue.poll()) != null; ) {
            next.add(first);
        }
        return next;
    }

    private void work(List<Waiting> group) {
        if (group.isEmpty()) {
            return;
        }
        try {
            List<Outcome> outcomes =
                    intake.single(group.stream().map(Waiting::incoming).toList());
            for (int n = 0; n < group.size(); n++) {
                group.get(n).outcome().complete(outcomes.get(n));
            }
        } catch (RuntimeException | Error e) {
            if (group.size() == 1) {
                group.get(0).outcome().completeExceptionally(e);
            } else {
                // Whose fault it is shows when each is stored by itself.
                group.forEach(one -> work(List.of(one)));
            }
        }
    }

    @Override
    public void destroy() {
        turns.shutdown();
    }
}
