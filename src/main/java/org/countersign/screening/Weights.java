package org.countersign.screening;

import java.util.Map;

/** How much a word tells: a rare surname nearly everything, "trading" little, "Ltd" nothing. */
final class Weights {

    static final double FULL = 1.0;

    /** Two letters that nobody knows are an abbreviation or a mistake rather than a name. */
    private static final double[] BY_LENGTH = {0, 0.2, 0.3, 0.6, 0.9, 1};

    private static final double COMMON = 0.55;
    private static final double NUMBER = 0.6;
    private static final double INITIAL = 0.2;
    private static final double FILLER = 0.06;
    private static final double LEGAL_FORM = 0.04;
    private static final double LEAST_RARITY = 0.3;

    /** A short list says nothing about which words are rare in the world. */
    private static final double SMALLEST_WORLD = 10_000;

    private static final int SEVERAL = 3;

    private final Map<String, Integer> entriesBySound;
    private final Map<String, Integer> entriesByText;
    private final double world;

    Weights(Map<String, Integer> entriesBySound, Map<String, Integer> entriesByText, int entries) {
        this.entriesBySound = entriesBySound;
        this.entriesByText = entriesByText;
        this.world = Math.max(SMALLEST_WORLD, entries);
    }

    double of(Word word) {
        return switch (word.kind()) {
            case NAME -> rarity(word) * BY_LENGTH[Math.min(word.text().length(), BY_LENGTH.length - 1)];
            case COMMON -> COMMON * rarity(word);
            case NUMBER -> NUMBER;
            case INITIAL -> INITIAL;
            case FILLER -> FILLER;
            case LEGAL_FORM -> LEGAL_FORM;
        };
    }

    private double rarity(Word word) {
        int entries = entriesBySound.getOrDefault(word.sound(), 0);
        return entries <= 1 ? FULL : Math.max(LEAST_RARITY, Math.log(world / entries) / Math.log(world));
    }

    /** Whether a word is no mistake, because several bear it. */
    boolean isKnown(Word word) {
        return word.kind() == Word.Kind.COMMON || entriesByText.getOrDefault(word.text(), 0) >= SEVERAL;
    }
}
