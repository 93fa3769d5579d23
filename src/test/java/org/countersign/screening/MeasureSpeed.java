package org.countersign.screening;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * How long one name takes, and how long a list takes to come in. No test of its own; run it with
 *
 * <pre>mvn -q test -Dtest=MeasureSpeed -Dlist=FILE</pre>
 *
 * while the machine does nothing else. Names are variants of listed ones and innocent ones, in all scripts. The peer is
 * the plain way without an index: the name is held against every listed name with the Jaro-Winkler likeness. The import
 * is of 25,000 generated rows, through HTTP, into PostgreSQL.
 */
@CountersignTest
class MeasureSpeed {

    private static final long SEED = 20260601;
    private static final int NAMES = 20_000;
    private static final int NAMES_FOR_PEER = 200;
    private static final int RUNS = 3;
    private static final int ROWS = 25_000;

    @Autowired
    private LabApi api;

    @Autowired
    private Screener screener;

    @Test
    void speed() throws IOException {
        Path file = Path.of(System.getProperty("list"));
        List<ListEntry> entries = new ArrayList<>();
        ListFile.read("measured", file, 1_000_000, (row, line) -> entries.add(row.entry()));
        var desk = new ScreeningDesk(api);
        requireImported(desk.put("measured", Files.readString(file)));
        List<Party> names = names(entries);
        NameIndex index = NameIndex.of(entries);
        ofIndex(index, names);
        ofScreener(names);
        ofPeer(index, entries, names);
        desk.retire("measured");
        ofImport(desk);
    }

    private static List<Party> names(List<ListEntry> entries) {
        List<Party> names = new ArrayList<>();
        var variants = new Variants(SEED, entries);
        for (int i = 0; i < entries.size(); i += 5) {
            ListEntry entry = entries.get(i);
            boolean person = entry.type() == EntryType.PERSON;
            variants.of(entry.name(), person).values().forEach(name -> names.add(party(name, person)));
        }
        new InnocentNames(SEED).all(4_000).values().forEach(names::addAll);
        Collections.shuffle(names, new Random(SEED));
        return names.subList(0, Math.min(NAMES, names.size()));
    }

    private static Party party(String name, boolean person) {
        return new Party("party", name, person ? PartyType.PERSON : PartyType.ORGANIZATION, null, null);
    }

    private static void ofIndex(NameIndex index, List<Party> names) {
        time(names, index::find);
        for (int run = 0; run < RUNS; run++) {
            print("index, a name", time(names, index::find));
        }
    }

    /** With the look at the database for which lists are in force and how old they are. */
    private void ofScreener(List<Party> names) {
        List<Party> some = names.subList(0, names.size() / 4);
        Consumer<Party> screen = name -> {
            if (!screener.screen(List.of(name)).isAvailable()) {
                throw new IllegalStateException("No list is in force");
            }
        };
        time(some, screen);
        for (int run = 0; run < RUNS; run++) {
            print("screening with the database, a name", time(some, screen));
        }
    }

    private static void ofPeer(NameIndex index, List<ListEntry> entries, List<Party> names) {
        List<String> listed = entries.stream()
                .map(ListEntry::names)
                .flatMap(Collection::stream)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        List<Party> some = names.subList(0, NAMES_FOR_PEER);
        Consumer<Party> scan = name -> JaroWinkler.best(name.name().toLowerCase(Locale.ROOT), listed);
        time(some, scan);
        var ratios = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            Times peer = time(some, scan);
            Times own = time(some, index::find);
            print("peer without an index, a name", peer);
            ratios[run] = (double) peer.sum() / own.sum();
        }
        Arrays.sort(ratios);
        System.out.printf("the peer takes %.1f times as long (median of %d runs)%n", ratios[RUNS / 2], RUNS);
    }

    private void ofImport(ScreeningDesk desk) {
        for (int run = 0; run < RUNS; run++) {
            String csv = generated(run);
            long start = System.nanoTime();
            requireImported(desk.put("generated", csv));
            System.out.printf("import of %,d new rows: %.1f s%n", ROWS, seconds(start));
            start = System.nanoTime();
            requireImported(desk.put("generated", csv));
            System.out.printf("the same once more, nothing new: %.1f s%n", seconds(start));
            desk.retire("generated");
        }
    }

    /** People and companies, every third with other names. */
    private static String generated(int run) {
        List<Party> parties = new ArrayList<>();
        new InnocentNames(SEED + run).all(ROWS).values().forEach(parties::addAll);
        Collections.shuffle(parties, new Random(SEED + run));
        var list = ListText.of();
        for (int i = 0; i < ROWS; i++) {
            Party party = parties.get(i);
            String other = i % 3 == 0
                    ? parties.get(i + 1).name() + "; " + parties.get(i + 2).name()
                    : "";
            list.row(
                    "row" + i,
                    party.type() == PartyType.ORGANIZATION ? "Entity" : "Individual",
                    party.name(),
                    "alt_names",
                    other,
                    "nationalities",
                    "Canada",
                    "dates_of_birth",
                    Integer.toString(1940 + i % 60));
        }
        return list.csv();
    }

    private static void requireImported(LabApi.Answer answer) {
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.toString());
        }
    }

    /** Nanoseconds by the clock on the wall, and of the processor alone: that is left when others use the machine, too. */
    private record Times(long[] wall, long[] processor) {

        static double at(double share, long[] nanos) {
            return nanos[(int) Math.min(nanos.length - 1, nanos.length * share)] / 1e6;
        }

        long sum() {
            return Arrays.stream(processor).sum();
        }
    }

    private static Times time(List<Party> names, Consumer<Party> work) {
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        var times = new Times(new long[names.size()], new long[names.size()]);
        for (int i = 0; i < names.size(); i++) {
            long processor = thread.getCurrentThreadCpuTime();
            long wall = System.nanoTime();
            work.accept(names.get(i));
            times.wall()[i] = System.nanoTime() - wall;
            times.processor()[i] = thread.getCurrentThreadCpuTime() - processor;
        }
        Arrays.sort(times.wall());
        Arrays.sort(times.processor());
        return times;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(String what, Times times) {
        System.out.printf(
                "%-36s %,7d names  p50 %5.2f  p99 %6.2f  max %7.2f ms  (processor: p50 %5.2f  p99 %6.2f)%n",
                what,
                times.wall().length,
                Times.at(0.5, times.wall()),
                Times.at(0.99, times.wall()),
                Times.at(1, times.wall()),
                Times.at(0.5, times.processor()),
                Times.at(0.99, times.processor()));
    }
}
