package org.countersign.screening;

/** How much has to be changed to make one word of another; what is often confused costs less. */
final class Distance {

    private static final double VOWEL_FOR_VOWEL = 0.3;
    private static final double LOST_VOWEL = 0.4;

    /** Pairs of sounds and what it costs to take one for the other. */
    private static final String[] CONFUSED = {
        "bp4", "dt4", "gk4", "vf4", "sz3", "Ss4", "SC4", "Cj4", "Jj3", "Jz4", "JS4", "Hh2", "Hk3", "mn6", "vb4", "Zs3",
        "ZC4", "Zz4", "kC6", "jg3", "hk6", "vu3", "ji2", "Zk4", "gh5", "ks7", "fp5", "dz5", "tZ5", "tC6", "Hg4", "sk7",
        "lr4", "HC5"
    };

    private static final double[][] SUBSTITUTION = substitutions();
    private static final double[] LOSS = losses();

    private Distance() {}

    private static double[][] substitutions() {
        var costs = new double[128][128];
        for (int a = 0; a < 128; a++) {
            for (int b = 0; b < 128; b++) {
                boolean vowels = Sound.isVowel((char) a) && Sound.isVowel((char) b);
                costs[a][b] = a == b ? 0 : vowels ? VOWEL_FOR_VOWEL : 1;
            }
        }
        for (String pair : CONFUSED) {
            double cost = (pair.charAt(2) - '0') / 10.0;
            costs[pair.charAt(0)][pair.charAt(1)] = cost;
            costs[pair.charAt(1)][pair.charAt(0)] = cost;
        }
        return costs;
    }

    private static double[] losses() {
        var costs = new double[128];
        for (int letter = 0; letter < 128; letter++) {
            costs[letter] = Sound.isVowel((char) letter) ? LOST_VOWEL : 1;
        }
        costs['h'] = 0.4;
        return costs;
    }

    /** Between two words as they sound; more than the limit is not worth counting. */
    static double ofSounds(String a, String b, double limit) {
        return between(a, b, true, limit);
    }

    /** Between two words as they are written: each wrong, missing, added or swapped letter counts one. */
    static double ofLetters(String a, String b, double limit) {
        return between(a, b, false, limit);
    }

    private static double between(String a, String b, boolean sounds, double limit) {
        int columns = b.length() + 1;
        var before = new double[columns];
        var last = new double[columns];
        var now = new double[columns];
        for (int j = 1; j < columns; j++) {
            last[j] = last[j - 1] + (sounds ? loss(b.charAt(j - 1)) : 1);
        }
        for (int i = 1; i <= a.length(); i++) {
            char x = a.charAt(i - 1);
            now[0] = last[0] + (sounds ? loss(x) : 1);
            double leastOfRow = now[0];
            for (int j = 1; j < columns; j++) {
                char y = b.charAt(j - 1);
                double change = last[j - 1] + (sounds ? substitution(x, y) : x == y ? 0 : 1);
                double lose = last[j] + (sounds ? loss(x) : 1);
                double gain = now[j - 1] + (sounds ? loss(y) : 1);
                double least = Math.min(change, Math.min(lose, gain));
                if (i > 1 && j > 1 && x == b.charAt(j - 2) && y == a.charAt(i - 2)) {
                    least = Math.min(least, before[j - 2] + 1);
                }
                now[j] = least;
                leastOfRow = Math.min(leastOfRow, least);
            }
            if (leastOfRow > limit) {
                return leastOfRow;
            }
            double[] reused = before;
            before = last;
            last = now;
            now = reused;
        }
        return last[b.length()];
    }

    private static double loss(char letter) {
        return letter < 128 ? LOSS[letter] : 1;
    }

    private static double substitution(char a, char b) {
        return a < 128 && b < 128 ? SUBSTITUTION[a][b] : a == b ? 0 : 1;
    }
}
