package org.countersign.screening;

import java.util.Arrays;

/**
 * How a word sounds, whoever spelt it: Yusuf, Yousef and Youssouf come out alike or close to each other. One letter a
 * sound; capitals stand for sounds that Latin writes with two letters (S for sh, C for ch, H for kh, J for zh, Z for ts).
 */
final class Sound {

    private static final String[][] GROUPS = {
        {"shch", "S"},
        {"tsch", "C"},
        {"tskh", "C"},
        {"sch", "S"},
        {"skh", "S"},
        {"tch", "C"},
        {"dzh", "j"},
        {"sh", "S"},
        {"ch", "C"},
        {"kkh", "H"},
        {"kh", "H"},
        {"zkh", "J"},
        {"zh", "J"},
        {"gkh", "g"},
        {"gh", "g"},
        {"pkh", "f"},
        {"ph", "f"},
        {"tkh", "t"},
        {"th", "t"},
        {"dkh", "d"},
        {"dh", "d"},
        {"dj", "j"},
        {"ts", "Z"},
        {"tz", "Z"},
        {"cz", "C"},
        {"ck", "k"},
        {"qu", "k"},
        {"ou", "u"},
        {"oo", "u"},
        {"ee", "i"},
        {"iy", "i"},
        {"yi", "i"},
        {"ij", "i"},
        {"ae", "a"},
        {"oe", "o"},
        {"ue", "u"},
        {"ye", "e"},
    };

    private static final String[][] NONE = {};
    private static final String[][][] BY_FIRST_LETTER = byFirstLetter();

    private Sound() {}

    private static String[][][] byFirstLetter() {
        var groups = new String[128][][];
        for (int letter = 0; letter < groups.length; letter++) {
            char first = (char) letter;
            groups[letter] = Arrays.stream(GROUPS)
                    .filter(group -> group[0].charAt(0) == first)
                    .toArray(String[][]::new);
        }
        return groups;
    }

    static String of(String word) {
        var sound = new StringBuilder(word.length());
        int position = 0;
        while (position < word.length()) {
            String[] group = groupAt(word, position);
            if (group != null) {
                append(sound, group[1].charAt(0));
                position += group[0].length();
            } else {
                append(sound, single(word, position));
                if (word.charAt(position) == 'x') {
                    append(sound, 's');
                }
                position++;
            }
        }
        return sound.toString();
    }

    private static String[] groupAt(String word, int position) {
        char first = word.charAt(position);
        for (String[] group : first < BY_FIRST_LETTER.length ? BY_FIRST_LETTER[first] : NONE) {
            if (word.startsWith(group[0], position)) {
                return group;
            }
        }
        return null;
    }

    private static char single(String word, int position) {
        char letter = word.charAt(position);
        return switch (letter) {
            case 'q', 'x' -> 'k';
            case 'w' -> 'v';
            case 'y' -> 'i';
            case 'c' -> position + 1 < word.length() && "eiy".indexOf(word.charAt(position + 1)) >= 0 ? 's' : 'k';
            default -> letter;
        };
    }

    private static void append(StringBuilder sound, char letter) {
        if (sound.length() == 0 || sound.charAt(sound.length() - 1) != letter || Character.isDigit(letter)) {
            sound.append(letter);
        }
    }

    /** What is left without vowels, as Arabic and Hebrew write a word. */
    static String bones(String sound) {
        var bones = new StringBuilder(sound.length());
        for (int i = 0; i < sound.length(); i++) {
            char letter = sound.charAt(i);
            boolean soft = isVowel(letter) || letter == 'v' && i > 0 || letter == 'h' && i == sound.length() - 1;
            if (!soft) {
                append(bones, hard(letter));
            }
        }
        return bones.toString();
    }

    /** Letters that Arabic does not tell apart, or writes one way for several. */
    private static char hard(char letter) {
        return switch (letter) {
            case 'p' -> 'b';
            case 'H' -> 'h';
            case 'g', 'J' -> 'j';
            case 'v' -> 'f';
            case 'Z' -> 's';
            default -> letter;
        };
    }

    static boolean beginOrEndAlike(String a, String b) {
        return a.isEmpty()
                || b.isEmpty()
                || family(a.charAt(0)) == family(b.charAt(0))
                || family(a.charAt(a.length() - 1)) == family(b.charAt(b.length() - 1));
    }

    /** Sounds that are taken for each other. */
    private static char family(char letter) {
        return switch (letter) {
            case 'a', 'e', 'i', 'o', 'u' -> 'a';
            case 'b', 'p', 'v', 'f' -> 'b';
            case 'd', 't' -> 'd';
            case 'l', 'r' -> 'l';
            case 'm', 'n' -> 'm';
            default -> Character.isLetter(letter) ? 's' : letter;
        };
    }

    static boolean isVowel(char letter) {
        return "aeiou".indexOf(letter) >= 0;
    }
}
