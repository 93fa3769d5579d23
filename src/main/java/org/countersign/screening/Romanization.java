package org.countersign.screening;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A name in whatever script, in plain Latin letters. */
final class Romanization {

    /** As people write names of that script, not as libraries catalogue them; the rest is left to Any-Latin. */
    private static final Map<Integer, Transliterator> BY_SCRIPT = Map.of(
            UScript.CYRILLIC, icu("Russian-Latin/BGN"),
            UScript.GREEK, icu("Greek-Latin/UNGEGN"),
            UScript.HAN, icu("Han-Latin/Names"));

    private static final Transliterator UKRAINIAN = icu("Ukrainian-Latin/BGN");
    private static final Transliterator SERBIAN = icu("Serbian-Latin/BGN");
    private static final Transliterator ANY = icu("Any-Latin");
    private static final Transliterator ASCII = icu("Any-Latin; Latin-ASCII");
    /** Written without vowels, or, in Katakana, with vowels that were never there. */
    private static final Set<Integer> VOWELLESS =
            Set.of(UScript.ARABIC, UScript.HEBREW, UScript.SYRIAC, UScript.KATAKANA);

    private static final Normalizer2 COMPATIBLE = Normalizer2.getNFKCInstance();

    private Romanization() {}

    /** Some letters of a name. Scripts without vowels leave only the bones of a word. */
    record Piece(String text, boolean vowelless) {}

    static List<Piece> of(String raw) {
        if (isAscii(raw)) {
            return List.of(new Piece(raw.toLowerCase(Locale.ROOT), false));
        }
        String name = COMPATIBLE.normalize(raw);
        var pieces = new ArrayList<Piece>();
        int start = 0;
        while (start < name.length()) {
            int script = scriptAt(name, start);
            int end = start;
            while (end < name.length() && continues(name, end, script)) {
                end += Character.charCount(name.codePointAt(end));
            }
            pieces.add(romanized(name.substring(start, end), script));
            start = end;
        }
        return pieces;
    }

    private static int scriptAt(String name, int start) {
        int position = start;
        while (position < name.length() && isNeutral(name.codePointAt(position))) {
            position += Character.charCount(name.codePointAt(position));
        }
        return position < name.length() ? UScript.getScript(name.codePointAt(position)) : UScript.LATIN;
    }

    private static boolean continues(String name, int position, int script) {
        int letter = name.codePointAt(position);
        return isNeutral(letter) || UScript.getScript(letter) == script;
    }

    private static boolean isNeutral(int letter) {
        int script = UScript.getScript(letter);
        return script == UScript.COMMON || script == UScript.INHERITED;
    }

    private static Piece romanized(String text, int script) {
        boolean vowelless = VOWELLESS.contains(script);
        if (script == UScript.LATIN) {
            return new Piece(ASCII.transliterate(text).toLowerCase(Locale.ROOT), false);
        }
        String translated = Lexicon.translated(text.toLowerCase(Locale.ROOT));
        String latin =
                switch (script) {
                    case UScript.HANGUL -> Hangul.romanized(translated);
                    case UScript.CYRILLIC -> cyrillic(translated).transliterate(translated);
                    default -> BY_SCRIPT.getOrDefault(script, ANY).transliterate(translated);
                };
        if (vowelless) {
            latin = latin.replaceAll("(?<![\\p{L}\\p{M}])ʿ", "a").replace("ẗ", "");
        }
        return new Piece(ASCII.transliterate(latin).toLowerCase(Locale.ROOT), vowelless);
    }

    private static Transliterator cyrillic(String text) {
        if (text.matches("(?s).*[іїєґ].*")) {
            return UKRAINIAN;
        }
        return text.matches("(?s).*[ђћџљњј].*") ? SERBIAN : BY_SCRIPT.get(UScript.CYRILLIC);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(letter -> letter < 128);
    }

    private static Transliterator icu(String id) {
        return Transliterator.getInstance(id);
    }
}
