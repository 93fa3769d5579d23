package org.countersign.screening;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * How many variants of listed names are found, and how many innocent names are hit. No test of its own; run it with
 *
 * <pre>mvn -q test -Dtest=MeasureQuality -Dlist=FILE</pre>
 *
 * {@code -Dhalf=0} is the half of the list, by its order, that was used for tuning; the figures in docs/screening.md are
 * those of the other half, which is the default. {@code -Dsample=8} asks for every eighth entry only, {@code -Dexamples=5}
 * prints so many misses and false hits of each kind.
 */
class MeasureQuality {

    private static final long SEED = 20260601;
    private static final int INNOCENT_OF_EACH_KIND = 4_000;

    private final int half = Integer.getInteger("half", 1);
    private final int sample = Integer.getInteger("sample", 1);
    private final int examples = Integer.getInteger("examples", 0);

    private static final class Count {

        private final List<String> examples = new ArrayList<>();
        private int asked;
        private int found;

        void add(boolean isFound) {
            asked++;
            found += isFound ? 1 : 0;
        }

        double share() {
            return 100.0 * found / asked;
        }
    }

    @Test
    void quality() {
        List<ListEntry> entries = new ArrayList<>();
        ListFile.read(
                "measured", Path.of(System.getProperty("list")), 1_000_000, (row, line) -> entries.add(row.entry()));
        NameIndex index = NameIndex.of(entries);
        recall(index, entries);
        recallOfOtherScripts(entries);
        falseHits(index);
    }

    private void recall(NameIndex index, List<ListEntry> entries) {
        var variants = new Variants(SEED + half, entries);
        Map<String, Count> counts = new LinkedHashMap<>();
        for (ListEntry entry : asked(entries)) {
            variants.of(entry.name(), entry.type() == EntryType.PERSON)
                    .forEach((kind, name) -> lookFor(index, kind, name, entry, counts));
            entry.names().stream()
                    .skip(1)
                    .forEach(name -> lookFor(index, "another name, as listed", name, entry, counts));
        }
        print("Recall, listed in Latin letters", counts);
    }

    /** The other way round: the list is in another script and the applicant is not. */
    private void recallOfOtherScripts(List<ListEntry> entries) {
        var variants = new Variants(SEED + half, entries);
        Map<String, List<ListEntry>> byScript = new LinkedHashMap<>();
        entries.forEach(entry -> variants.inScripts(entry.name())
                .forEach((script, name) -> byScript.computeIfAbsent(script, none -> new ArrayList<>())
                        .add(renamed(entry, name))));
        Map<String, ListEntry> latin = new LinkedHashMap<>();
        entries.forEach(entry -> latin.put(entry.id(), entry));
        Map<String, Count> counts = new LinkedHashMap<>();
        byScript.forEach((script, written) -> {
            NameIndex index = NameIndex.of(written);
            asked(written)
                    .forEach(entry ->
                            lookFor(index, script, latin.get(entry.id()).name(), entry, counts));
        });
        print("Recall, listed in another script and asked in Latin", counts);
    }

    private static ListEntry renamed(ListEntry entry, String name) {
        return new ListEntry(
                entry.list(),
                entry.id(),
                entry.type(),
                List.of(name),
                List.of(),
                List.of(),
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "");
    }

    /** Ships are nobody a customer could be, own or be signed for by. */
    private List<ListEntry> asked(List<ListEntry> entries) {
        Predicate<ListEntry> party = entry -> entry.type() != EntryType.VESSEL && entry.type() != EntryType.AIRCRAFT;
        var asked = new ArrayList<ListEntry>();
        for (int i = half; i < entries.size(); i += 2 * sample) {
            if (party.test(entries.get(i))) {
                asked.add(entries.get(i));
            }
        }
        return asked;
    }

    private void lookFor(NameIndex index, String kind, String name, ListEntry entry, Map<String, Count> counts) {
        PartyType type =
                switch (entry.type()) {
                    case PERSON -> PartyType.PERSON;
                    case ORGANIZATION -> PartyType.ORGANIZATION;
                    default -> PartyType.UNKNOWN;
                };
        boolean found = index.find(new Party("party", name, type, null, null)).stream()
                .anyMatch(match -> match.entry().equals(entry));
        Count count = counts.computeIfAbsent(kind, none -> new Count());
        count.add(found);
        if (!found && count.examples.size() < examples) {
            count.examples.add(name + "  <-  " + entry.name());
        }
    }

    private void falseHits(NameIndex index) {
        var innocent = new InnocentNames(SEED + half);
        falseHits("False hits", innocent.all(INNOCENT_OF_EACH_KIND / sample), index);
        falseHits("False hits, the most common names only", innocent.mostCommon(1_000 / sample), index);
    }

    private void falseHits(String title, Map<String, List<Party>> innocent, NameIndex index) {
        Map<String, Count> counts = new LinkedHashMap<>();
        innocent.forEach((kind, parties) -> {
            Count count = counts.computeIfAbsent(kind, none -> new Count());
            for (Party party : parties) {
                List<Match> matches = index.find(party);
                count.add(!matches.isEmpty());
                if (!matches.isEmpty() && count.examples.size() < examples) {
                    Match first = matches.get(0);
                    count.examples.add(party.name() + "  ->  " + first.name() + "  " + first.score());
                }
            }
        });
        print(title, counts);
    }

    private static void print(String title, Map<String, Count> counts) {
        System.out.printf("%n%-58s %8s %8s %9s%n", title, "asked", "found", "share");
        var all = new Count();
        counts.forEach((kind, count) -> {
            line(kind, count);
            if (!kind.equals(Variants.TOLD_BY_NOTHING)) {
                all.asked += count.asked;
                all.found += count.found;
            }
        });
        boolean allCounted = !counts.containsKey(Variants.TOLD_BY_NOTHING);
        line(allCounted ? "all" : "all, but \"" + Variants.TOLD_BY_NOTHING + "\"", all);
        counts.forEach((kind, count) -> count.examples.forEach(example -> System.out.println(kind + ": " + example)));
    }

    private static void line(String kind, Count count) {
        System.out.printf("%-58s %8d %8d %8.2f %%%n", kind, count.asked, count.found, count.share());
    }
}
