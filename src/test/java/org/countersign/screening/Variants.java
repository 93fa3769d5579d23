package org.countersign.screening;

import com.ibm.icu.text.Transliterator;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The same name as other people would write it: mistyped, shortened, turned round, in other scripts. */
final class Variants {

    private static final Map<String, String> ARABIC = pairs(
            "sh ش ch تش kh خ gh غ th ث dh ذ ph ف ce سي ci سي oo و ee ي ou و a ا b ب c ك d د e ي f ف g غ h ه i ي j ج k ك l ل m م n ن o و p ب q ق"
                    + " r ر s س t ت u و v ف w و x كس y ي z ز");

    /** What is left may be as good as nothing: "Trading Ltd". It is measured, but nobody can promise to find it. */
    static final String TOLD_BY_NOTHING = "a word dropped, even the rarest";

    private static final Map<String, Transliterator> SCRIPTS = new HashMap<>();

    private static final Map<String, String> SPELLINGS =
            pairs("ou u oo u ee i kh h gh g dh d q k iy y ll l mm m ss s ei ey y i w v u o e i c k");

    private final Random random;
    private final Map<String, List<String>> characters = charactersBySyllable();

    private final Map<String, Integer> entriesByWord = new HashMap<>();

    Variants(long seed, Collection<ListEntry> entries) {
        this.random = new Random(seed);
        entries.forEach(entry -> words(String.join(" ", entry.names()))
                .distinct()
                .forEach(word -> entriesByWord.merge(word, 1, Integer::sum)));
    }

    private static Map<String, String> pairs(String words) {
        String[] all = words.split(" ");
        var pairs = new LinkedHashMap<String, String>();
        for (int i = 0; i < all.length; i += 2) {
            pairs.put(all[i], all[i + 1]);
        }
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
            variants.put(TOLD_BY_NOTHING, anyDropped(words));
        }
        if (words.size() >= 2) {
            variants.put("words reordered", reordered(words));
            variants.put("two words joined", joined(words));
        }
        if (person && words.size() >= 2 && words.get(words.size() - 1).length() > 3) {
            variants.put("given names as initials", initials(listed));
        }
        variants.put("accents added", accented(name));
        inScripts(name).forEach(variants::put);
        if (person) {
            inChinese(listed.toLowerCase(Locale.ROOT), variants);
        }
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

    /** Any word but the rarest, without which it would be another name. */
    private String dropped(List<String> words) {
        int rarest = 0;
        for (int i = 1; i < words.size(); i++) {
            rarest = entriesWith(words.get(i)) < entriesWith(words.get(rarest)) ? i : rarest;
        }
        List<String> rest = new ArrayList<>(words);
        int gone = random.nextInt(rest.size() - 1);
        rest.remove(gone < rarest ? gone : gone + 1);
        return String.join(" ", rest);
    }

    private String anyDropped(List<String> words) {
        List<String> rest = new ArrayList<>(words);
        rest.remove(random.nextInt(rest.size()));
        return String.join(" ", rest);
    }

    private int entriesWith(String word) {
        return words(word)
                .mapToInt(part -> entriesByWord.getOrDefault(part, 0))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private static Stream<String> words(String name) {
        return Arrays.stream(name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty());
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

    /** By script; a name with digits in it is left as it is. */
    Map<String, String> inScripts(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        var written = new LinkedHashMap<String, String>();
        if (plain.matches(".*\\d.*")) {
            return written;
        }
        written.put("in Cyrillic (BGN)", icu("Latin-Russian/BGN", plain));
        written.put("in Cyrillic (letter by letter)", icu("Latin-Cyrillic", plain));
        written.put("in Greek", icu("Latin-Greek", plain));
        written.put("in Arabic, with vowel marks", icu("Latin-Arabic", plain));
        written.put("in Arabic, as newspapers write", inArabic(plain));
        written.put("in Hebrew, with vowel marks", icu("Latin-Hebrew", plain));
        written.put("in Katakana", icu("Latin-Katakana", plain));
        written.put("in Devanagari", icu("Latin-Devanagari", plain));
        written.put("in Georgian", icu("Latin-Georgian", plain));
        written.put("in Armenian", icu("Latin-Armenian", plain));
        return written;
    }

    /**
     * Sound by sound. Vowels at a word's start and at its end are written; inside, short ones go: half of a and e, a quarter
     * of the others.
     */
    private String inArabic(String name) {
        var written = new StringBuilder();
        boolean first = true;
        char before = ' ';
        int position = 0;
        while (position < name.length()) {
            String two = name.substring(position, Math.min(name.length(), position + 2));
            String sound = ARABIC.containsKey(two) ? two : two.substring(0, 1);
            boolean vowel = "aeiou".contains(sound);
            int next = position + sound.length();
            boolean last = next == name.length() || !Character.isLetter(name.charAt(next));
            boolean doubled = sound.charAt(0) == before && !vowel;
            if (!doubled && (!vowel || first || last || random.nextInt(4) < ("ae".contains(sound) ? 2 : 3))) {
                written.append(vowel && first && !sound.equals("a") ? "ا" : "")
                        .append(ARABIC.getOrDefault(sound, sound));
            }
            first = !Character.isLetter(sound.charAt(0));
            before = sound.charAt(0);
            position += sound.length();
        }
        return written.toString();
    }

    private static String icu(String id, String text) {
        return SCRIPTS.computeIfAbsent(id, Transliterator::getInstance).transliterate(text);
    }

    /**
     * The family name first, as on the list. Only names can be written so that are nothing but two to four Mandarin
     * syllables; the characters are any of the 3,755 common ones.
     */
    private void inChinese(String listed, Map<String, String> variants) {
        var chinese = new StringBuilder();
        for (String word : listed.replaceAll("[^a-z ]", "").split("\\s+")) {
            String written = written(word);
            if (written == null) {
                return;
            }
            chinese.append(written);
        }
        if (chinese.length() >= 2 && chinese.length() <= 4) {
            variants.put("in Chinese", chinese.toString());
            variants.put("in Chinese, traditional", icu("Simplified-Traditional", chinese.toString()));
        }
    }

    private String written(String word) {
        if (word.isEmpty()) {
            return "";
        }
        for (int length = Math.min(6, word.length()); length > 0; length--) {
            List<String> possible = characters.get(word.substring(0, length));
            String rest = possible == null ? null : written(word.substring(length));
            if (rest != null) {
                return possible.get(random.nextInt(possible.size())) + rest;
            }
        }
        return null;
    }

    /** The first level of GB 2312. */
    private static Map<String, List<String>> charactersBySyllable() {
        Transliterator pinyin = Transliterator.getInstance("Han-Latin; Latin-ASCII");
        Charset common = Charset.forName("GB2312");
        var bySyllable = new TreeMap<String, List<String>>();
        for (int row = 0xB0; row <= 0xD7; row++) {
            for (int cell = 0xA1; cell <= 0xFE; cell++) {
                String character = new String(new byte[] {(byte) row, (byte) cell}, common);
                bySyllable
                        .computeIfAbsent(pinyin.transliterate(character).strip(), syllable -> new ArrayList<>())
                        .add(character);
            }
        }
        bySyllable.keySet().removeIf(syllable -> !syllable.matches("[a-z]{2,6}"));
        return bySyllable;
    }
}
