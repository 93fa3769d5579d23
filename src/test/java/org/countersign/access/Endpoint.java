package org.countersign.access;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

/** Something the running application answers: a method and a path with its variables in braces. */
record Endpoint(String method, String path) implements Comparable<Endpoint> {

    private static final Pattern VARIABLE = Pattern.compile("\\{[^{}]*}");
    /** The variables that name an engine; there is one. */
    private static final Pattern ENGINE =
            Pattern.compile("(?<=/(engine|base|adminPlugins|cockpitPlugins|user|setup)/)\\{[^{}]*}");

    /** Its path with a word that means nothing in the place of each variable; with our engine and with another. */
    List<String> examples() {
        return List.of(filled(ENGINE.matcher(path).replaceFirst("default")), filled(path));
    }

    private static String filled(String path) {
        return VARIABLE.matcher(path).replaceAll("x1").replace("/**", "/x1").replace("*", "x1");
    }

    /** Whether it answers what a row is about, where the row says it more exactly. */
    boolean answers(Permission row) {
        return row.methods().contains(method)
                && PathPatternParser.defaultInstance
                        .parse(VARIABLE.matcher(path).replaceAll("*").replace("/x1", ""))
                        .matches(PathContainer.parsePath(filled(row.path().getPatternString())));
    }

    @Override
    public int compareTo(Endpoint other) {
        return Comparator.comparing(Endpoint::path)
                .thenComparing(Endpoint::method)
                .compare(this, other);
    }
}
