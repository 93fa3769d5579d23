package org.countersign.directive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

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
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String sorted(List<String> words) {
        return String.join(",", words.stream().sorted().toList());
    }
}
