package org.countersign.gateway;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.Provider;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.countersign.gateway.GreenLightVerifier.Settings;
import org.junit.jupiter.api.Test;

/**
 * How many checks one thread of a gateway does in a second: warm (a token it has seen) and cold (a new one each time,
 * beside nimbus by itself). No test of its own; run it with {@code mvn -q test -Dtest=MeasureOffline}.
 */
class MeasureOffline {

    private static final int ROUNDS = 5;
    private static final int COLD_TOKENS = 3_000;
    private static final int PLACES = 1 << 20;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final SignedByHand registry = new SignedByHand();
    private final GatewayClock clock = new GatewayClock(SignedByHand.NOW);

    @Test
    void offline() throws Exception {
        for (int tokens : new int[] {1, 1_000, 10_000}) {
            warm(tokens);
        }
        cold("the JDK's own provider", null);
        cold("Amazon Corretto Crypto Provider", AmazonCorrettoCryptoProvider.INSTANCE);
    }

    private void warm(int count) {
        GreenLightVerifier verifier = verifier(null);
        List<String> tokens = tokens(count);
        tokens.forEach(token -> require(verifier.check(token, "aurora-6", "acme", null)));
        // As they come out of a request: equal, and never the same object.
        String[] asked =
                tokens.stream().map(token -> new String(token.toCharArray())).toArray(String[]::new);
        double[] perSecond = new double[ROUNDS + 1];
        double[] perCpuSecond = new double[ROUNDS + 1];
        for (int round = 0; round <= ROUNDS; round++) { // the first warms up
            long checks = 0;
            long start = System.nanoTime();
            long cpu = THREADS.getCurrentThreadCpuTime();
            while (System.nanoTime() - start < Duration.ofSeconds(2).toNanos()) {
                for (int n = 0, next = 0; n < 10_000; n++) {
                    require(verifier.check(asked[next], "aurora-6", "acme", Boolean.TRUE));
                    next = next + 1 == asked.length ? 0 : next + 1;
                }
                checks += 10_000;
            }
            perCpuSecond[round] = checks * 1e9 / (THREADS.getCurrentThreadCpuTime() - cpu);
            perSecond[round] = checks * 1e9 / (System.nanoTime() - start);
        }
        System.out.printf(
                "warm, one thread, %,d tokens of %d characters: %,.0f checks/s, %,.0f in a second of CPU (medians of %d)%n",
                count, tokens.get(0).length(), median(perSecond), median(perCpuSecond), ROUNDS);
    }

    private void cold(String name, Provider provider) throws Exception {
        List<String> tokens = tokens(COLD_TOKENS);
        double[] ours = new double[ROUNDS + 1];
        double[] stock = new double[ROUNDS + 1];
        double[] ratio = new double[ROUNDS + 1];
        for (int round = 0; round <= ROUNDS; round++) {
            GreenLightVerifier verifier = verifier(provider);
            long[] cpu = new long[2];
            for (int n = 0; n < COLD_TOKENS; n++) {
                // Turn by turn and first in turn, in time of the processor: what else runs here meets both alike.
                for (int who = n & 1, turn = 0; turn < 2; turn++, who ^= 1) {
                    long before = THREADS.getCurrentThreadCpuTime();
                    if (who == 0) {
                        require(verifier.check(tokens.get(n), "aurora-6", "acme", null));
                    } else {
                        byNimbus(tokens.get(n), provider);
                    }
                    cpu[who] += THREADS.getCurrentThreadCpuTime() - before;
                }
            }
            ours[round] = COLD_TOKENS * 1e9 / cpu[0];
            stock[round] = COLD_TOKENS * 1e9 / cpu[1];
            ratio[round] = (double) cpu[1] / cpu[0];
        }
        System.out.printf(
                "cold, in a second of CPU, %s: %,.0f checks; nimbus by itself %,.0f; ratio %.3f (medians of %d)%n",
                name, median(ours), median(stock), median(ratio), ROUNDS);
    }

    /** What anybody writes who has no class of ours: parse, verify, read the claims, look at three of them. */
    private void byNimbus(String token, Provider provider) throws Exception {
        SignedJWT jwt = SignedJWT.parse(token);
        var verifier = new ECDSAVerifier(key());
        if (provider != null) {
            verifier.getJCAContext().setProvider(provider);
        }
        if (!jwt.verify(verifier)
                || !jwt.getJWTClaimsSet().getIssuer().equals(SignedByHand.ISSUER)
                || !jwt.getJWTClaimsSet().getAudience().contains(SignedByHand.LAB)
                || jwt.getJWTClaimsSet().getExpirationTime().toInstant().isBefore(clock.instant())) {
            throw new AssertionError();
        }
    }

    private ECKey key() {
        return registry.key;
    }

    private GreenLightVerifier verifier(Provider provider) {
        var verifier = new GreenLightVerifier(
                SignedByHand.ISSUER,
                SignedByHand.LAB,
                Settings.standard().with(clock).with(provider));
        verifier.keys(registry.jwks());
        require(verifier.list(registry.list(SignedByHand.NOW, 1, new byte[PLACES / 4])));
        return verifier;
    }

    private List<String> tokens(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> registry.token(n * 97 % PLACES, claims -> claims.jwtID("t" + n)))
                .toList();
    }

    private static void require(Answer answer) {
        if (!answer.isGreen()) {
            throw new AssertionError(answer);
        }
    }

    /** Without the first, which warms up. */
    private static double median(double[] rounds) {
        double[] counted = Arrays.copyOfRange(rounds, 1, rounds.length);
        Arrays.sort(counted);
        return counted[counted.length / 2];
    }
}
