package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.MissedDeadlines;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Rule 1. On day 0 an application is registered and gets its reference number; the applicant sees at once
 * what happens next. Decided, or with the principals, within 90 days; the target is 30.
 */
@CountersignTest
class Rule1RegistrationTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Applications applications;

    @Autowired
    private ClockLedger ledger;

    @Autowired
    private MissedDeadlines missed;

    @Autowired
    private JdbcClient db;

    @Test
    void theAnswerCarriesTheReferenceAndTheAddressToFollowTheCase() {
        LabApi.Answer answer = api.apply(LabApi.AURORA, Submissions.acme());
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().get("reference").asText()).matches("CS-\\d{4}-\\d{6}");
        assertThat(answer.json().get("status").asText()).isEqualTo("received");
        String path = answer.json().get("trackingUrl").asText().replace(api.url(""), "");
        LabApi.Answer page = api.anonymous("GET", path, request -> {});
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains(answer.json().get("reference").asText());
    }

    @Test
    void theLabSeesAtOnceWhoseMoveItIsAndUntilWhen() {
        Case acme = cases.received();
        JsonNode seen = cases.asTheLabSeesIt(acme);
        Instant received = Instant.parse(seen.get("receivedAt").asText());
        JsonNode clock = seen.get("clock");
        assertThat(clock.get("countedDays").asInt()).isZero();
        assertThat(clock.get("running")).hasSize(1);
        assertThat(clock.get("running").get(0).get("agency").asText()).isEqualTo("intake");
        assertThat(Instant.parse(clock.get("running").get(0).get("dueOn").asText()))
                .isBetween(
                        received.plus(Duration.ofDays(9)),
                        received.plus(Duration.ofDays(9).plusMinutes(1)));
        assertThat(clock.has("pausedFor")).isFalse();
        assertThat(seen.get("openRequests")).isEmpty();
        assertThat(cases.timeline(acme)).containsExactly("application-received", "parties-screened");
    }

    @Test
    void thirtyDaysAreTheTargetAndNinetyTheLimit() {
        Case acme = cases.received();
        var application = applications.get(acme.id());
        assertThat(application.targetOn()).isEqualTo(application.receivedAt().plus(Duration.ofDays(30)));
        assertThat(application.decideBy()).isEqualTo(application.receivedAt().plus(Duration.ofDays(90)));
        var whole = ledger.open(acme.id(), ClockLedger.CASE, ClockLedger.CASE).orElseThrow();
        assertThat(whole.allowance().days()).isEqualTo(90);
    }

    @Test
    void theApplicantIsWrittenToOnDayZeroInWordsThatSayWhatComes() {
        Case acme = cases.received();
        var letters = db.sql("SELECT recipient, body FROM notice WHERE application_id = ? AND kind = 'received'")
                .param(acme.id())
                .query((row, n) -> row.getString("recipient") + "\n" + row.getString("body"))
                .list();
        assertThat(letters).hasSize(2).allSatisfy(letter -> assertThat(letter)
                .contains(acme.reference())
                .contains("within 9 days")
                .contains("has 30 days")
                .contains("There is nothing you have to do now."));
        assertThat(letters).anyMatch(letter -> letter.startsWith("jane@acme.example"));
        assertThat(letters).anyMatch(letter -> letter.startsWith("access@aurora.example"));
    }

    @Test
    void theDaysAreCountedFromRegistrationOn() {
        Case acme = cases.referred();
        time.advance(Duration.ofDays(4).plusHours(1));
        assertThat(cases.asTheLabSeesIt(acme).get("clock").get("countedDays").asInt())
                .isEqualTo(4);
    }

    @Test
    void aCaseNotDecidedInNinetyDaysIsOnRecordAsMissedAndTheApplicantSeesIt() {
        Case acme = cases.referred();
        time.advance(Duration.ofDays(91));
        assertThat(missed.of(acme.id()))
                .filteredOn(deadline -> deadline.clock().equals(ClockLedger.CASE))
                .singleElement()
                .satisfies(deadline -> assertThat(deadline.dueOn())
                        .isCloseTo(applications.get(acme.id()).decideBy(), within(1, ChronoUnit.MINUTES)));
        assertThat(cases.asTheLabSeesIt(acme).get("timeline").findValuesAsText("text"))
                .anyMatch(text -> text.startsWith("A deadline was missed:") && text.endsWith("You can appeal this."));
    }
}
