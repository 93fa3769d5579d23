package org.countersign.proposal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.countersign.proposal.Difference.Detail;

/** A model as a list of what has an id, each with what is said about it. Two of them can be compared. */
final class Outline {

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** One thing with an id: a step, a flow, a rule, a field. */
    static final class Entry {

        private final String kind;
        private final String id;
        private final Map<String, String> said = new LinkedHashMap<>();
        private final Map<String, List<String>> orders = new LinkedHashMap<>();
        private String label;
        private String place = "";

        private Entry(String kind, String id) {
            this.kind = kind;
            this.id = id;
            this.label = id;
        }

        void says(String what, String value) {
            said.merge(what, value, (first, second) -> first + "\n" + second);
        }

        void follows(String order, String id) {
            orders.computeIfAbsent(order, name -> new ArrayList<>()).add(id);
        }

        void label(String words) {
            label = words;
        }

        /** Where it is drawn, which has no meaning. */
        void place(String drawnAt) {
            place = drawnAt;
        }
    }

    Entry add(String kind, String id) {
        return entries.computeIfAbsent(id, key -> new Entry(kind, key));
    }

    Entry get(String id) {
        return entries.get(id);
    }

    /** In the order of the newer one, what was removed at the end. */
    static List<Difference> between(Outline before, Outline after) {
        var differences = new ArrayList<Difference>();
        after.entries.forEach((id, entry) -> {
            Entry earlier = before.entries.get(id);
            if (earlier == null) {
                differences.add(whole(Difference.ADDED, entry, Map.of(), entry.said));
            } else {
                List<Detail> details = details(earlier.said, entry.said);
                details.addAll(reordered(earlier, entry, before, after));
                if (!details.isEmpty() || !earlier.place.equals(entry.place)) {
                    String change = details.isEmpty() ? Difference.MOVED : Difference.CHANGED;
                    differences.add(new Difference(change, entry.kind, id, entry.label, details));
                }
            }
        });
        before.entries.forEach((id, entry) -> {
            if (!after.entries.containsKey(id)) {
                differences.add(whole(Difference.REMOVED, entry, entry.said, Map.of()));
            }
        });
        return differences;
    }

    private static Difference whole(String change, Entry entry, Map<String, String> before, Map<String, String> after) {
        return new Difference(change, entry.kind, entry.id, entry.label, details(before, after));
    }

    private static List<Detail> details(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new LinkedHashSet<>(after.keySet());
        names.addAll(before.keySet());
        var details = new ArrayList<Detail>();
        for (String name : names) {
            String was = before.getOrDefault(name, "");
            String is = after.getOrDefault(name, "");
            if (!was.equals(is)) {
                details.add(new Detail(name, was, is));
            }
        }
        return details;
    }

    /** Of what is in both: what came or went is told of by itself. */
    private static List<Detail> reordered(Entry earlier, Entry entry, Outline before, Outline after) {
        var details = new ArrayList<Detail>();
        entry.orders.forEach((order, now) -> {
            List<String> then = earlier.orders.getOrDefault(order, List.of());
            List<String> kept = now.stream().filter(then::contains).toList();
            List<String> were = then.stream().filter(now::contains).toList();
            if (!kept.equals(were)) {
                details.add(new Detail(order, before.labels(were), after.labels(kept)));
            }
        });
        return details;
    }

    private String labels(List<String> ids) {
        return String.join(
                ", ",
                ids.stream()
                        .map(id -> entries.containsKey(id) ? entries.get(id).label : id)
                        .toList());
    }
}
