package org.countersign.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Luck, the same for the same seed. Each case has its own, so that no case depends on when another moves. */
final class Chance {

    private final SplittableRandom random;

    Chance(long seed, long number) {
        this.random = new SplittableRandom(seed * 1_000_003 + number);
    }

    boolean in100(double percent) {
        return random.nextDouble() * 100 < percent;
    }

    int upTo(int most) {
        return random.nextInt(most + 1);
    }

    Duration days(double least, double most) {
        double days = least + random.nextDouble() * (most - least);
        return Duration.ofSeconds(Math.round(days * 24 * 60 * 60));
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** One of the words, each as often as the number after it: {@code "refer 80, ask 12, return 8"}. */
    String drawn(String weighted) {
        String[] choices = weighted.split(", ");
        int total = 0;
        for (String choice : choices) {
            total += Integer.parseInt(choice.split(" ")[1]);
        }
        int left = random.nextInt(total);
        for (String choice : choices) {
            left -= Integer.parseInt(choice.split(" ")[1]);
            if (left < 0) {
                return choice.split(" ")[0];
            }
        }
        throw new IllegalStateException("The weights of " + weighted + " do not add up");
    }
}
