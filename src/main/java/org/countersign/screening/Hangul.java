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
    private static final String[] VOWEL = "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i".split(" ", -1);
    private static final String[] ENDING = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ", -1);

    private Hangul() {}

    static String romanized(String text) {
        return Arrays.stream(text.split("\\s+")).map(Hangul::word).collect(Collectors.joining(" "));
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

    private static String syllable(int index) {
        return INITIAL[index / (VOWELS * ENDINGS)] + VOWEL[index / ENDINGS % VOWELS] + ENDING[index % ENDINGS];
    }
}
