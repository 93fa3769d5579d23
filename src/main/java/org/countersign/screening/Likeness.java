package org.countersign.screening;

/** How alike two words are, from 0 to 1. */
final class Likeness {

    /** Below this, two words are different words. */
    static final double LEAST = 0.68;

    /** Without vowels many words are alike. */
    private static final double LEAST_ACROSS_SCRIPTS = 0.8;

    /** A change of this much turns a word into another one, if that other one exists. */
    private static final double ANOTHER_WORD = 0.75;

    private static final double KNOWN_OTHERWISE = 0.2;

    /** Words that sound alike are a little less alike when hardly a letter is the same. */
    private static final double SPELT_DIFFERENTLY = 0.25;

    private static final double FEW_LETTERS_SHARED = 0.7;

    /** In a short word another letter makes another word. */
    private static final int LONG_ENOUGH = 5;

    private static final double FOR_EACH_LETTER_LESS = 0.05;

    /** Between syllables written without a doubt, a difference weighs more. */
    private static final double OF_SYLLABLES = 1.6;

    private Likeness() {}

    static double of(Word asked, Word listed, Weights weights) {
        if (asked.text().equals(listed.text())) {
            return 1;
        }
        if (asked.kind() == Word.Kind.NUMBER || listed.kind() == Word.Kind.NUMBER) {
            return 0;
        }
        boolean letter = asked.kind() == Word.Kind.INITIAL || listed.kind() == Word.Kind.INITIAL;
        if (letter || !asked.isSubstance() && !listed.isSubstance()) {
            return asked.sound().equals(listed.sound()) ? 1 : 0;
        }
        double likeness = spelt(asked, listed, weights);
        if (asked.vowels() == listed.vowels()) {
            return likeness;
        }
        if (asked.vowels() == Word.Vowels.IN_SYLLABLES || listed.vowels() == Word.Vowels.IN_SYLLABLES) {
            return 1 - OF_SYLLABLES * (1 - likeness);
        }
        return Math.max(
                likeness,
                asked.vowels() != Word.Vowels.WRITTEN ? acrossScripts(asked, listed) : acrossScripts(listed, asked));
    }

    private static double spelt(Word asked, Word listed, Weights weights) {
        String a = asked.sound();
        String b = listed.sound();
        if (!Sound.beginOrEndAlike(a, b)) {
            return 0; // two mistakes at the least, and seldom worth a closer look
        }
        int longest = Math.max(a.length(), b.length());
        int longestText = Math.max(asked.text().length(), listed.text().length());
        double sounds = Distance.ofSounds(a, b, longest * (1 - LEAST));
        boolean soundAlike = sounds <= longest * (1 - LEAST);
        double letters = Distance.ofLetters(
                asked.text(), listed.text(), longestText * (soundAlike ? FEW_LETTERS_SHARED : 1 - LEAST));
        double written = Math.max(0, 1 - letters / longestText);
        double spoken = 1 - sounds / longest - SPELT_DIFFERENTLY * (1 - written);
        double likeness = Math.max(spoken, written);
        likeness -= Math.max(0, LONG_ENOUGH - longestText) * FOR_EACH_LETTER_LESS;
        boolean anotherWord = Math.min(sounds, letters) >= ANOTHER_WORD && weights.isKnown(asked);
        return anotherWord ? likeness - KNOWN_OTHERWISE : likeness;
    }

    /** The first in a script that does not write vowels as they are. */
    private static double acrossScripts(Word other, Word latin) {
        int longest = Math.max(other.sound().length(), latin.sound().length());
        double most = longest * (1 - LEAST_ACROSS_SCRIPTS);
        double likeness = 1 - Distance.ofSounds(other.sound(), other.vowels(), latin.sound(), most) / longest;
        return likeness >= LEAST_ACROSS_SCRIPTS ? likeness : 0;
    }
}
