package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** However many nodes answer, a lab and an address get what is theirs each minute and no more. */
@CountersignTest
class RequestAllowanceTest {

    private static final long LIMIT = 1_000;

    @Autowired
    private LabApi api;

    @Autowired
    private LabSignIn signIn;

    @Autowired
    private RequestSettings settings;

    @Autowired
    private JdbcClient db;

    @Autowired
    private Clock clock;

    @Autowired
    private TimeMachine time;

    private String lab;

    @BeforeEach
    void aNewMinute() {
        lab = "lab-" + UUID.randomUUID();
        time.passTo(time.now().plusSeconds(60).truncatedTo(java.time.temporal.ChronoUnit.MINUTES));
    }

    @Test
    void twoNodesTogetherAnswerExactlyTheLimit() {
        var here = node(LIMIT);
        var there = node(LIMIT);
        List<Callable<Long>> clients = IntStream.range(0, 12)
                .mapToObj(n -> (Callable<Long>) () -> answered(n % 2 == 0 ? here : there, 200))
                .toList();

        long answered =
                AtOnce.run(clients).stream().mapToLong(AtOnce.Outcome::value).sum();

        assertThat(answered).isEqualTo(LIMIT);
        assertThat(taken()).isEqualTo(LIMIT);
        assertThat(node(LIMIT).ofLab(lab)).as("after a restart").isPresent();
    }

    @Test
    void aLimitThatNoPortionDividesIsReachedExactly() {
        for (long odd : new long[] {1, 7, 99, 157}) {
            lab = "lab-" + UUID.randomUUID();
            assertThat(answered(node(odd), 200)).isEqualTo(odd);
        }
    }

    @Test
    void theNextMinuteBeginsAnew() {
        var node = node(10);
        assertThat(answered(node, 20)).isEqualTo(10);
        Duration wait = node.ofLab(lab).orElseThrow();
        assertThat(wait).isBetween(Duration.ZERO, Duration.ofMinutes(1));

        time.passTo(time.now().plus(wait).plusMillis(1));

        assertThat(answered(node, 20)).isEqualTo(10);
    }

    @Test
    void fewOfManyRequestsWriteToTheDatabase() {
        long before = writes();
        assertThat(answered(node(1_000_000), 15_000)).isEqualTo(15_000);

        assertThat(writes() - before).isEqualTo(1);
        assertThat(taken()).isEqualTo(20_000);
    }

    @Test
    void oneLabDoesNotUseUpAnothers() {
        var node = node(5);
        assertThat(answered(node, 10)).isEqualTo(5);

        assertThat(node.ofLab("lab-" + UUID.randomUUID())).isEmpty();
        assertThat(node.ofAddress("192.0.2.9")).isEmpty();
    }

    @Test
    void minutesThatAreOverAreForgotten() {
        var node = node(5);
        node.ofLab(lab);
        time.passTo(time.now().plus(Duration.ofMinutes(3)));

        node.forgetOld();

        assertThat(db.sql("SELECT count(*) FROM request_lease WHERE subject = ?")
                        .param("lab " + lab)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aLabThatAsksTooOftenIsToldWhenToComeBack() {
        KeyedLab often = KeyedLab.register(api, signIn);
        String token = often.plainToken();
        usedUp("lab " + often.id, settings.labPerMinute());

        Answer answer = new NoTrace(db).of(() -> often.plain(token, "GET", "/api/v1/licenses", null));

        requireTooMany(answer);
        assertThat(api.get(LabApi.AURORA, "/api/v1/licenses").status()).isEqualTo(200);
        time.passTo(time.now().plus(Duration.ofMinutes(2)));
        assertThat(often.plain(token, "GET", "/api/v1/licenses", null).status()).isEqualTo(200);
    }

    @Test
    void anAddressThatAsksTooOftenIsTurnedAwayFromPagesAndTokens() throws IOException {
        usedUp("address 127.0.0.77", settings.addressPerMinute());

        for (String path : List.of("/", "/statistics.json", "/sign-in", "/oauth2/token", "/status-lists/none")) {
            assertThat(from("127.0.0.77", path, "*/*"))
                    .as(path)
                    .startsWith("HTTP/1.1 429")
                    .contains("Retry-After: ", "application/problem+json");
        }
        assertThat(from("127.0.0.77", "/", "text/html"))
                .startsWith("HTTP/1.1 429")
                .contains("Retry-After: ", "That was too much at once");
        assertThat(from("127.0.0.78", "/", "text/html")).startsWith("HTTP/1.1 200");
        assertThat(from("127.0.0.77", "/actuator/health", "*/*")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aHeaderDoesNotMakeAnotherAddress() throws IOException {
        usedUp("address 127.0.0.79", settings.addressPerMinute());

        assertThat(from("127.0.0.79", "/", "*/*\r\nX-Forwarded-For: 192.0.2.55\r\nForwarded: for=192.0.2.55"))
                .startsWith("HTTP/1.1 429");
    }

    private RequestAllowance node(long labPerMinute) {
        return new RequestAllowance(db, clock, new RequestSettings(labPerMinute, labPerMinute));
    }

    private long answered(RequestAllowance node, int asked) {
        return Stream.generate(() -> node.ofLab(lab))
                .limit(asked)
                .filter(java.util.Optional::isEmpty)
                .count();
    }

    private long taken() {
        return db.sql("SELECT sum(taken) FROM request_lease WHERE subject = ?")
                .param("lab " + lab)
                .query(Long.class)
                .single();
    }

    private long writes() {
        return db.sql("SELECT count(*) FROM request_lease").query(Long.class).single();
    }

    /** By other nodes, in this minute and the next. */
    private void usedUp(String subject, long limit) {
        long minute = time.now().getEpochSecond() / 60;
        for (long one = minute; one <= minute + 1; one++) {
            db.sql("INSERT INTO request_lease (subject, minute, taken) VALUES (?, ?, ?)"
                            + " ON CONFLICT (subject, minute) DO UPDATE SET taken = excluded.taken")
                    .params(subject, one, limit)
                    .update();
        }
    }

    private static void requireTooMany(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(429);
        assertThat(Long.parseLong(answer.header("Retry-After"))).isBetween(1L, 60L);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    /** All of 127.0.0.0/8 is this machine, so a test can come from many addresses. */
    private String from(String address, String path, String accept) throws IOException {
        URI server = URI.create(api.url("/"));
        try (var socket =
                new Socket(InetAddress.getByName("127.0.0.1"), server.getPort(), InetAddress.getByName(address), 0)) {
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: %s\r\n\r\n"
                            .formatted(path, accept)
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = new StringBuilder();
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            reader.lines().forEach(line -> answer.append(line).append('\n'));
            return answer.toString();
        }
    }
}
