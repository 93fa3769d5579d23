package org.countersign.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids and references the server has told of: with them requests get further than the door. */
final class KnownIds {

    private static final int MOST = 500;
    private static final Pattern IN_ANSWERS =
            Pattern.compile("\"(?:[a-zA-Z]*[iI]d|reference|kid|cursor|nextCursor)\"\\s*:\\s*\"([^\"\\\\]{1,80})\"");

    private final List<String> ids = new ArrayList<>();

    KnownIds(List<String> first) {
        ids.addAll(first);
    }

    void learn(String body, Random chance) {
        Matcher found = IN_ANSWERS.matcher(body);
        while (found.find()) {
            if (found.group(1).startsWith("lab-")) {
                continue; // an administrator who suspends the labs would end the test
            }
            if (ids.size() < MOST) {
                ids.add(found.group(1));
            } else {
                ids.set(chance.nextInt(MOST), found.group(1));
            }
        }
    }

    String next(Random chance) {
        return chance.nextInt(8) == 0 ? HostileText.next(chance) : ids.get(chance.nextInt(ids.size()));
    }
}
