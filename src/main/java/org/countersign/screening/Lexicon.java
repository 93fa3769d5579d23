package org.countersign.screening;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is known of words apart from any list: which are forms of companies, which are everybody's names. */
final class Lexicon {

    private static final Set<String> LEGAL_FORMS = words("legal-forms.txt");
    private static final Set<String> FILLERS = words("fillers.txt");
    private static final Set<String> COMMON_WORDS = words("common-words.txt");
    private static final Set<String> COMMON_NAMES = words("common-names.txt");

    /** Longest first, so that "limited company" is found before "company". */
    private static final Map<String, String> TRANSLATIONS = translations();

    private Lexicon() {}

    static boolean isLegalForm(String word) {
        return LEGAL_FORMS.contains(word);
    }

    static boolean isFiller(String word) {
        return FILLERS.contains(word);
    }

    static boolean isCommonWord(String word) {
        return COMMON_WORDS.contains(word);
    }

    static boolean isCommonName(String word) {
        return COMMON_NAMES.contains(word);
    }

    /** Company words of other scripts in English; names are left as they are. */
    static String translated(String text) {
        String translated = text;
        for (Map.Entry<String, String> word : TRANSLATIONS.entrySet()) {
            if (translated.contains(word.getKey())) {
                translated = writtenWithoutSpaces(word.getKey())
                        ? translated.replace(word.getKey(), " " + word.getValue() + " ")
                        : wholeWords(translated, word.getKey(), word.getValue());
            }
        }
        return translated;
    }

    private static boolean writtenWithoutSpaces(String word) {
        return word.codePoints()
                .allMatch(letter -> Character.isIdeographic(letter)
                        || Character.UnicodeScript.of(letter) == Character.UnicodeScript.HANGUL);
    }

    private static String wholeWords(String text, String word, String translation) {
        return Arrays.stream(text.split("(?<=[\\s\\p{Punct}«»“”])|(?=[\\s\\p{Punct}«»“”])"))
                .map(part -> part.equals(word) ? translation : part)
                .collect(Collectors.joining());
    }

    private static Map<String, String> translations() {
        return lines("translations.txt").stream()
                .map(line -> line.split(" ", 2))
                .sorted(Comparator.comparing((String[] pair) -> -pair[0].length()))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> a, LinkedHashMap::new));
    }

    private static Set<String> words(String file) {
        return lines(file).stream()
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static List<String> lines(String file) {
        try (var reader = new BufferedReader(new InputStreamReader(
                Lexicon.class.getResourceAsStream("/screening/" + file), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
