package org.countersign.screening;

/**
 * Two names letter by letter, without regard to where their words begin: what word by word is a large difference, such as
 * a wrong letter in a word of three, is a small one in the whole.
 */
final class WholeName {

    private static final int FEWEST_LETTERS = 8;
    private static final int LONGEST_DIFFERENCE = 3;
    private static final double MOST_CHANGES = 2;
    private static final double MOST_CHANGES_OF_SOUND = 1.6;

    /** However alike they sound: letters that meet where two words do may sound like something else. */
    private static final double MOST_CHANGES_OF_LETTERS = 4;

    private WholeName() {}

    /** The share of the letters that would have to be changed; 1 when that is too many to be the same name. */
    static double difference(Weighed asked, Weighed listed) {
        int askedLetters = asked.letters(0, asked.size());
        int listedLetters = listed.letters(0, listed.size());
        if (Math.min(askedLetters, listedLetters) < FEWEST_LETTERS
                || Math.abs(askedLetters - listedLetters) > LONGEST_DIFFERENCE
                || !asked.digits().equals(listed.digits())) {
            return 1;
        }
        double least = 1;
        for (int first = 0; first < listed.size(); first++) {
            least = Math.min(least, between(asked.joined(0, asked.size()), listed.joined(first, listed.size())));
        }
        return least;
    }

    private static double between(Word asked, Word listed) {
        if (!Sound.beginOrEndAlike(asked.sound(), listed.sound())) {
            return 1;
        }
        int letters = Math.max(asked.text().length(), listed.text().length());
        int sounds = Math.max(asked.sound().length(), listed.sound().length());
        double written = Distance.ofLetters(asked.text(), listed.text(), MOST_CHANGES_OF_LETTERS);
        if (written > MOST_CHANGES_OF_LETTERS) {
            return 1;
        }
        double spoken = Distance.ofSounds(asked.sound(), listed.sound(), MOST_CHANGES_OF_SOUND);
        return Math.min(
                written > MOST_CHANGES ? 1 : written / letters, spoken > MOST_CHANGES_OF_SOUND ? 1 : spoken / sounds);
    }
}
