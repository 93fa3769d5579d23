package org.countersign.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What no row may fall below: a period in which nobody can act, or a case without the agencies that see every case. */
final class TableFloors {

    private static final Pattern DAYS = Pattern.compile("[1-9]\\d{0,3}");
    private static final Pattern WORD = Pattern.compile("\"([a-z-]+)\"");
    private static final Pattern WORDS = Pattern.compile("\"[a-z-]+\"(\\s*,\\s*\"[a-z-]+\")*");
    private static final Pattern OTHERS = Pattern.compile("not\\((" + WORDS.pattern() + ")\\)");

    /** The fewest days of a step, where one is not enough; what they are for is in docs/process-owners.md. */
    private static final Map<String, Integer> FEWEST = Map.of(
            "sign-off", 10,
            "question", 3,
            "answer", 5,
            "rebuttal", 10,
            "denial", 20,
            "appeal-window", 30,
            "compliance", 10);

    private static final List<String> BANDS = List.of("", "low", "moderate", "high", "severe");
    private static final Set<String> DAY_UNITS = Set.of("\"calendar\"", "\"working\"");
    private static final Set<String> ALWAYS = Set.of("commerce", "oncd", "ostp");
    private static final Set<String> ANY = Set.of("", "-");

    private record Row(Markup rule, Map<String, String> cells) {

        String cell(String column) {
            return cells.getOrDefault(column, "");
        }
    }

    private final String file;
    private final Markup root;
    private final List<Row> rows;
    private final List<Complaint> complaints = new ArrayList<>();

    private TableFloors(String file, Markup root) {
        this.file = file;
        this.root = root;
        this.rows = rows(root);
    }

    static List<Complaint> check(String file, Markup root, Markup shipped) {
        var check = new TableFloors(file, root);
        switch (file) {
            case "review-clock.dmn" -> check.clock(rows(shipped));
            case "required-agencies.dmn" -> check.agencies();
            default -> {
                // rows without a floor
            }
        }
        return check.complaints;
    }

    private static List<Row> rows(Markup root) {
        List<String> columns = root.all()
                .filter(part -> Names.DMN.contains(part.namespace()))
                .filter(part ->
                        part.name().equals("inputExpression") || part.name().equals("output"))
                .sorted(Comparator.comparing((Markup part) -> part.name().equals("output")))
                .map(part -> part.name().equals("output") ? part.value("name") : TableCheck.textOf(part))
                .toList();
        return root.all()
                .filter(part ->
                        Names.DMN.contains(part.namespace()) && part.name().equals("rule"))
                .map(rule -> row(rule, columns))
                .toList();
    }

    private static Row row(Markup rule, List<String> columns) {
        var cells = new HashMap<String, String>();
        int column = 0;
        for (String kind : List.of("inputEntry", "outputEntry")) {
            for (Markup cell : rule.children()) {
                if (cell.name().equals(kind) && column < columns.size()) {
                    cells.put(columns.get(column++), TableCheck.textOf(cell));
                }
            }
        }
        return new Row(rule, cells);
    }

    private void clock(List<Row> shipped) {
        var steps = new TreeSet<String>();
        shipped.forEach(row -> steps.add(row.cell("step")));
        for (Row row : rows) {
            if (!steps.contains(row.cell("step"))) {
                complain(
                        row.rule(),
                        "A row is about one step, and names it as before: no clock is called " + row.cell("step")
                                + ".");
            }
        }
        for (String step : steps) {
            List<Row> own =
                    rows.stream().filter(row -> row.cell("step").equals(step)).toList();
            String unit = shipped.stream()
                    .filter(row -> row.cell("step").equals(step))
                    .map(row -> row.cell("unit"))
                    .findFirst()
                    .orElse("");
            own.forEach(row -> period(row, step.replace("\"", ""), unit));
            for (String band : BANDS) {
                if (own.stream().filter(row -> isFor(row.cell("band"), band)).count() != 1) {
                    complain(
                            root,
                            "The step " + step + " has exactly one row for "
                                    + (band.isEmpty() ? "a case without a risk band." : "the risk band " + band + "."));
                }
            }
        }
        denialAfterRebuttal();
    }

    private void period(Row row, String step, String unit) {
        int fewest = FEWEST.getOrDefault(step, 1);
        String days = row.cell("days");
        if (!DAYS.matcher(days).matches() || Integer.parseInt(days) < fewest) {
            complain(row.rule(), "The step " + step + " takes a whole number from " + fewest + " to 9999.");
        }
        boolean both = DAY_UNITS.contains(unit) && DAY_UNITS.contains(row.cell("unit"));
        if (!both && !unit.equals(row.cell("unit"))) {
            complain(row.rule(), "The step " + step + " is counted in " + unit + ".");
        }
    }

    /** Whoever may answer until a day is not refused before it (15 CFR 750.6). */
    private void denialAfterRebuttal() {
        int rebuttal = most("\"rebuttal\"", true);
        if (most("\"denial\"", false) < rebuttal) {
            complain(root, "A denial is final after the time to answer it, not before.");
        }
    }

    private int most(String step, boolean longest) {
        var days = rows.stream()
                .filter(row -> row.cell("step").equals(step))
                .filter(row -> DAYS.matcher(row.cell("days")).matches())
                .mapToInt(row -> Integer.parseInt(row.cell("days")));
        return longest ? days.max().orElse(0) : days.min().orElse(0);
    }

    private static boolean isFor(String cell, String band) {
        if (ANY.contains(cell)) {
            return true;
        }
        Matcher others = OTHERS.matcher(cell);
        if (others.matches()) {
            return !words(others.group(1)).contains(band);
        }
        return WORDS.matcher(cell).matches() && words(cell).contains(band);
    }

    private static List<String> words(String cell) {
        return WORD.matcher(cell).results().map(word -> word.group(1)).toList();
    }

    private void agencies() {
        for (String agency : new TreeSet<>(ALWAYS)) {
            List<Row> own = rows.stream()
                    .filter(row -> row.cell("agency").equals("\"" + agency + "\""))
                    .toList();
            if (own.size() != 1 || !isUnconditional(own.get(0))) {
                complain(root, "Every case needs " + agency + ": exactly one row names it, without any condition.");
            }
        }
        for (Row row : rows) {
            if (!WORD.matcher(row.cell("agency")).matches()) {
                complain(row.rule(), "A row names its agency as a plain word in quotes.");
            }
        }
    }

    private static boolean isUnconditional(Row row) {
        return row.rule().children().stream()
                .filter(cell -> cell.name().equals("inputEntry"))
                .allMatch(cell -> ANY.contains(TableCheck.textOf(cell)));
    }

    private void complain(Markup element, String message) {
        complaints.add(element.complaint(file, message));
    }
}
