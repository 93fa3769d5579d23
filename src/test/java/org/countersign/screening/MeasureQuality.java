package org.countersign.screening;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How many variants of listed names are found, and how many innocent names are hit. No test of its own; run it with
 * {@code mvn -q test -Dtest=MeasureQuality -Dlist=FILE}. Half of the list, by its order, was used for tuning
 * ({@code -Dhalf=0}); the figures in the documentation are those of the other half.
 */
class MeasureQuality {

    private static final long SEED = 20260601;

    private record Count(int asked, int found, List<String> examples) {
        Count plus(boolean hit, String example) {
            List<String> more = new ArrayList<>(examples);
            if (more.size() < 400) {
                more.add(example);
            }
            return new Count(asked + 1, found + (hit ? 1 : 0), more);
        }
    }

    private static final Count NONE = new Count(0, 0, List.of());

    @Test
    void quality() {
        List<ListEntry> entries = new ArrayList<>();
        ListFile.read(
                "measured", Path.of(System.getProperty("list")), 1_000_000, (row, line) -> entries.add(row.entry()));
        NameIndex index = NameIndex.of(entries);
        int half = Integer.getInteger("half", 1);
        recall(index, entries, half);
        falseHits(index, half);
    }

    private void recall(NameIndex index, List<ListEntry> entries, int half) {
        var variants = new Variants(SEED + half, entries);
        Map<String, Count> recall = new LinkedHashMap<>();
        boolean vessels = Boolean.getBoolean("vessels");
        for (int i = half; i < entries.size(); i += 2 * Integer.getInteger("sample", 1)) {
            ListEntry entry = entries.get(i);
            boolean person = entry.type() == EntryType.PERSON;
            if (!vessels && (entry.type() == EntryType.VESSEL || entry.type() == EntryType.AIRCRAFT)) {
                continue; // nobody a customer could be, own or be signed for by
            }
            PartyType type = person
                    ? PartyType.PERSON
                    : entry.type() == EntryType.ORGANIZATION ? PartyType.ORGANIZATION : PartyType.UNKNOWN;
            variants.of(entry.name(), person).forEach((kind, name) -> {
                boolean found = index.find(new Party("party", name, type, null, null)).stream()
                        .anyMatch(match -> match.entry().equals(entry));
                recall.merge(
                        kind,
                        NONE.plus(found, found ? null : name + "  <-  " + entry.name()),
                        (a, b) -> a.plus(found, found ? null : name + "  <-  " + entry.name()));
            });
        }
        print("Recall", recall, false);
    }

    private void falseHits(NameIndex index, int half) {
        Map<String, Count> hits = new LinkedHashMap<>();
        new InnocentNames(SEED + half)
                .all(Integer.getInteger("innocent", 4_000))
                .forEach((kind, parties) -> parties.forEach(party -> {
                    List<Match> matches = index.find(party);
                    String example = matches.isEmpty()
                            ? null
                            : party.name() + "  ->  " + matches.get(0).name() + "  "
                                    + matches.get(0).score();
                    hits.merge(
                            kind,
                            NONE.plus(!matches.isEmpty(), example),
                            (a, b) -> a.plus(!matches.isEmpty(), example));
                }));
        print("False hits", hits, true);
    }

    private static void print(String title, Map<String, Count> counts, boolean rare) {
        System.out.printf("%n%-50s %8s %8s %9s%n", title, "asked", "found", "share");
        counts.forEach((kind, count) -> line(kind, count.asked(), count.found()));
        line(
                "all",
                counts.values().stream().mapToInt(Count::asked).sum(),
                counts.values().stream().mapToInt(Count::found).sum());
        if (Boolean.getBoolean("examples")) {
            counts.entrySet().stream()
                    .filter(c -> c.getKey().matches(System.getProperty("kind", ".*")))
                    .forEach(c -> {
                        var kind = c.getKey();
                        var count = c.getValue();
                        count.examples().stream()
                                .filter(java.util.Objects::nonNull)
                                .limit(Integer.getInteger("examples.count", 12))
                                .forEach(example -> System.out.println("  " + kind + ": " + example));
                    });
        }
    }

    private static void line(String kind, int asked, int found) {
        System.out.printf("%-50s %8d %8d %8.2f %%%n", kind, asked, found, 100.0 * found / asked);
    }
}
