package org.countersign.records;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Words as a reader takes them: case, accents, white space and punctuation make no difference.
 *
 * @param spaced the words with one space between them
 * @param closed the words without any
 */
record Reading(String spaced, String closed) {

    private static final Pattern UNSEEN = Pattern.compile("[\\p{M}\\p{Cf}]+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** Shorter ones come about by chance where two other words meet. */
    private static final int SHORTEST_CLOSED = 7;

    private static final int LONGEST_NAME = 6;

    static Reading of(String text) {
        String bare = UNSEEN.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        return ofBare(BETWEEN.matcher(bare).replaceAll(" ").strip());
    }

    private static Reading ofBare(String spaced) {
        return new Reading(spaced, spaced.replace(" ", ""));
    }

    int length() {
        return closed.length();
    }

    List<String> words() {
        return Arrays.asList(spaced.split(" "));
    }

    boolean shows(Reading other) {
        return other.length() >= SHORTEST_CLOSED
                ? closed.contains(other.closed)
                : other.length() > 0 && spaced.contains(other.spaced);
    }

    boolean showsAsWord(Reading other) {
        return (" " + spaced + " ").contains(" " + other.spaced + " ");
    }

    /** “Jane Doe” is “Doe, Jane” as well. */
    boolean showsPerson(Reading name) {
        return name.turned().stream().anyMatch(this::shows);
    }

    private List<Reading> turned() {
        var ways = new ArrayList<Reading>(List.of(this));
        List<String> words = new ArrayList<>(words());
        for (int turn = 1; turn < words.size() && words.size() <= LONGEST_NAME; turn++) {
            Collections.rotate(words, 1);
            ways.add(ofBare(String.join(" ", words)));
        }
        return ways;
    }

    /** Every so many words that follow each other. */
    List<String> runs(int of) {
        List<String> words = words();
        var runs = new ArrayList<String>();
        for (int from = 0; from + of <= words.size(); from++) {
            runs.add(String.join(" ", words.subList(from, from + of)));
        }
        return runs;
    }
}
