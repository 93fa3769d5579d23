package org.countersign.screening;

import java.util.Map;

/** A name with what each of its words tells, worked out once. */
final class Weighed {

    private final Name name;
    private final Word[] words;
    private final double[] weights;
    private final String digits;

    /** Twice round, since several words may go round the end. */
    private final int[] lettersBefore;

    Weighed(Name name, Weights weights) {
        this.name = name;
        this.words = name.words().toArray(Word[]::new);
        this.digits = Name.text(name.words()).replaceAll("\\D", "");
        this.weights = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            this.weights[i] = weights.of(words[i]);
        }
        this.lettersBefore = new int[2 * words.length + 1];
        for (int i = 0; i < 2 * words.length; i++) {
            lettersBefore[i + 1] = lettersBefore[i] + word(i).text().length();
        }
    }

    Name name() {
        return name;
    }

    int size() {
        return words.length;
    }

    /** Round the end, too: on the lists family names come first. */
    Word word(int position) {
        return words[position < words.length ? position : position - words.length];
    }

    double weight(int first, int count) {
        double weight = 0;
        for (int k = first; k < first + count; k++) {
            weight += weights[k < words.length ? k : k - words.length];
        }
        return weight;
    }

    int letters(int first, int count) {
        return lettersBefore[first + count] - lettersBefore[first];
    }

    /** The eighth ship is not the seventh. */
    String digits() {
        return digits;
    }

    char firstLetter(int first) {
        return word(first).text().charAt(0);
    }

    char lastLetter(int first, int count) {
        String last = word(first + count - 1).text();
        return last.charAt(last.length() - 1);
    }

    /** Several words written as one. */
    Word joined(int first, int count) {
        return count == 1
                ? word(first)
                : Word.of(text(first, count), word(first).vowels());
    }

    Word joined(int first, int count, Map<String, Word> known) {
        if (count == 1) {
            return word(first);
        }
        Word.Vowels vowels = word(first).vowels();
        return known.computeIfAbsent(text(first, count) + vowels, unknown -> joined(first, count));
    }

    private String text(int first, int count) {
        var text = new StringBuilder();
        for (int k = first; k < first + count; k++) {
            text.append(word(k).text());
        }
        return text.toString();
    }
}
