package org.countersign.access;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Reads the table of permissions. A row that cannot be meant (an unknown role, a second row for the same
 * address, a stranger allowed what others are not) is refused with its place, and the application does not start.
 */
final class PermissionTable {

    private static final String FILES = "classpath:access/permissions/*.csv";

    /** Rows about the engine hold at both of its doors: its REST API and the one its web applications use. */
    private static final String ENGINE = "{engine}";

    private static final List<String> ENGINE_DOORS = List.of("/engine-rest", "/camunda/api/engine/engine/default");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "OPTIONS", Permission.ANY_METHOD);
    /** Words, a star for a word or the end of one, two stars at the end of everything; the first word is written out. */
    private static final Pattern PATH = Pattern.compile("/|/[A-Za-z0-9._-]+(/(\\*|[A-Za-z0-9._:-]+\\*?))*(/\\*\\*)?/?");

    private static final List<String> HEAD = Stream.concat(
                    Stream.of("method", "path"), Arrays.stream(Role.values()).map(Role::column))
            .toList();
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setCommentMarker('#')
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .setHeader()
            .get();

    /** By the first word of their paths, so that few are looked at for a request. */
    private final Map<String, List<Permission>> rows = new HashMap<>();

    private final Map<String, String> places = new HashMap<>();

    static PermissionTable read() {
        try {
            var table = new PermissionTable();
            for (Resource file : new PathMatchingResourcePatternResolver().getResources(FILES)) {
                try (Reader text = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
                    table.add(file.getFilename(), text);
                }
            }
            if (table.rows.isEmpty()) {
                throw new IllegalStateException("There is no table of permissions.");
            }
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(String file, Reader text) throws IOException {
        try (var lines = FORMAT.parse(text)) {
            if (!lines.getHeaderNames().equals(HEAD)) {
                throw new IllegalStateException(file + ": the head must be " + String.join(", ", HEAD));
            }
            for (CSVRecord line : lines) {
                String place = file + ":" + lines.getCurrentLineNumber();
                try {
                    read(line, place);
                } catch (IllegalArgumentException e) {
                    throw new IllegalStateException(place + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private void read(CSVRecord line, String place) {
        if (line.size() != HEAD.size()) {
            throw new IllegalArgumentException("a row has " + HEAD.size() + " cells, not " + line.size());
        }
        Set<String> methods = Set.of(line.get(0).split(" "));
        if (!METHODS.containsAll(methods)) {
            throw new IllegalArgumentException("methods are among " + METHODS);
        }
        Map<Role, Permit> permits = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            permits.put(role, Permit.read(line.get(role.column())));
        }
        for (String path : addresses(line.get(1))) {
            if (!PATH.matcher(path).matches()) {
                throw new IllegalArgumentException("not a path: " + path);
            }
            add(new Permission(methods, PathPatternParser.defaultInstance.parse(path), Map.copyOf(permits), place));
        }
    }

    private static List<String> addresses(String written) {
        return written.startsWith(ENGINE)
                ? ENGINE_DOORS.stream()
                        .map(door -> door + written.substring(ENGINE.length()))
                        .toList()
                : List.of(written);
    }

    private void add(Permission row) {
        Permit strangers = row.permits().get(Role.STRANGER);
        for (boolean demo : new boolean[] {true, false}) {
            if (strangers.opens(demo) && !row.permits().values().stream().allMatch(permit -> permit.opens(demo))) {
                throw new IllegalArgumentException("what is open to strangers is open to everybody");
            }
        }
        if (row.methods().contains(Permission.ANY_METHOD) && !row.isClosedToEverybody()) {
            throw new IllegalArgumentException("only what is closed to everybody may leave the method open");
        }
        for (String method : row.methods()) {
            String earlier = places.putIfAbsent(method + " " + row.path().getPatternString(), row.place());
            if (earlier != null) {
                throw new IllegalArgumentException("said already in " + earlier);
            }
        }
        rows.computeIfAbsent(row.firstWord(), word -> new ArrayList<>()).add(row);
    }

    List<Permission> rows() {
        return rows.values().stream().flatMap(List::stream).toList();
    }

    /**
     * The rows that say something about a request: of all that fit, those within which no other lies. There is
     * none for what nobody thought of.
     */
    List<Permission> about(String method, PathContainer address) {
        // What may be read may be asked for its head.
        String asked = method.equals("HEAD") ? "GET" : method;
        List<Permission> fitting = rows.getOrDefault(Permission.firstWord(address), List.of()).stream()
                .filter(row -> row.covers(asked, address))
                .toList();
        return fitting.size() < 2
                ? fitting
                : fitting.stream()
                        .filter(row -> fitting.stream().noneMatch(other -> other != row && other.isWithin(row)))
                        .toList();
    }
}
