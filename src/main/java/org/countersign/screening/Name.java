package org.countersign.screening;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A name, cut into words that can be compared whatever script, order and punctuation it came in. */
record Name(String raw, List<Word> words) {

    /** Longer names than any on a list; what follows is left out. */
    private static final int MOST_WORDS = 24;

    private static final Pattern APOSTROPHES = Pattern.compile("['`´‘’ʼʹʻʺʿʾ′\"]");
    private static final Pattern DOTTED = Pattern.compile("(?<![a-z0-9])(?:[a-z]\\.){2,}(?:[a-z](?![a-z0-9]))?");
    private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");

    /** In each way in which its script is written in Latin letters; the most usual one first. */
    static List<Name> readings(String raw) {
        Name spoken = of(raw, Romanization.Manner.AS_SPOKEN);
        Name byLetter = of(raw, Romanization.Manner.BY_LETTER);
        return spoken.equals(byLetter) ? List.of(spoken) : List.of(spoken, byLetter);
    }

    private static Name of(String raw, Romanization.Manner manner) {
        var words = new ArrayList<Word>();
        boolean open = false; // the last word goes on with letters of another script
        for (Romanization.Piece piece : Romanization.of(raw, manner)) {
            String text =
                    withoutDots(APOSTROPHES.matcher(piece.text()).replaceAll("").replace("&", " and "));
            boolean continues = open && !text.isEmpty() && isPart(text.charAt(0));
            for (String part : OTHER.split(text)) {
                if (!part.isEmpty() && words.size() < MOST_WORDS) {
                    add(words, part, piece.vowels(), continues);
                    continues = false;
                }
            }
            open = !text.isEmpty() && isPart(text.charAt(text.length() - 1));
        }
        return new Name(raw, joinedLetters(words));
    }

    private static boolean isPart(char letter) {
        return Character.isLetterOrDigit(letter);
    }

    /** "S.A." is one word, when it is the form of a company; in a person's name the letters are initials. */
    private static String withoutDots(String text) {
        Matcher dotted = DOTTED.matcher(text);
        return dotted.replaceAll(found -> {
            String joined = found.group().replaceAll("[^a-z]", "");
            return Lexicon.isLegalForm(joined) ? " " + joined + " " : " " + String.join(" ", joined.split("")) + " ";
        });
    }

    private static void add(List<Word> words, String part, Word.Vowels vowels, boolean continues) {
        if (continues) {
            Word begun = words.remove(words.size() - 1);
            words.add(Word.of(begun.text() + part, begun.vowels()));
        } else {
            words.add(Word.of(part, vowels));
        }
    }

    /** "L L C" is one word as well. */
    private static List<Word> joinedLetters(List<Word> words) {
        var joined = new ArrayList<Word>();
        int position = 0;
        while (position < words.size()) {
            int end = position;
            while (position > 0 && end < words.size() && words.get(end).text().length() == 1 && end - position < 5) {
                end++;
            }
            int length = end - position;
            while (length > 1 && !Lexicon.isLegalForm(text(words.subList(position, position + length)))) {
                length--;
            }
            if (length > 1) {
                joined.add(Word.of(text(words.subList(position, position + length)), Word.Vowels.WRITTEN));
                position += length;
            } else {
                joined.add(words.get(position++));
            }
        }
        return List.copyOf(joined);
    }

    static String text(List<Word> words) {
        var text = new StringBuilder();
        words.forEach(word -> text.append(word.text()));
        return text.toString();
    }

    boolean isEmpty() {
        return words.stream().noneMatch(word -> word.kind() != Word.Kind.FILLER && word.kind() != Word.Kind.LEGAL_FORM);
    }
}
