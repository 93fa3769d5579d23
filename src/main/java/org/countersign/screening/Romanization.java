package org.countersign.screening;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

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
    private static final Map<Integer, Word.Vowels> VOWELS = Map.of(
            UScript.ARABIC, Word.Vowels.LEFT_OUT,
            UScript.HEBREW, Word.Vowels.LEFT_OUT,
            UScript.SYRIAC, Word.Vowels.LEFT_OUT,
            UScript.KATAKANA, Word.Vowels.PUT_IN);

    private static final Pattern AIN_AT_THE_START = Pattern.compile("(?<![\\p{L}\\p{M}])ʿ");
    /** Written in one with its word: it becomes a word of its own, as it is on the lists. */
    private static final Pattern ARTICLE = Pattern.compile("(?<![\\p{L}\\p{M}])\u1EA1l(?=\\p{L}{3})");

    private static final Pattern SPACES_AFTER_THE_FIRST = Pattern.compile("(?<=\\s\\S{1,20})\\s+");
    private static final int LONGEST_HAN_NAME = 4;
    private static final Normalizer2 COMPATIBLE = Normalizer2.getNFKCInstance();

    private Romanization() {}

    /** Some letters of a name, all of one script. */
    record Piece(String text, Word.Vowels vowels) {}

    static List<Piece> of(String raw) {
        if (isAscii(raw)) {
            return List.of(new Piece(raw.toLowerCase(Locale.ROOT), Word.Vowels.WRITTEN));
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
        Word.Vowels vowels = VOWELS.getOrDefault(script, Word.Vowels.WRITTEN);
        String latin =
                script == UScript.LATIN ? text : latin(Lexicon.translated(text.toLowerCase(Locale.ROOT)), script);
        if (vowels == Word.Vowels.LEFT_OUT) {
            latin = ARTICLE.matcher(AIN_AT_THE_START.matcher(latin).replaceAll("a"))
                    .replaceAll("al ")
                    .replace("\u1e97", "");
        }
        return new Piece(ASCII.transliterate(latin).toLowerCase(Locale.ROOT), vowels);
    }

    private static String latin(String text, int script) {
        return switch (script) {
            case UScript.HANGUL -> Hangul.romanized(text);
            case UScript.CYRILLIC -> cyrillic(text).transliterate(text);
            case UScript.HAN -> han(text);
            default -> BY_SCRIPT.getOrDefault(script, ANY).transliterate(text);
        };
    }

    /** A person's name: the family name is one character, what follows is the given name. Longer ones are companies. */
    private static String han(String text) {
        String latin = BY_SCRIPT.get(UScript.HAN).transliterate(text);
        boolean person = text.strip().codePoints().allMatch(Character::isIdeographic)
                && text.strip().codePointCount(0, text.strip().length()) <= LONGEST_HAN_NAME;
        return person ? SPACES_AFTER_THE_FIRST.matcher(latin.strip()).replaceAll("") : latin;
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
