package org.countersign.screening;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Korean syllables as Koreans write their names abroad: 김정은 is Kim Jong Un, not the Gimjeongeun of road signs.
 */
final class Hangul {

    private static final int FIRST = 0xAC00;
    private static final int LAST = 0xD7A3;
    private static final int VOWELS = 21;
    private static final int ENDINGS = 28;

    private static final String[] INITIAL = "k kk n t tt r m p pp s ss  j jj ch k t p h".split(" ", -1);
    private static final String[] FOREIGN_INITIAL = "g k d t t r m b p s s  j j ch k t p h".split(" ", -1);

    /** Set between consonants that Korean cannot leave alone. */
    private static final int LONGEST_NAME = 4;

    private static final int FILLING_VOWEL = 18;

    private static final String[] VOWEL = "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i".split(" ", -1);
    private static final String[] ENDING = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ", -1);

    private Hangul() {}

    /** @param foreign as names of elsewhere are put into Korean */
    static String romanized(String text, boolean foreign) {
        return Arrays.stream(text.split("\\s+"))
                .map(word -> foreign ? foreign(word) : word(word))
                .collect(Collectors.joining(" "));
    }

    static boolean isForeign(String text) {
        return text.codePoints()
                        .filter(letter -> letter >= FIRST && letter <= LAST)
                        .count()
                > LONGEST_NAME;
    }

    /** Three or four syllables in one are a family name of one and a given name. */
    private static String word(String word) {
        var latin = new StringBuilder();
        int syllables = word.codePointCount(0, word.length());
        word.codePoints().forEach(letter -> {
            if (letter < FIRST || letter > LAST) {
                latin.appendCodePoint(letter);
            } else {
                boolean afterFamilyName =
                        latin.length() > 0 && latin.indexOf(" ") < 0 && (syllables == 3 || syllables == 4);
                latin.append(afterFamilyName ? " " : "").append(syllable(letter - FIRST));
            }
        });
        return latin.toString();
    }

    private static String foreign(String word) {
        var latin = new StringBuilder();
        word.codePoints().forEach(letter -> {
            if (letter < FIRST || letter > LAST) {
                latin.appendCodePoint(letter);
            } else {
                int index = letter - FIRST;
                latin.append(FOREIGN_INITIAL[index / (VOWELS * ENDINGS)])
                        .append(index / ENDINGS % VOWELS == FILLING_VOWEL ? "" : VOWEL[index / ENDINGS % VOWELS])
                        .append(ENDING[index % ENDINGS]);
            }
        });
        return latin.toString().replace("lr", "l");
    }

    private static String syllable(int index) {
        return INITIAL[index / (VOWELS * ENDINGS)] + VOWEL[index / ENDINGS % VOWELS] + ENDING[index % ENDINGS];
    }
}
