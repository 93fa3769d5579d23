package org.countersign.audit;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.codec.digest.DigestUtils;
import org.countersign.audit.AuditItems.Item;

/**
 * What an audit looks at: half of it what speaks most for a look, the rest drawn. Whoever has the seed and the list draws
 * the same again; the rule is in {@code docs/audits.md}.
 *
 * @param seed 32 bytes nobody could foresee, in hexadecimal
 * @param items the whole list, in the order of the ids
 * @param itemsSha256 of the ids, each followed by a line feed
 */
public record Sample(String seed, List<Item> items, String itemsSha256, List<String> byRisk, List<String> atRandom) {

    /** @param size how many at most */
    static Sample of(String seed, Collection<Item> offered, int size) {
        List<Item> items = offered.stream()
                .distinct()
                .sorted(Comparator.comparing(Item::id))
                .toList();
        List<String> byRisk = items.stream()
                .filter(item -> item.weight() > 0)
                .sorted(Comparator.comparingInt(Item::weight).reversed().thenComparing(Item::id))
                .limit((size + 1) / 2)
                .map(Item::id)
                .toList();
        List<String> rest = items.stream()
                .map(Item::id)
                .filter(Predicate.not(byRisk::contains))
                .toList();
        return new Sample(seed, items, hashOf(items), byRisk, draw(seed, rest, size - byRisk.size()));
    }

    /** Sorts the items by the SHA-256 of the seed and the item, and takes the first n. */
    public static List<String> draw(String seed, List<String> items, int n) {
        return items.stream()
                .sorted(Comparator.comparing((String item) -> DigestUtils.sha256Hex(seed + item))
                        .thenComparing(item -> item))
                .limit(Math.max(0, n))
                .toList();
    }

    private static String hashOf(List<Item> items) {
        var list = new StringBuilder();
        items.forEach(item -> list.append(item.id()).append('\n'));
        return DigestUtils.sha256Hex(list.toString());
    }
}
