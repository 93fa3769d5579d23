package org.countersign.access;

import java.util.Map;
import java.util.Set;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;

/** A row of the table of permissions. */
record Permission(Set<String> methods, PathPattern path, Map<Role, Permit> permits, String place) {

    static final String ANY_METHOD = "*";

    String firstWord() {
        return segments(path)[0];
    }

    static String firstWord(PathContainer address) {
        return address.elements().size() > 1 && address.elements().get(1) instanceof PathContainer.PathSegment word
                ? word.valueToMatch()
                : "";
    }

    boolean covers(String method, PathContainer address) {
        return (methods.contains(method) || methods.contains(ANY_METHOD)) && path.matches(address);
    }

    boolean opens(Set<Role> roles, boolean demo) {
        return roles.stream().anyMatch(role -> permits.get(role).opens(demo));
    }

    boolean isClosedToEverybody() {
        return permits.values().stream().allMatch(permit -> permit == Permit.NO);
    }

    /** Whether every address of this row would also be one of the other's, which says less exactly what is meant. */
    boolean isWithin(Permission other) {
        if (!other.methods.contains(ANY_METHOD) && methods.contains(ANY_METHOD)) {
            return false;
        }
        String[] own = segments(path);
        String[] wider = segments(other.path);
        for (int i = 0; i < wider.length; i++) {
            if (wider[i].equals("**")) {
                return true;
            }
            if (i >= own.length || own[i].equals("**") || !covers(wider[i], own[i])) {
                return false;
            }
        }
        return own.length == wider.length;
    }

    private static boolean covers(String wider, String segment) {
        int star = wider.indexOf('*');
        return star < 0 ? wider.equals(segment) : segment.startsWith(wider.substring(0, star));
    }

    private static String[] segments(PathPattern path) {
        return path.getPatternString().substring(1).split("/", -1);
    }
}
