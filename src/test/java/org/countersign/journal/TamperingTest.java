package org.countersign.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Somebody who may do anything in the database, at the journal. {@code mvn -q test -Dtest=TamperingTest
 * -Dmutations=10000 -Dforks=1000} does it as often as is claimed; the ordinary run does less.
 */
class TamperingTest {

    private static final int MUTATIONS = Integer.getInteger("mutations", 300);
    private static final int FORKS = Integer.getInteger("forks", 40);
    private static final long SEED = Long.getLong("seed", 6);

    private final JournalPlace place = JournalPlace.open();

    @BeforeEach
    void fill() {
        place.grow(3, 253, 1, 200, 60, 20);
        place.transaction.executeWithoutResult(
                status -> place.journal.erase(List.of(7L, 300L), "5 USC 552a(d)", "records.officer", "case 0"));
        place.writer.settle();
        place.transaction.executeWithoutResult(status -> {
            for (int n = 0; n < 3; n++) {
                place.record("step-taken", "waits", Map.of("n", n));
            }
        });
        assertThat(place.breaks(place.notes().toArray(String[]::new))).isEmpty();
        place.unlock();
    }

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void everyChangeIsFound() {
        var mutations = new Mutations(place, SEED);
        var missed = new TreeMap<String, Integer>();
        int done = 0;
        for (int attempt = 0; done < MUTATIONS; attempt++) {
            int kind = attempt;
            Boolean found = place.transaction.execute(status -> {
                status.setRollbackOnly();
                String what = mutations.mutate(kind);
                if (what == null) {
                    return null;
                }
                boolean isFound = !place.breaksHere().isEmpty();
                if (!isFound) {
                    missed.merge(what, 1, Integer::sum);
                }
                return isFound;
            });
            done += found == null ? 0 : 1;
        }
        System.out.printf("%,d mutations of %d kinds, missed: %s%n", done, mutations.kinds(), missed);
        assertThat(missed).isEmpty();
        assertThat(place.breaks()).isEmpty();
    }

    @Test
    void everyForkIsFoundByACheckpointThatSomebodyKept() {
        var random = new Random(SEED);
        List<String> notes = place.notes();
        int missed = 0;
        int contradictory = 0;
        for (int n = 0; n < FORKS; n++) {
            String kept = notes.get(random.nextInt(notes.size()));
            int size = (int) Checkpoint.parse(SignedNote.parse(kept)).size();
            int from = random.nextInt(size);
            int kind = n % 3;
            int[] found = place.transaction.execute(status -> {
                status.setRollbackOnly();
                var fork = new Fork(place);
                switch (kind) {
                    case 0 -> fork.from(from, "somebody else");
                    case 1 -> fork.without(from);
                    default -> fork.until(Math.max(1, from));
                }
                return new int[] {
                    place.breaksHere().size(), place.breaksHere(kept).size()
                };
            });
            contradictory += found[0] > 0 ? 1 : 0;
            missed += found[1] == 0 ? 1 : 0;
        }
        System.out.printf("%,d forks, missed: %d; seen without a kept checkpoint: %d%n", FORKS, missed, contradictory);
        assertThat(missed).isZero();
    }
}
