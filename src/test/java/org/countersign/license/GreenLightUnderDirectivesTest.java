package org.countersign.license;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What the online answer says while directives are in force, at the moment it is asked. */
@CountersignTest
class GreenLightUnderDirectivesTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Suspensions suspensions;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TransactionTemplate transaction;

    private final List<String> inForce = new ArrayList<>();
    private DirectiveRows directives;
    private Case acme;

    @BeforeEach
    void aLicense() {
        directives = new DirectiveRows(db, transaction);
        acme = cases.approved();
    }

    @AfterEach
    void liftAll() {
        inForce.forEach(reference -> directives.lift(reference, time.now()));
    }

    @Test
    void isRedForEverybodyAndNamesTheDirective() {
        String reference = directive("customers", acme.customerId(), "aurora-6", "");

        for (String asked : new String[] {"", "&foreignPerson=true", "&foreignPerson=false"}) {
            requireDirective(light(acme.customerId(), asked), reference);
        }
        requireGreen(light(cases.approved().customerId(), ""));
    }

    @Test
    void isRedForForeignPersonsOnlyWhenTheDirectiveIsAgainstThem() {
        String reference = directive("foreign-persons", "", "aurora-6", "lab-aurora");

        requireDirective(light(acme.customerId(), ""), reference);
        requireDirective(light(acme.customerId(), "&foreignPerson=true"), reference);
        requireGreen(light(acme.customerId(), "&foreignPerson=false"));
    }

    @Test
    void isGreenAgainOnlyWhenTheLastOfTwoDirectivesIsLifted() {
        String one = directive("customers", acme.customerId(), "aurora-6", "");
        String two = directive("lab", "lab-aurora", "aurora-6", "lab-aurora");
        assertThat(light(acme.customerId(), "").get("directives")).hasSize(2);

        directives.lift(one, time.now());
        requireDirective(light(acme.customerId(), ""), two);
        directives.lift(two, time.now());
        requireGreen(light(acme.customerId(), ""));
    }

    @Test
    void staysRedForASuspensionOfItsOwnWhenTheDirectiveIsLifted() {
        String reference = directive("customers", acme.customerId(), "aurora-6", "");
        String licenseId = cases.asTheLabSeesIt(acme).get("licenseId").asText();
        transaction.executeWithoutResult(
                status -> suspensions.suspend(licenseId, "test", "For the test.", "auditor.one"));

        requireDirective(light(acme.customerId(), ""), reference);
        directives.lift(reference, time.now());
        assertThat(light(acme.customerId(), "").get("reason").asText()).isEqualTo("license-suspended");
        transaction.executeWithoutResult(status -> suspensions.reinstate(licenseId, "auditor.one"));
        requireGreen(light(acme.customerId(), ""));
    }

    @Test
    void isGreenFromTheLastMomentOfTheDirectiveOnAlsoWhenNobodyHasNotedItsEnd() {
        String reference = directives.inForce(
                "customers",
                acme.customerId(),
                "aurora-6",
                "",
                time.now(),
                time.now().plus(Duration.ofDays(2)));
        inForce.add(reference);
        String foreign = directives.inForce(
                "foreign-persons", "", "aurora-6", "", time.now(), time.now().plus(Duration.ofDays(3)));
        inForce.add(foreign);

        time.passTo(time.now().plus(Duration.ofDays(2).plusMinutes(1)));
        requireGreen(light(acme.customerId(), "&foreignPerson=false"));
        requireDirective(light(acme.customerId(), ""), foreign);
        requireDirective(light("lab-aurora", "&foreignPerson=true"), foreign);

        time.passTo(time.now().plus(Duration.ofDays(1)));
        requireGreen(light(acme.customerId(), ""));
        requireGreen(light("lab-aurora", ""));
        assertThat(directives.state(reference)).isEqualTo("in-force");
    }

    @Test
    void isGreenForTheStaffOfTheLabWithoutALicense() {
        JsonNode light = light("lab-aurora", "");

        requireGreen(light);
        assertThat(light.get("reason").asText()).isEqualTo("lab-staff");
        assertThat(light.has("licenseId")).isFalse();
        assertThat(light.has("until")).isFalse();
        assertThat(light.get("token").asText()).isNotBlank();
        assertThat(light("lab-borealis", "").get("reason").asText()).isEqualTo("no-license");
    }

    @Test
    void stopsTheStaffOfTheLabByDirectivesThatCoverThem() {
        String foreign = directive("foreign-persons", "", "aurora-6", acme.customerId());
        requireDirective(light("lab-aurora", ""), foreign);
        requireGreen(light("lab-aurora", "&foreignPerson=false"));
        requireGreen(light(acme.customerId(), ""));

        String staff = directive("lab-staff", "", "aurora-6", "");
        requireDirective(light("lab-aurora", "&foreignPerson=false"), staff);
        requireGreen(light(acme.customerId(), "&foreignPerson=false"));
    }

    @Test
    void stopsAnExemptReleaseByDirectivesThatNameIt() {
        requireGreen(exempt("anybody", ""));
        String foreign = directive("foreign-persons", "", "aurora-5", "spared");
        requireDirective(exempt("anybody", ""), foreign);
        requireDirective(exempt("anybody", "&foreignPerson=true"), foreign);
        requireGreen(exempt("anybody", "&foreignPerson=false"));
        requireGreen(exempt("spared", ""));

        String one = directive("customers", "just-one", "aurora-5", "");
        requireDirective(exempt("just-one", "&foreignPerson=false"), one);
        requireGreen(exempt("another", "&foreignPerson=false"));
        requireGreen(light(acme.customerId(), ""));
        assertThat(exempt("another", "&foreignPerson=false").has("token")).isFalse();
    }

    @Test
    void answersTheSameForManyAtOnce() {
        Case other = cases.approved();
        String reference = directive("customers", acme.customerId(), "aurora-6", "");
        JsonNode items = api.post(
                        LabApi.AURORA,
                        "/api/v1/green-lights:batch",
                        "{\"releaseId\":\"aurora-6\",\"customerIds\":[\"%s\",\"%s\",\"lab-aurora\"]}"
                                .formatted(acme.customerId(), other.customerId()))
                .json()
                .get("items");

        requireDirective(items.get(0), reference);
        requireGreen(items.get(1));
        assertThat(items.get(2).get("reason").asText()).isEqualTo("lab-staff");
    }

    private String directive(String kind, String members, String release, String carveOuts) {
        String reference = directives.inForce(
                kind, members, release, carveOuts, time.now(), time.now().plus(Duration.ofDays(30)));
        inForce.add(reference);
        return reference;
    }

    private JsonNode light(String customerId, String more) {
        return ask("aurora-6", customerId, more);
    }

    private JsonNode exempt(String customerId, String more) {
        return ask("aurora-5", customerId, more);
    }

    private JsonNode ask(String release, String customerId, String more) {
        LabApi.Answer answer = api.get(
                LabApi.AURORA, "/api/v1/green-lights?releaseId=" + release + "&customerId=" + customerId + more);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static void requireGreen(JsonNode light) {
        assertThat(light.get("green").asBoolean()).as(light.toString()).isTrue();
        assertThat(light.has("directives")).isFalse();
    }

    private static void requireDirective(JsonNode light, String reference) {
        assertThat(light.get("green").asBoolean()).as(light.toString()).isFalse();
        assertThat(light.get("reason").asText()).isEqualTo("directive");
        assertThat(light.get("directives")).extracting(JsonNode::asText).containsExactly(reference);
        assertThat(light.has("token")).isFalse();
        assertThat(light.has("licenseId")).isFalse();
    }
}
