package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.countersign.audit.AuditItems.Item;
import org.junit.jupiter.api.Test;

/** What an audit looks at is chosen in a way that anybody can repeat. */
class SampleTest {

    private static final String SEED = "00".repeat(32);

    private static List<Item> items(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Item("item:%02d".formatted(i), 0))
                .toList();
    }

    @Test
    void drawsTheSameFromTheSameSeedInWhateverOrderTheListComes() {
        List<Item> turned = new ArrayList<>(items(40));
        Collections.reverse(turned);
        assertThat(Sample.of(SEED, turned, 10)).isEqualTo(Sample.of(SEED, items(40), 10));
        assertThat(Sample.of("01" + SEED.substring(2), items(40), 10).atRandom())
                .isNotEqualTo(Sample.of(SEED, items(40), 10).atRandom());
    }

    @Test
    void drawsByThePublishedRule() {
        // printf '%s%s' 000… a | sha256sum, and so on; in the order of the hashes
        assertThat(Sample.draw(SEED, List.of("a", "b", "c"), 2)).containsExactly("c", "a");
    }

    @Test
    void takesTheHeaviestFirstAndNeverMoreThanHalf() {
        List<Item> items = new ArrayList<>(items(20));
        IntStream.range(0, 9).forEach(i -> items.add(new Item("risky:" + i, i == 4 ? 3 : 1)));
        Sample sample = Sample.of(SEED, items, 10);
        assertThat(sample.byRisk()).containsExactly("risky:4", "risky:0", "risky:1", "risky:2", "risky:3");
        assertThat(sample.atRandom()).hasSize(5).doesNotContainAnyElementsOf(sample.byRisk());
    }

    @Test
    void takesEverythingWhenThereIsLittleAndNothingWhenThereIsNothing() {
        assertThat(Sample.of(SEED, items(3), 10).atRandom()).containsExactlyInAnyOrder("item:00", "item:01", "item:02");
        Sample none = Sample.of(SEED, List.of(), 10);
        assertThat(none.byRisk()).isEmpty();
        assertThat(none.atRandom()).isEmpty();
        assertThat(none.itemsSha256()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void givesEachItemTheSameChance() {
        Map<String, Integer> drawn = new HashMap<>();
        List<String> ids = items(10).stream().map(Item::id).toList();
        IntStream.range(0, 2_000).forEach(i -> Sample.draw("%064x".formatted(i), ids, 5)
                .forEach(id -> drawn.merge(id, 1, Integer::sum)));
        // 1,000 each; more than six standard deviations off would be no accident.
        assertThat(drawn.values()).hasSize(10).allSatisfy(times -> assertThat(times)
                .isBetween(850, 1_150));
    }
}
