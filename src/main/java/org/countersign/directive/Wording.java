package org.countersign.directive;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/** Everything a director has to say to draft a directive. */
record Wording(
        Population population,
        List<String> releaseIds,
        List<String> carveOuts,
        String foreignPersonRule,
        String legalGround,
        String evidence,
        String exception,
        Instant expiresAt) {

    /** The same for everybody who says the same, in whatever order. */
    String sha256() {
        String words = Stream.of(
                        population.kind(),
                        sorted(population.members()),
                        sorted(releaseIds),
                        sorted(carveOuts),
                        String.valueOf(foreignPersonRule),
                        legalGround,
                        evidence,
                        exception,
                        expiresAt.toString())
                .map(part -> part.length() + ":" + part)
                .reduce("", String::concat);
        return DigestUtils.sha256Hex(words);
    }

    private static String sorted(List<String> words) {
        return String.join(",", words.stream().sorted().toList());
    }
}
