package org.countersign.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A taste of {@link FuzzApi}: whatever is sent, the answer is never a fault of ours and never tells of our insides. */
@CountersignTest
class FuzzedApiTest {

    @Autowired
    private LabApi api;

    @Test
    void noRequestMakesTheServerStumble() throws Exception {
        var fuzzing = new Fuzzing(
                api.request("/").build().uri().getPort(),
                api.anonymous("GET", "/api/v1/openapi.json", request -> {}).json(),
                List.of(
                        new RequestMaker.Caller(api.bearer(LabApi.BOREALIS), false, 20),
                        new RequestMaker.Caller("", false, 1),
                        new RequestMaker.Caller(LabApi.basic("ostp.reviewer:demo"), true, 1)),
                List.of("borealis-3", "aurora-6", "CS-2026-000001", "CD-2026-000001"));

        fuzzing.run(612, 3_000, 2);

        assertThat(fuzzing.faults()).isEmpty();
        assertThat(fuzzing.passed()).as("some got further than the door").hasSizeGreaterThan(5);
    }

    @Test
    void aHeaderWithOddCharactersIsNamedInTheRefusal() throws Exception {
        assertThat(answer("GET /api/v1/releases HTTP/1.1", "Cookie: SESSION=\u00bc\u009f"))
                .startsWith("HTTP/1.1 400")
                .contains("\"field\":\"cookie\"");
    }

    @Test
    void aBodyOfNoParticularTypeIsRefused() throws Exception {
        assertThat(answer("POST /api/v1/green-lights:batch HTTP/1.1", "Content-Type: */*"))
                .startsWith("HTTP/1.1 415")
                .contains("\"field\":\"Content-Type\"");
    }

    private String answer(String request, String header) throws IOException {
        try (var wire = new Wire(api.request("/").build().uri().getPort())) {
            Wire.Answer answer = wire.send(
                    (request + "\r\nHost: localhost\r\nContent-Length: 0\r\n" + header + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8),
                    false);
            return answer.head() + answer.body();
        }
    }
}
