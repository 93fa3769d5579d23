package org.countersign.screening;

/** How much has to be changed to make one word of another; what is often confused costs less. */
final class Distance {

    private static final double VOWEL_FOR_VOWEL = 0.3;
    private static final double LOST_VOWEL = 0.4;

    /** Scripts that leave vowels out write the long ones, which are seldom mistaken for each other. */
    private static final double OTHER_LONG_VOWEL = 0.5;

    private static final double LOST_LONG_VOWEL = 0.5;
    private static final double UNWRITTEN_VOWEL = 0.12;
    private static final double VOWEL_PUT_IN = 0.12;
    private static final double ALMOST_THE_SAME = 0.15;
    private static final String[] SAME_LONG_VOWEL = {"ie", "uo"};

    private static final double TOO_FAR = Double.POSITIVE_INFINITY;

    /** Pairs of sounds and what it costs to take one for the other. */
    private static final String[] CONFUSED = {
        "bp4", "dt4", "gk4", "vf4", "sz3", "Ss4", "SC4", "Cj4", "Jj3", "Jz4", "JS4", "Hh2", "Hk3", "mn6", "vb4", "Zs3",
        "ZC4", "Zz4", "kC6", "jg3", "hk6", "vu2", "ji2", "Zk4", "gh5", "ks7", "fp5", "dz5", "tZ5", "tC6", "Hg4", "sk7",
        "lr4", "HC5", "bf5"
    };

    private static final double[][] SUBSTITUTION = substitutions(VOWEL_FOR_VOWEL);
    private static final double[][] SUBSTITUTION_OF_LONG_VOWELS = substitutions(OTHER_LONG_VOWEL);

    private Distance() {}

    private static double[][] substitutions(double vowels) {
        var costs = new double[128][128];
        for (int a = 0; a < 128; a++) {
            for (int b = 0; b < 128; b++) {
                boolean bothVowels = Sound.isVowel((char) a) && Sound.isVowel((char) b);
                costs[a][b] = a == b ? 0 : bothVowels ? vowels : 1;
            }
        }
        for (String pair : CONFUSED) {
            double cost = (pair.charAt(2) - '0') / 10.0;
            costs[pair.charAt(0)][pair.charAt(1)] = cost;
            costs[pair.charAt(1)][pair.charAt(0)] = cost;
        }
        for (String pair : SAME_LONG_VOWEL) {
            costs[pair.charAt(0)][pair.charAt(1)] = Math.min(vowels, ALMOST_THE_SAME);
            costs[pair.charAt(1)][pair.charAt(0)] = Math.min(vowels, ALMOST_THE_SAME);
        }
        return costs;
    }

    /** What it costs to leave out a letter of the first word, and of the second one. */
    private record Costs(double[][] substitution, double[] loss, double[] gain) {}

    private static final Costs SOUNDS = new Costs(SUBSTITUTION, losses(LOST_VOWEL), losses(LOST_VOWEL));
    private static final Costs WITHOUT_VOWELS =
            new Costs(SUBSTITUTION_OF_LONG_VOWELS, losses(LOST_LONG_VOWEL), losses(UNWRITTEN_VOWEL));
    private static final Costs WITH_VOWELS_PUT_IN = new Costs(SUBSTITUTION, losses(VOWEL_PUT_IN), losses(LOST_VOWEL));

    private static double[] losses(double vowel) {
        var costs = new double[128];
        for (int letter = 0; letter < 128; letter++) {
            costs[letter] = Sound.isVowel((char) letter) ? vowel : 1;
        }
        costs['h'] = Math.min(0.4, vowel + 0.1);
        return costs;
    }

    /** Between two words as they sound; more than the limit is infinitely much. */
    static double ofSounds(String a, String b, double limit) {
        return between(a, b, SOUNDS, limit);
    }

    /** The first from a script that leaves vowels out or puts some in. */
    static double ofSounds(String a, Word.Vowels vowels, String b, double limit) {
        return switch (vowels) {
            case WRITTEN, IN_SYLLABLES -> between(a, b, SOUNDS, limit);
            case LEFT_OUT -> between(a, b, WITHOUT_VOWELS, limit);
            case PUT_IN -> between(a, b, WITH_VOWELS_PUT_IN, limit);
        };
    }

    /** Between two words as they are written: each wrong, missing, added or swapped letter counts one. */
    static double ofLetters(String a, String b, double limit) {
        return between(a, b, null, limit);
    }

    private static double between(String a, String b, Costs costs, double limit) {
        int columns = b.length() + 1;
        var before = new double[columns];
        var last = new double[columns];
        var now = new double[columns];
        for (int j = 1; j < columns; j++) {
            last[j] = last[j - 1] + gain(costs, b.charAt(j - 1));
        }
        for (int i = 1; i <= a.length(); i++) {
            char x = a.charAt(i - 1);
            now[0] = last[0] + loss(costs, x);
            double leastOfRow = now[0];
            for (int j = 1; j < columns; j++) {
                char y = b.charAt(j - 1);
                double change = last[j - 1] + substitution(costs, x, y);
                double lose = last[j] + loss(costs, x);
                double gain = now[j - 1] + gain(costs, y);
                double least = Math.min(change, Math.min(lose, gain));
                if (i > 1 && j > 1 && x == b.charAt(j - 2) && y == a.charAt(i - 2)) {
                    least = Math.min(least, before[j - 2] + 1);
                }
                now[j] = least;
                leastOfRow = Math.min(leastOfRow, least);
            }
            if (leastOfRow > limit) {
                return TOO_FAR;
            }
            double[] reused = before;
            before = last;
            last = now;
            now = reused;
        }
        return last[b.length()];
    }

    private static double loss(Costs costs, char letter) {
        return costs == null || letter >= 128 ? 1 : costs.loss()[letter];
    }

    private static double gain(Costs costs, char letter) {
        return costs == null || letter >= 128 ? 1 : costs.gain()[letter];
    }

    private static double substitution(Costs costs, char a, char b) {
        return costs == null || a >= 128 || b >= 128 ? a == b ? 0 : 1 : costs.substitution()[a][b];
    }
}
