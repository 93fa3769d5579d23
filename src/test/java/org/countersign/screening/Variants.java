package org.countersign.screening;

import com.ibm.icu.text.Transliterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** The same name as other people would write it: mistyped, shortened, turned round, in other scripts. */
final class Variants {

    private static final String MARKS = "[\\u0300-\\u036F\\u064B-\\u065F\\u0670\\u05B0-\\u05C7]";

    private static final Map<String, Transliterator> SCRIPTS = new HashMap<>();

    private static final Map<String, String> SPELLINGS = spellings();

    private final Random random;
    private final Map<String, String> characters;

    Variants(long seed) {
        this.random = new Random(seed);
        this.characters = charactersBySyllable();
    }

    private static Map<String, String> spellings() {
        var pairs = new LinkedHashMap<String, String>();
        pairs.put("ou", "u");
        pairs.put("oo", "u");
        pairs.put("ee", "i");
        pairs.put("kh", "h");
        pairs.put("gh", "g");
        pairs.put("dh", "d");
        pairs.put("q", "k");
        pairs.put("iy", "y");
        pairs.put("ll", "l");
        pairs.put("mm", "m");
        pairs.put("ss", "s");
        pairs.put("ei", "ey");
        pairs.put("y", "i");
        pairs.put("w", "v");
        pairs.put("u", "o");
        pairs.put("e", "i");
        pairs.put("c", "k");
        return pairs;
    }

    /** By kind; a kind that makes no sense for a name is left out. */
    Map<String, String> of(String listed, boolean person) {
        List<String> words =
                new ArrayList<>(Arrays.asList(asSpoken(listed, person).split("\\s+")));
        String name = String.join(" ", words);
        var variants = new LinkedHashMap<String, String>();
        variants.put("as listed", listed);
        if (letters(name) >= 5) {
            variants.put("one typing error", mistyped(name));
            variants.put("spelt otherwise", speltOtherwise(name));
        }
        if (letters(name) >= 12) {
            variants.put("two typing errors", mistyped(mistyped(name)));
        }
        if (words.size() >= 3) {
            variants.put("a word dropped", dropped(words));
        }
        if (words.size() >= 2) {
            variants.put("words reordered", reordered(words));
            variants.put("two words joined", joined(words));
        }
        if (person && words.size() >= 2 && words.get(words.size() - 1).length() > 3) {
            variants.put("given names as initials", initials(listed));
        }
        variants.put("accents added", accented(name));
        inScripts(name, variants);
        return variants;
    }

    private static int letters(String name) {
        return (int) name.chars().filter(Character::isLetter).count();
    }

    private static String asSpoken(String listed, boolean person) {
        int comma = listed.indexOf(',');
        String spoken = person && comma > 0 && comma == listed.lastIndexOf(',')
                ? listed.substring(comma + 1).strip() + " " + listed.substring(0, comma)
                : listed;
        return spoken.strip();
    }

    private String mistyped(String name) {
        int position;
        do {
            position = random.nextInt(name.length());
        } while (!Character.isLetter(name.charAt(position)));
        char other = (char) ('a' + random.nextInt(26));
        String before = name.substring(0, position);
        String after = name.substring(position + 1);
        return switch (random.nextInt(4)) {
            case 0 -> before + other + after;
            case 1 -> before + after;
            case 2 -> before + name.charAt(position) + other + after;
            default ->
                after.isEmpty() || after.charAt(0) == ' '
                        ? before + after
                        : before + after.charAt(0) + name.charAt(position) + after.substring(1);
        };
    }

    private String speltOtherwise(String name) {
        String spelt = name.toLowerCase(Locale.ROOT);
        List<Map.Entry<String, String>> pairs = new ArrayList<>(SPELLINGS.entrySet());
        Collections.shuffle(pairs, random);
        int changes = 0;
        for (Map.Entry<String, String> pair : pairs) {
            boolean backwards = random.nextInt(4) == 0;
            String from = backwards ? pair.getValue() : pair.getKey();
            if (changes < 2 && spelt.contains(from)) {
                spelt = spelt.replaceFirst(from, backwards ? pair.getKey() : pair.getValue());
                changes++;
            }
        }
        return spelt;
    }

    private String dropped(List<String> words) {
        List<String> rest = new ArrayList<>(words);
        rest.remove(random.nextInt(rest.size()));
        return String.join(" ", rest);
    }

    private String reordered(List<String> words) {
        List<String> other = new ArrayList<>(words);
        do {
            Collections.shuffle(other, random);
        } while (other.equals(words) && words.stream().distinct().count() > 1);
        return String.join(" ", other);
    }

    private String joined(List<String> words) {
        int position = random.nextInt(words.size() - 1);
        List<String> other = new ArrayList<>(words);
        other.set(position, words.get(position) + words.get(position + 1).toLowerCase(Locale.ROOT));
        other.remove(position + 1);
        return String.join(" ", other);
    }

    /** The first given name stays when there is another one to shorten, half of the time. */
    private String initials(String listed) {
        String family = listed.contains(",") ? listed.substring(0, listed.indexOf(',')) : "";
        String given =
                listed.substring(family.isEmpty() ? 0 : family.length() + 1).strip();
        List<String> words = new ArrayList<>(Arrays.asList(given.split("\\s+")));
        boolean keepFirst = words.size() > 1 && random.nextBoolean();
        for (int i = keepFirst ? 1 : 0; i < words.size() - (family.isEmpty() ? 1 : 0); i++) {
            words.set(i, words.get(i).charAt(0) + ".");
        }
        return (String.join(" ", words) + " " + family).strip();
    }

    private String accented(String name) {
        String plain = "aeiouncszy";
        String accents = "áéíóúñçšžý";
        var accented = new StringBuilder();
        for (char letter : name.toLowerCase(Locale.ROOT).toCharArray()) {
            int which = plain.indexOf(letter);
            accented.append(which >= 0 && random.nextInt(3) == 0 ? accents.charAt(which) : letter);
        }
        return accented.toString();
    }

    private void inScripts(String name, Map<String, String> variants) {
        String plain = name.toLowerCase(Locale.ROOT);
        if (plain.matches(".*\\d.*")) {
            return;
        }
        variants.put("in Cyrillic (BGN)", icu("Latin-Russian/BGN", plain));
        variants.put("in Cyrillic (letter by letter)", icu("Latin-Cyrillic", plain));
        variants.put("in Greek", icu("Latin-Greek", plain));
        variants.put("in Arabic, with vowel marks", icu("Latin-Arabic", plain));
        variants.put(
                "in Arabic, as newspapers write",
                icu("Latin-Arabic", plainly(plain)).replaceAll(MARKS, ""));
        variants.put("in Hebrew, with vowel marks", icu("Latin-Hebrew", plain));
        variants.put(
                "in Hebrew, as newspapers write",
                icu("Latin-Hebrew", plainly(plain)).replaceAll(MARKS, ""));
        variants.put("in Katakana", icu("Latin-Katakana", plain));
        if (plain.matches("[a-z' ]+") && Arrays.stream(plain.split(" ")).allMatch(word -> word.length() <= 5)) {
            variants.put("in Hangul, short words only", icu("Latin-Hangul", plain));
        }
        variants.put("in Devanagari", icu("Latin-Devanagari", plain));
        variants.put("in Georgian", icu("Latin-Georgian", plain));
        inChinese(plain, variants);
    }

    /** Long vowels are written, most short ones are not: vowels at a word's start stay, inside two of three go. */
    private String plainly(String name) {
        var written = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            boolean first = i == 0 || name.charAt(i - 1) == ' ' || name.charAt(i - 1) == '-';
            String sign =
                    switch (letter) {
                        case 'a' -> "\u0101";
                        case 'e', 'i' -> first ? "\u0101y" : "y";
                        case 'o', 'u' -> first ? "\u0101w" : "w";
                        default -> String.valueOf(letter);
                    };
            boolean vowel = !sign.equals(String.valueOf(letter));
            written.append(vowel && !first && random.nextInt(3) > 0 ? "" : sign);
        }
        return written.toString();
    }

    private static String icu(String id, String text) {
        return SCRIPTS.computeIfAbsent(id, Transliterator::getInstance).transliterate(text);
    }

    /** Only names made of nothing but Mandarin syllables can be written so. */
    private void inChinese(String plain, Map<String, String> variants) {
        String[] words = plain.replaceAll("[^a-z ]", "").split("\\s+");
        var chinese = new StringBuilder();
        for (String word : words) {
            String written = written(word);
            if (written == null) {
                return;
            }
            chinese.append(written);
        }
        if (chinese.length() >= 2) {
            variants.put("in Chinese", chinese.toString());
        }
    }

    private String written(String word) {
        if (word.isEmpty()) {
            return "";
        }
        for (int length = Math.min(6, word.length()); length > 0; length--) {
            String character = characters.get(word.substring(0, length));
            String rest = character == null ? null : written(word.substring(length));
            if (rest != null) {
                return character + rest;
            }
        }
        return null;
    }

    private static Map<String, String> charactersBySyllable() {
        var bySyllable = new HashMap<String, String>();
        Transliterator pinyin = Transliterator.getInstance("Han-Latin; Latin-ASCII");
        for (int letter = 0x4E00; letter < 0x9FA5; letter++) {
            String character = Character.toString(letter);
            bySyllable.putIfAbsent(pinyin.transliterate(character).strip(), character);
        }
        return bySyllable.entrySet().stream()
                .filter(pair -> pair.getKey().matches("[a-z]{2,6}"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
