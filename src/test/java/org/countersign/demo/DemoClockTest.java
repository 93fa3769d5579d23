package org.countersign.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The test clock of the demonstration: forward only, and everything due on the way happens. */
@CountersignTest
class DemoClockTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    @ParameterizedTest
    @CsvSource({"PT1H, PT1H", "P2D, P2D", "P1DT2H, PT26H", "P1W, P7D", "PT0S, PT0S"})
    void movesAsFarAsItIsTold(String advance, Duration expected) {
        Instant before = time.now();

        Answer answer = move("{\"advance\":\"" + advance + "\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        Instant now = Instant.parse(answer.json().get("now").asText());
        assertThat(now).isAfterOrEqualTo(before.plus(expected)).isBeforeOrEqualTo(time.now());
    }

    @Test
    void runsWhatIsDueBeforeItAnswers() {
        Case acme = cases.received();
        assertThat(unsent(acme)).isPositive();

        move("{\"advance\":\"PT1M\"}");

        assertThat(unsent(acme)).isZero();
    }

    @Test
    void putsOutALicenseThatEndsOnTheWay() {
        Case acme = cases.approved();

        move("{\"advance\":\"P1Y1D\"}");

        assertThat(cases.greenLight(acme).get("reason").asText()).isEqualTo("license-expired");
        String licenseId = cases.asTheLabSeesIt(acme).get("licenseId").asText();
        assertThat(api.get(LabApi.AURORA, "/api/v1/licenses/" + licenseId)
                        .json()
                        .get("status")
                        .asText())
                .isEqualTo("expired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"advance\":null}",
                "{\"advance\":\"\"}",
                "{\"advance\":\"tomorrow\"}",
                "{\"advance\":\"-P1D\"}",
                "{\"advance\":\"P-1D\"}",
                "{\"advance\":\"PT-1S\"}",
                "{\"advance\":\"P11Y\"}",
                "{\"advance\":\"P2147483647Y\"}",
                "{\"advance\":\"PT9223372036854775807S\"}",
                "{\"advance\":31}",
                "{\"advance\":\"P1D\",\"force\":true}"
            })
    void doesNotMoveAsItShouldNot(String body) {
        Answer answer = new NoTrace(db).of(() -> move(body));

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("errors")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "P1D", "{\"advance\":\"P1D\""})
    void doesNotMoveForWhatItCannotRead(String body) {
        assertThat(new NoTrace(db).of(() -> move(body)).status()).isEqualTo(400);
    }

    private long unsent(Case of) {
        return db.sql("SELECT count(*) FROM notice WHERE application_id = ? AND sent_at IS NULL")
                .param(of.id())
                .query(Long.class)
                .single();
    }

    private Answer move(String body) {
        return api.send(api.request("/demo/clock")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }
}
