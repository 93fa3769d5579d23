package org.countersign.screening;

/**
 * One word of a name.
 *
 * @param text in plain small Latin letters and digits
 * @param sound how it is spoken
 * @param bones its consonants
 * @param vowels whether the script it came in writes them
 */
record Word(String text, String sound, String bones, Vowels vowels, Kind kind) {

    enum Vowels {
        WRITTEN,
        /** Arabic, Hebrew: long ones at best. */
        LEFT_OUT,
        /** Chinese and Korean: a name is a few short syllables, and each of them counts. */
        IN_SYLLABLES,
        /** Katakana: between any two consonants, whether they were there or not. */
        PUT_IN
    }

    enum Kind {
        /** What makes a name this one. */
        NAME,
        /** Carried by very many people or companies. */
        COMMON,
        /** A single letter in place of a name. */
        INITIAL,
        /** Titles, articles, prepositions. */
        FILLER,
        /** Ltd, GmbH and the like. */
        LEGAL_FORM,
        /** Digits count as they are: the eighth ship is not the seventh. */
        NUMBER
    }

    static Word of(String text, Vowels vowels) {
        String sound = Sound.of(text);
        return new Word(text, sound, Sound.bones(sound), vowels, kindOf(text));
    }

    private static Kind kindOf(String text) {
        if (text.chars().anyMatch(Character::isDigit)) {
            return Kind.NUMBER;
        }
        if (Lexicon.isLegalForm(text)) {
            return Kind.LEGAL_FORM;
        }
        if (text.length() == 1) {
            return Kind.INITIAL;
        }
        if (Lexicon.isFiller(text)) {
            return Kind.FILLER;
        }
        return Lexicon.isCommonWord(text) || Lexicon.isCommonName(text) ? Kind.COMMON : Kind.NAME;
    }

    /** Whether they are written as they are spoken. */
    boolean hasVowels() {
        return vowels != Vowels.LEFT_OUT && vowels != Vowels.PUT_IN;
    }

    boolean isSubstance() {
        return kind == Kind.NAME || kind == Kind.COMMON || kind == Kind.NUMBER;
    }
}
