package org.countersign.screening;

import com.ibm.icu.lang.UScript;
import java.util.Map;

/** Marks that stand for a sound of its own, spelt out as people spell it who have no such mark. */
final class LetterMarks {

    private static final String[] INDIC = pairs("ś sh ṣ sh ch C c ch C chh");

    /** Sounds that Japanese has no syllable for are written as a syllable and a small vowel. */
    private static final String[] SMALL_VOWELS = pairs("o~u u u~i i e~yu yu e~i i u~a a u~e e u~o o o~yu yu");

    private static final Map<Integer, String[]> BY_SCRIPT = Map.ofEntries(
            Map.entry(UScript.HEBREW, pairs("ş sh ẕ ts g′ j")),
            Map.entry(UScript.CYRILLIC, pairs("ŝ shch š sh ž zh č ch û yu â ya ʺ  ʹ ")),
            Map.entry(UScript.ARMENIAN, pairs("čʻ ch č ch š sh ž zh cʻ ts c ts x kh")),
            Map.entry(UScript.KATAKANA, SMALL_VOWELS),
            Map.entry(UScript.HIRAGANA, SMALL_VOWELS),
            Map.entry(UScript.DEVANAGARI, INDIC),
            Map.entry(UScript.BENGALI, INDIC),
            Map.entry(UScript.GUJARATI, INDIC),
            Map.entry(UScript.GURMUKHI, INDIC),
            Map.entry(UScript.KANNADA, INDIC),
            Map.entry(UScript.MALAYALAM, INDIC),
            Map.entry(UScript.TAMIL, INDIC),
            Map.entry(UScript.TELUGU, INDIC));

    private LetterMarks() {}

    private static String[] pairs(String words) {
        return words.split(" ", -1);
    }

    static String spelt(String latin, int script) {
        String[] pairs = BY_SCRIPT.get(script);
        String spelt = latin;
        for (int i = 0; pairs != null && i < pairs.length; i += 2) {
            spelt = spelt.replace(pairs[i], pairs[i + 1]);
        }
        return spelt;
    }
}
