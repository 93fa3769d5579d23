package org.countersign.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.LicenseMonitoring;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A lab gives a license back: the light goes out for good and nobody audits it any longer. */
@CountersignTest
class SurrenderTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Suspensions suspensions;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TransactionTemplate transaction;

    private Case acme;
    private String licenseId;

    @BeforeEach
    void aLicense() {
        AbstractAssertions.init(engine);
        acme = cases.approved();
        licenseId = cases.asTheLabSeesIt(acme).get("licenseId").asText();
    }

    @Test
    void putsTheLightOutAndEndsTheMonitoring() {
        ProcessInstance monitoring = cases.instance(acme, LicenseMonitoring.KEY);

        Answer answer = surrender("{\"reasons\":\"The pilot is over.\"}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("status").asText()).isEqualTo("surrendered");
        assertThat(answer.json().has("statusList")).isTrue();
        assertThat(cases.greenLight(acme).get("reason").asText()).isEqualTo("license-surrendered");
        assertThat(monitoring)
                .isEnded()
                .hasPassed("licenseSurrendered", "monitoringEnded")
                .hasNotPassed("licenseExpired");
        assertThat(entries()).singleElement().asString().contains("The pilot is over.");
    }

    @Test
    void endsAnAuditThatIsOpenAndOpensNoOther() {
        time.advance(Duration.ofDays(180));
        assertThat(cases.openTasks(acme)).contains("auditLicense");

        surrender("{}");
        assertThat(cases.openTasks(acme)).isEmpty();
        time.advance(Duration.ofDays(400));

        assertThat(cases.openTasks(acme)).isEmpty();
        assertThat(license().json().get("status").asText()).isEqualTo("surrendered");
    }

    @Test
    void isPossibleWhileTheLicenseIsSuspended() {
        transaction.executeWithoutResult(
                status -> suspensions.suspend(licenseId, "test", "For the test.", "auditor.one"));

        assertThat(surrender("{}").json().get("status").asText()).isEqualTo("surrendered");
        transaction.executeWithoutResult(status -> suspensions.reinstate(licenseId, "auditor.one"));
        assertThat(license().json().get("status").asText()).isEqualTo("surrendered");
    }

    @Test
    void happensOnceHoweverOftenItIsAskedFor() {
        var answers = AtOnce.run(Collections.<Callable<Answer>>nCopies(4, () -> surrender("{}")));

        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.value().json().get("status").asText()).isEqualTo("surrendered"));
        assertThat(surrender("{}").status()).isEqualTo(200);
        assertThat(entries()).hasSize(1);
    }

    @Test
    void endsAMonitoringThatDoesNotKnowOfSurrenderYet() {
        ProcessInstance monitoring = cases.instance(acme, LicenseMonitoring.KEY);
        // As one that was begun by the diagram of the first version.
        db.sql("DELETE FROM act_ru_event_subscr WHERE proc_inst_id_ = ?")
                .param(monitoring.getProcessInstanceId())
                .update();

        assertThat(surrender("{}").status()).isEqualTo(200);
        assertThat(monitoring).isEnded();
    }

    @Test
    void comesTooLateForALicenseAtItsEnd() {
        time.advance(Duration.ofDays(366));
        Answer answer = new NoTrace(db).of(() -> surrender("{}"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("detail").asText())
                .isEqualTo("This license is expired and can no longer be surrendered.");
    }

    @Test
    void comesTooLateFromTheLastMomentOnAlsoWhenNobodyHasNotedTheEnd() {
        time.passTo(time.now().plus(Duration.ofDays(366)));

        assertThat(surrender("{}").status()).isEqualTo(409);
        time.runDueJobs();
    }

    @Test
    void isForTheLabOfTheLicenseOnly() {
        api.bearer(LabApi.BOREALIS);
        Answer answer = new NoTrace(db)
                .of(() -> api.post(LabApi.BOREALIS, "/api/v1/licenses/" + licenseId + "/surrender", "{}"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(license().json().get("status").asText()).isEqualTo("issued");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"reasons\":1}", "{\"reason\":\"x\"}", "[]", "{", "{\"reasons\":\"\\u0000\"}"})
    void refusesWhatItCannotUnderstand(String body) {
        Answer answer = new NoTrace(db).of(() -> surrender(body));

        assertThat(answer.status()).as(answer.body()).isIn(400, 422);
        assertThat(license().json().get("status").asText()).isEqualTo("issued");
    }

    private Answer surrender(String body) {
        return api.post(LabApi.AURORA, "/api/v1/licenses/" + licenseId + "/surrender", body);
    }

    private Answer license() {
        return api.get(LabApi.AURORA, "/api/v1/licenses/" + licenseId);
    }

    private List<String> entries() {
        return db.sql("SELECT content FROM journal WHERE subject = ? AND action = 'license-surrendered'")
                .param(acme.reference())
                .query(String.class)
                .list();
    }
}
