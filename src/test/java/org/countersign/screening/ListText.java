package org.countersign.screening;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A list as a test needs it, of invented parties, in the published layout. */
public final class ListText {

    private final List<Map<String, String>> rows = new ArrayList<>();

    public static ListText of() {
        return new ListText();
    }

    public ListText person(String id, String name, String... more) {
        return row(id, "Individual", name, more);
    }

    public ListText company(String id, String name, String... more) {
        return row(id, "Entity", name, more);
    }

    /** @param more names and values of further columns, in turn */
    public ListText row(String id, String type, String name, String... more) {
        var row = new LinkedHashMap<String, String>();
        row.put("_id", id);
        row.put("source", "Invented list");
        row.put("type", type);
        row.put("name", name);
        for (int i = 0; i < more.length; i += 2) {
            row.put(more[i], more[i + 1]);
        }
        rows.add(row);
        return this;
    }

    public String csv() {
        return header() + rows.stream().map(ListText::line).collect(Collectors.joining());
    }

    public static String header() {
        return String.join(",", ListFile.COLUMNS) + "\n";
    }

    private static String line(Map<String, String> row) {
        return ListFile.COLUMNS.stream()
                        .map(column -> quoted(row.getOrDefault(column, "")))
                        .collect(Collectors.joining(","))
                + "\n";
    }

    private static String quoted(String value) {
        return value.matches("(?s).*[\",\n].*") ? "\"" + value.replace("\"", "\"\"") + "\"" : value;
    }
}
