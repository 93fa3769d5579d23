package org.countersign.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Many made-up requests to every operation of the described API, as labs, staff and strangers. No test of its own: it
 * acts with every right there is, so the demonstration is not the same afterwards. Run it with
 * {@code mvn -q test -Dtest=FuzzApi -Dseed=1 -Drequests=100000}.
 */
@CountersignTest
class FuzzApi {

    private static final int CONNECTIONS = 4;

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Test
    void neverStumbles() throws Exception {
        long seed = Long.getLong("seed", 1);
        int requests = Integer.getInteger("requests", 100_000);
        int port = api.request("/").build().uri().getPort();
        long begun = System.nanoTime();
        var fuzzing = new Fuzzing(
                port,
                api.anonymous("GET", "/api/v1/openapi.json", request -> {}).json(),
                callers(),
                idsOfCases());
        fuzzing.run(seed, requests, CONNECTIONS);
        System.out.printf(
                "seed %d: %,d requests in %,d s; answers %s%nDid what was asked: %s%nFaults: %d%n%s%n",
                seed,
                fuzzing.answered().values().stream().mapToLong(Long::longValue).sum(),
                (System.nanoTime() - begun) / 1_000_000_000,
                fuzzing.answered(),
                fuzzing.passed(),
                fuzzing.faults().size(),
                String.join("\n", fuzzing.faults()));
        assertThat(fuzzing.faults()).isEmpty();
        assertThat(fuzzing.passed()).as("got further than the door").hasSizeGreaterThan(10);
    }

    private List<RequestMaker.Caller> callers() {
        var callers = new ArrayList<RequestMaker.Caller>();
        callers.add(new RequestMaker.Caller(api.bearer(LabApi.AURORA), false, 60));
        callers.add(new RequestMaker.Caller(api.bearer(LabApi.BOREALIS), false, 5));
        callers.add(new RequestMaker.Caller("", false, 1));
        callers.add(new RequestMaker.Caller("Bearer nonsense", false, 1));
        callers.add(new RequestMaker.Caller("Basic !", true, 1));
        for (String person : List.of(
                "admin",
                "intake.officer",
                "oncd.reviewer",
                "oncd.director",
                "commerce.director",
                "auditor.one",
                "appeals.officer",
                "process.owner")) {
            callers.add(new RequestMaker.Caller(LabApi.basic(person + ":demo"), true, 5));
        }
        return callers;
    }

    /** Cases at many points of their lives, so that ids lead somewhere. */
    private List<String> idsOfCases() {
        List<String> ids = new ArrayList<>(List.of("aurora-5", "aurora-6", "borealis-3"));
        for (TestCases.Case of : List.of(
                cases.received(),
                cases.referred(),
                cases.approved(),
                cases.approved(),
                cases.disagreed(),
                cases.refused())) {
            ids.addAll(List.of(of.id(), of.reference(), of.customerId()));
            var seen = cases.asTheLabSeesIt(of);
            if (seen.hasNonNull("licenseId")) {
                ids.add(seen.get("licenseId").asText());
            }
        }
        return ids;
    }
}
