package org.countersign.access;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.countersign.problem.Problems;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * What the door costs each request of a lab, in time of the processor, so that a busy machine does not matter much. No test
 * of its own; run it with {@code mvn -q test -Dtest=MeasureDoor}.
 */
@CountersignTest
class MeasureDoor {

    private static final int REQUESTS = 100_000;

    @Autowired
    private LabApi api;

    @Autowired
    private LabSignIn signIn;

    @Autowired
    private LabStandings standings;

    @Autowired
    private UsedJwts used;

    @Autowired
    private RequestAllowance allowance;

    @Autowired
    private Problems problems;

    @Autowired
    private JwtDecoder decoder;

    @Test
    void door() throws Exception {
        Jwt token = decoder.decode(api.bearer(LabApi.AURORA).substring("Bearer ".length()));
        var door = new LabDoor(signIn, standings, used, allowance, problems);
        for (String round : List.of("warm-up", "measured")) {
            System.out.printf(
                    "%s: without the door %,d ns, with it %,d ns%n", round, nanos(token, null), nanos(token, door));
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int n = 0; n < REQUESTS / 100; n++) {
                used.firstProof(
                        "measured", UUID.randomUUID().toString(), Instant.now().plusSeconds(60));
            }
            System.out.printf(
                    "%s: remembering a proof %,d ns here, and a row%n",
                    round, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / (REQUESTS / 100));
        }
    }

    private static long nanos(Jwt token, LabDoor door) throws Exception {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int n = 0; n < REQUESTS; n++) {
            var request = new MockHttpServletRequest("GET", "/api/v1/green-lights");
            request.addHeader("Authorization", "Bearer x");
            var response = new MockHttpServletResponse();
            SecurityContextHolder.getContext()
                    .setAuthentication(new JwtAuthenticationToken(token, List.of(), token.getSubject()));
            var chain = new MockFilterChain();
            if (door == null) {
                chain.doFilter(request, response);
            } else {
                door.doFilter(request, response, chain);
            }
        }
        SecurityContextHolder.clearContext();
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / REQUESTS;
    }
}
