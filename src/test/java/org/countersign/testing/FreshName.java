package org.countersign.testing;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/** Names of companies that nothing else in the tests resembles, and that do not resemble each other. */
public final class FreshName {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SYLLABLES = 5;

    private FreshName() {}

    public static String company() {
        return word() + " " + word();
    }

    private static String word() {
        String word = RANDOM.ints(SYLLABLES, 0, 14 * 5)
                .mapToObj(pick -> "" + "bdfgklmnprstvz".charAt(pick / 5) + "aeiou".charAt(pick % 5))
                .collect(Collectors.joining());
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
