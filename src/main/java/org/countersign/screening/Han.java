package org.countersign.screening;

import com.ibm.icu.text.Transliterator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chinese characters, as the mainland writes them in Latin letters (Pinyin) and as Taiwan does (Wade and Giles). */
final class Han {

    private static final Transliterator PINYIN = Transliterator.getInstance("Han-Latin/Names; Latin-ASCII");
    private static final int LONGEST_NAME = 4;

    private static final Pattern DOT_BETWEEN_NAMES = Pattern.compile("[·・‧]");
    private static final Pattern INITIAL = Pattern.compile("zh|ch|sh|[bpmfdtnlgkhjqxrzcs]");
    private static final Map<String, String> OLD_INITIAL = Map.of(
            "zh", "ch", "b", "p", "d", "t", "g", "k", "j", "ch", "q", "ch", "x", "hs", "r", "j", "z", "ts", "c", "ts");

    private Han() {}

    static String romanized(String text, boolean old) {
        if (isForeign(text)) {
            return Arrays.stream(DOT_BETWEEN_NAMES.split(text))
                    .map(name -> String.join("", syllables(name, old)))
                    .collect(Collectors.joining(" "));
        }
        List<String> syllables = syllables(text, old);
        return isPerson(text.strip())
                ? syllables.get(0) + " " + String.join("", syllables.subList(1, syllables.size()))
                : " " + String.join(" ", syllables) + " ";
    }

    static boolean isForeign(String text) {
        return DOT_BETWEEN_NAMES.matcher(text).find();
    }

    /** The family name is one character, what follows is the given name. Longer ones are companies. */
    private static boolean isPerson(String text) {
        return !text.isEmpty()
                && text.codePoints().allMatch(Character::isIdeographic)
                && text.codePointCount(0, text.length()) <= LONGEST_NAME;
    }

    private static List<String> syllables(String text, boolean old) {
        return Stream.of(PINYIN.transliterate(text).strip().split("\\s+"))
                .map(syllable -> old ? byWadeAndGiles(syllable) : syllable)
                .toList();
    }

    private static String byWadeAndGiles(String pinyin) {
        Matcher found = INITIAL.matcher(pinyin);
        String initial = found.lookingAt() ? found.group() : "";
        String last = pinyin.substring(initial.length());
        String old = OLD_INITIAL.getOrDefault(initial, initial);
        return switch (last) {
            case "i" ->
                switch (initial) {
                    case "zh", "ch", "sh", "r" -> old + "ih";
                    case "z", "c" -> "tzu";
                    case "s" -> "szu";
                    default -> old + "i";
                };
            case "e" -> old + ("gkh".contains(initial) ? "o" : "e");
            case "uo" -> old + (initial.matches("g|k|h|sh") ? "uo" : "o");
            case "ui" -> old + (initial.matches("g|k") ? "uei" : "ui");
            case "ie", "ye", "ue", "yue" -> old + last + "h";
            case "er" -> old + "erh";
            case "you" -> old + "yu";
            default -> old + last.replaceAll("([iy])an$", "$1en").replace("ong", "ung");
        };
    }
}
