package org.countersign.screening;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A name in whatever script, in plain Latin letters. */
final class Romanization {

    private static final Transliterator RUSSIAN = icu("Russian-Latin/BGN");
    private static final Transliterator UKRAINIAN = icu("Ukrainian-Latin/BGN");
    private static final Transliterator SERBIAN = icu("Serbian-Latin/BGN");
    private static final Transliterator MODERN_GREEK = icu("Greek-Latin/UNGEGN");
    private static final Transliterator CLASSICAL_GREEK = icu("Greek-Latin");
    private static final Transliterator ANY = icu("Any-Latin");
    private static final Transliterator ASCII = icu("Any-Latin; Latin-ASCII");
    private static final Map<Integer, Word.Vowels> VOWELS = Map.of(
            UScript.ARABIC, Word.Vowels.LEFT_OUT,
            UScript.HEBREW, Word.Vowels.LEFT_OUT,
            UScript.SYRIAC, Word.Vowels.LEFT_OUT,
            UScript.THAI, Word.Vowels.LEFT_OUT,
            UScript.HAN, Word.Vowels.IN_SYLLABLES,
            UScript.HANGUL, Word.Vowels.IN_SYLLABLES,
            UScript.KATAKANA, Word.Vowels.PUT_IN,
            UScript.HIRAGANA, Word.Vowels.PUT_IN);

    private static final Pattern CARRIER = Pattern.compile("(?<![\\p{L}\\p{M}])\u1EA1(?=[wy])");

    /** Written in one with its word: it becomes a word of its own, as it is on the lists. */
    private static final Pattern ARTICLE = Pattern.compile("(?<![\\p{L}\\p{M}])\u1EA1l(?=\\p{L}{3})");

    /** Hebrew marks an abbreviation within it. */
    private static final Pattern ABBREVIATED = Pattern.compile("(?<=\\p{IsHebrew})[\"״](?=\\p{IsHebrew})");

    private static final Normalizer2 COMPATIBLE = Normalizer2.getNFKCInstance();

    private Romanization() {}

    /** Some letters of a name, all of one script. */
    record Piece(String text, Word.Vowels vowels) {}

    /** There is more than one way to write another script in Latin, and lists do not tell which they took. */
    enum Manner {
        /** As people write names of that script, not as libraries catalogue them. */
        AS_SPOKEN,
        /** Letter for letter; of Chinese as Taiwan does it, of Korean as foreign names are written. */
        BY_LETTER
    }

    static List<Piece> of(String raw, Manner manner) {
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
            pieces.add(romanized(name.substring(start, end), script, manner));
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

    private static Piece romanized(String text, int script, Manner manner) {
        Word.Vowels vowels = isForeign(text, script, manner)
                ? Word.Vowels.WRITTEN
                : VOWELS.getOrDefault(script, Word.Vowels.WRITTEN);
        String latin = script == UScript.LATIN
                ? text
                : latin(
                        Lexicon.translated(ABBREVIATED
                                .matcher(text.toLowerCase(Locale.ROOT))
                                .replaceAll("")),
                        script,
                        manner);
        if (vowels == Word.Vowels.LEFT_OUT) {
            latin = withLongVowels(latin);
        }
        return new Piece(ASCII.transliterate(latin).toLowerCase(Locale.ROOT), vowels);
    }

    /** The letters for w and y stand for long vowels more often than not; at a word's start a silent letter carries them. */
    private static String withLongVowels(String latin) {
        String plain = latin.replace('ʿ', 'a');
        plain = ARTICLE.matcher(plain).replaceAll("al ");
        return CARRIER.matcher(plain).replaceAll("").replace('w', 'u').replace("\u1E97", "");
    }

    /** Names of elsewhere take more syllables than Chinese or Korean ones have, or dots between them. */
    private static boolean isForeign(String text, int script, Manner manner) {
        return script == UScript.HAN && Han.isForeign(text)
                || script == UScript.HANGUL && manner == Manner.BY_LETTER && Hangul.isForeign(text);
    }

    private static String latin(String text, int script, Manner manner) {
        boolean byLetter = manner == Manner.BY_LETTER;
        return switch (script) {
            case UScript.HANGUL -> Hangul.romanized(text, byLetter && Hangul.isForeign(text));
            case UScript.HAN -> Han.romanized(text, byLetter);
            case UScript.THAI -> wordByWord(text);
            case UScript.KATAKANA, UScript.HIRAGANA -> LetterMarks.spelt(ANY.transliterate(text), script);
            case UScript.CYRILLIC -> LetterMarks.spelt((byLetter ? ANY : cyrillic(text)).transliterate(text), script);
            case UScript.GREEK ->
                byLetter ? CLASSICAL_GREEK.transliterate(text) : MODERN_GREEK.transliterate(withHardSounds(text));
            default -> byLetter ? ANY.transliterate(text) : LetterMarks.spelt(ANY.transliterate(text), script);
        };
    }

    /** At a word's start two letters stand for a sound that Greek has no letter for. */
    private static String withHardSounds(String greek) {
        return greek.replaceAll("(?<![\\p{L}\\p{M}])ντ", "d")
                .replaceAll("(?<![\\p{L}\\p{M}])μπ", "b")
                .replaceAll("(?<![\\p{L}\\p{M}])γκ", "g");
    }

    /** Spaces of its own, where the library takes the end of a syllable for the end of a word, are taken out again. */
    private static String wordByWord(String text) {
        return Arrays.stream(text.split("\\s+"))
                .map(word -> ANY.transliterate(word).replace(" ", ""))
                .collect(Collectors.joining(" "));
    }

    private static Transliterator cyrillic(String text) {
        if (text.matches("(?s).*[іїєґ].*")) {
            return UKRAINIAN;
        }
        return text.matches("(?s).*[ђћџљњј].*") ? SERBIAN : RUSSIAN;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(letter -> letter < 128);
    }

    private static Transliterator icu(String id) {
        return Transliterator.getInstance(id);
    }
}
