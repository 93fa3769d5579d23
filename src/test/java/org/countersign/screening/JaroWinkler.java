package org.countersign.screening;

import java.util.List;

/** The likeness of two names that most screening starts with: the peer that the index is measured against. */
final class JaroWinkler {

    private static final int LONGEST_PREFIX = 4;
    private static final double FOR_PREFIX = 0.1;

    private JaroWinkler() {}

    static double best(String name, List<String> listed) {
        double best = 0;
        for (String other : listed) {
            best = Math.max(best, of(name, other));
        }
        return best;
    }

    static double of(String a, String b) {
        int window = Math.max(0, Math.max(a.length(), b.length()) / 2 - 1);
        var usedOfA = new boolean[a.length()];
        var usedOfB = new boolean[b.length()];
        int same = 0;
        for (int i = 0; i < a.length(); i++) {
            int last = Math.min(b.length() - 1, i + window);
            for (int j = Math.max(0, i - window); j <= last && !usedOfA[i]; j++) {
                if (!usedOfB[j] && a.charAt(i) == b.charAt(j)) {
                    usedOfA[i] = true;
                    usedOfB[j] = true;
                    same++;
                }
            }
        }
        if (same == 0) {
            return 0;
        }
        double swapped = outOfOrder(a, usedOfA, b, usedOfB) / 2.0;
        double jaro = ((double) same / a.length() + (double) same / b.length() + (same - swapped) / same) / 3;
        int prefix = 0;
        while (prefix < Math.min(LONGEST_PREFIX, Math.min(a.length(), b.length()))
                && a.charAt(prefix) == b.charAt(prefix)) {
            prefix++;
        }
        return jaro + prefix * FOR_PREFIX * (1 - jaro);
    }

    private static int outOfOrder(String a, boolean[] usedOfA, String b, boolean[] usedOfB) {
        int count = 0;
        int j = 0;
        for (int i = 0; i < a.length(); i++) {
            if (usedOfA[i]) {
                while (!usedOfB[j]) {
                    j++;
                }
                count += a.charAt(i) == b.charAt(j) ? 0 : 1;
                j++;
            }
        }
        return count;
    }
}
