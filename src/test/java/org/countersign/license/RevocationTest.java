package org.countersign.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.LicenseMonitoring;
import org.countersign.workflow.LicenseRevocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A license is taken away for cause: after notice and a chance to comply, or at once under a named exception. */
@CountersignTest
class RevocationTest {

    private static final String WORDS =
            "\"ground\":\"The API was resold.\",\"evidence\":\"Report 17\",\"whatToDo\":\"End the resale.\"";
    private static final Map<String, Object> REVOKE =
            Map.of("outcome", "revoke", "reasons", "The resale went on.", "internalReasons", "Informant B.");
    private static final Map<String, Object> KEEP = Map.of("outcome", "keep", "reasons", "The resale has ended.");

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

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
    void endsTheLicenseAfterThirtyDaysInWhichNobodyComplied() {
        ProcessInstance monitoring = cases.instance(acme, LicenseMonitoring.KEY);
        Answer opened = open("ostp.director", "{" + WORDS + "}");
        assertThat(opened.status()).as(opened.body()).isEqualTo(201);
        ProcessInstance revocation = revocation();
        assertThat(cases.notices(acme)).contains("revocation-notice");
        assertThat(green()).isEqualTo("licensed");
        assertThat(cases.openTasks(acme)).isEmpty();

        time.advance(Duration.ofDays(30).minusMinutes(1));
        assertThat(cases.openTasks(acme)).isEmpty();
        time.advance(Duration.ofMinutes(1));
        assertThat(cases.openTasks(acme)).containsExactly("decideRevocation");
        assertThat(green()).isEqualTo("licensed");

        decide("commerce.director", REVOKE);

        assertThat(green()).isEqualTo("license-revoked");
        assertThat(license().json().get("status").asText()).isEqualTo("revoked");
        assertThat(revocation)
                .isEnded()
                .hasPassed("complianceOverdue", "stopComplianceClock", "revokeLicense", "revocationDone")
                .hasNotPassed("suspendAtOnce", "keepLicense");
        assertThat(monitoring).isEnded().hasPassed("licenseEnded", "watchEnded");
        assertThat(cases.notices(acme)).contains("revoked");
        assertThat(cases.timeline(acme)).contains("revocation-opened", "revocation-decided", "license-revoked");
        assertThat(state()).isEqualTo("revoked");
    }

    @Test
    void isDecidedAsSoonAsTheLabHasAnswered() {
        open("ostp.director", "{" + WORDS + "}");
        time.advance(Duration.ofDays(3));

        Answer answered = comply("{\"text\":\"We ended it.\",\"evidence\":[\"Contract ended\"]}");

        assertThat(answered.status()).as(answered.body()).isEqualTo(200);
        assertThat(cases.openTasks(acme)).containsExactly("decideRevocation");
        assertThat(comply("{\"text\":\"Once more.\"}").status()).isEqualTo(409);
        ProcessInstance revocation = revocation();
        decide("commerce.director", KEEP);
        assertThat(revocation).isEnded().hasPassed("awaitCompliance", "keepLicense", "licenseKept");
        assertThat(green()).isEqualTo("licensed");
        assertThat(state()).isEqualTo("kept");
        assertThat(cases.notices(acme)).contains("revocation-kept");
        assertThat(open("ostp.director", "{" + WORDS + "}").status()).isEqualTo(201);
    }

    @Test
    void takesNoAnswerFromTheLastMomentOn() {
        open("ostp.director", "{" + WORDS + "}");
        time.passTo(time.now().plus(Duration.ofDays(30)));

        assertThat(new NoTrace(db).of(() -> comply("{\"text\":\"Late.\"}")).status())
                .isEqualTo(409);
        time.runDueJobs();
        assertThat(cases.openTasks(acme)).containsExactly("decideRevocation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wilfulness", "public-health-interest-or-safety"})
    void darkensTheLicenseAtOnceUnderAnException(String exception) {
        Answer opened = open("ostp.director", "{" + WORDS + ",\"exception\":\"" + exception + "\"}");

        assertThat(opened.status()).as(opened.body()).isEqualTo(201);
        assertThat(opened.json().get("exception").asText()).isEqualTo(exception);
        assertThat(green()).isEqualTo("license-suspended");
        assertThat(cases.notices(acme)).contains("revocation-suspended");
        assertThat(cases.openTasks(acme)).containsExactly("decideRevocation");
        assertThat(comply("{\"text\":\"We are sorry.\"}").status()).isEqualTo(200);
        ProcessInstance revocation = revocation();

        decide("commerce.director", KEEP);

        assertThat(green()).isEqualTo("licensed");
        assertThat(revocation).hasPassed("suspendAtOnce", "announceSuspension", "licenseKept");
        assertThat(db.sql("SELECT count(*) FROM journal WHERE subject = ? AND action = 'revocation-opened'"
                                + " AND content LIKE ?")
                        .params(acme.reference(), "%" + exception + "%")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void canBeAppealedWhileItDarkensTheLicense() {
        open("ostp.director", "{" + WORDS + ",\"exception\":\"wilfulness\"}");

        Answer appeal = cases.labPosts(
                acme, "appeal", Map.of("ground", "suspension", "text", "Nothing of this was done on purpose."));

        assertThat(appeal.status()).as(appeal.body()).isEqualTo(201);
        staff.complete(
                "appeals.judge",
                cases.task(acme, "decideAppeal"),
                Map.of("outcome", "reversed", "reasons", "It was no wilful act."));
        assertThat(green()).isEqualTo("licensed");
        decide("commerce.director", REVOKE);
        assertThat(green()).isEqualTo("license-revoked");
    }

    @Test
    void isNeverDecidedByWhoOpenedIt() {
        open("commerce.director", "{" + WORDS + ",\"exception\":\"wilfulness\"}");

        assertThatThrownBy(() -> decide("commerce.director", REVOKE))
                .hasStackTraceContaining("another director must decide it");
        assertThat(cases.openTasks(acme)).containsExactly("decideRevocation");
        String task = cases.task(acme, LicenseRevocation.DECIDE_REVOCATION).getId();
        engine.getTaskService().setAssignee(task, null);
        staff.hire("commerce.second", "commerce", "commerce-directors");
        try {
            decide("commerce.second", REVOKE);
        } finally {
            engine.getIdentityService().deleteUser("commerce.second");
        }
        assertThat(green()).isEqualTo("license-revoked");
    }

    @Test
    void needsReasonsAndOneOfTheTwoOutcomes() {
        open("ostp.director", "{" + WORDS + ",\"exception\":\"wilfulness\"}");

        assertThatThrownBy(() -> decide("commerce.director", Map.of("outcome", "revoke")))
                .hasStackTraceContaining("Give your reasons");
        assertThatThrownBy(() -> decide("commerce.director", Map.of("outcome", "maybe", "reasons", "So.")))
                .hasStackTraceContaining("Choose one of");
        assertThatThrownBy(() -> decide("ostp.director", REVOKE)).isNotNull();
        assertThat(green()).isEqualTo("license-suspended");
    }

    @Test
    void isTakenBackByItsOpenerOnly() {
        open("ostp.director", "{" + WORDS + ",\"exception\":\"wilfulness\"}");
        ProcessInstance revocation = revocation();

        assertThat(new NoTrace(db).of(() -> withdraw("oncd.director")).status()).isEqualTo(403);
        assertThat(withdraw("ostp.director").status()).isEqualTo(200);

        assertThat(revocation).isEnded().hasPassed("revocationWithdrawn", "keepWithdrawn", "revocationDropped");
        assertThat(green()).isEqualTo("licensed");
        assertThat(state()).isEqualTo("kept");
        assertThat(withdraw("ostp.director").status()).isEqualTo(409);
    }

    @Test
    void isMootWhenTheLicenseIsSurrendered() {
        open("ostp.director", "{" + WORDS + "}");
        ProcessInstance revocation = revocation();

        api.post(LabApi.AURORA, "/api/v1/licenses/" + licenseId + "/surrender", "{}");

        assertThat(revocation).isEnded().hasPassed("licenseEnded", "closeRevocation", "revocationMoot");
        assertThat(state()).isEqualTo("moot");
        assertThat(green()).isEqualTo("license-surrendered");
    }

    @Test
    void isMootWhenTheLicenseExpires() {
        time.advance(Duration.ofDays(340));
        cases.openTasks(acme);
        open("ostp.director", "{" + WORDS + "}");
        time.passTo(time.now().plus(Duration.ofDays(26)));
        assertThat(comply("{\"text\":\"Ended.\"}").status()).isEqualTo(200);
        assertThatThrownBy(() -> decide("commerce.director", REVOKE)).hasStackTraceContaining("nothing left to revoke");

        time.runDueJobs();

        assertThat(state()).isEqualTo("moot");
        assertThat(green()).isEqualTo("license-expired");
        assertThat(cases.openTasks(acme)).doesNotContain("decideRevocation");
    }

    @Test
    void recordsThatCommerceWasLate() {
        open("ostp.director", "{" + WORDS + ",\"exception\":\"wilfulness\"}");
        ProcessInstance revocation = revocation();
        time.advance(Duration.ofDays(14));

        assertThat(revocation).hasPassed("decisionOverdue", "recordDecisionOverdue", "decisionOverdueRecorded");
        assertThat(cases.timeline(acme)).contains("deadline-missed");
    }

    @Test
    void endsInOneWayWhenItIsDecidedAndTheLicenseSurrenderedAtOnce() {
        open("ostp.director", "{" + WORDS + ",\"exception\":\"wilfulness\"}");
        var task = cases.task(acme, LicenseRevocation.DECIDE_REVOCATION);

        AtOnce.run(List.<Callable<Object>>of(
                () -> {
                    staff.complete("commerce.director", task, REVOKE);
                    return null;
                },
                () -> api.post(LabApi.AURORA, "/api/v1/licenses/" + licenseId + "/surrender", "{}")));

        String status = license().json().get("status").asText();
        assertThat(status + " " + state()).isIn("revoked revoked", "surrendered moot");
        assertThat(cases.openTasks(acme)).isEmpty();
    }

    @Test
    void isOpenOnceHoweverManyOpenItAtOnce() {
        var opened = AtOnce.run(List.<Callable<Answer>>of(
                () -> open("ostp.director", "{" + WORDS + "}"), () -> open("oncd.director", "{" + WORDS + "}")));

        assertThat(opened.stream().map(outcome -> outcome.value().status())).containsExactlyInAnyOrder(201, 409);
    }

    @Test
    void isForDirectorsWhoHaveNotSteppedBack() {
        assertThat(new NoTrace(db)
                        .of(() -> open("ostp.reviewer", "{" + WORDS + "}"))
                        .status())
                .isEqualTo(403);
        assertThat(open("auditor.one", "{" + WORDS + "}").status()).isEqualTo(403);
        api.staff(
                "hhs.director",
                "POST",
                "/api/v1/cases/" + acme.reference() + "/recusal",
                "{\"reasons\":\"A friend.\"}");
        assertThat(open("hhs.director", "{" + WORDS + "}").status()).isEqualTo(403);
        assertThat(api.post(LabApi.AURORA, "/api/v1/licenses/" + licenseId + "/revocation", "{" + WORDS + "}")
                        .status())
                .isEqualTo(401);
        assertThat(api.staff("ostp.director", "POST", "/api/v1/licenses/nope/revocation", "{" + WORDS + "}")
                        .status())
                .isEqualTo(404);
        assertThat(api.post(LabApi.BOREALIS, "/api/v1/licenses/" + licenseId + "/compliance", "{\"text\":\"x\"}")
                        .status())
                .isEqualTo(404);
        assertThat(comply("{\"text\":\"Nothing is open.\"}").status()).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"ground\":\" \",\"evidence\":\"e\",\"whatToDo\":\"w\"}",
                "{\"ground\":\"g\",\"evidence\":\"e\",\"whatToDo\":\"w\",\"exception\":\"haste\"}",
                "{\"ground\":\"g\",\"evidence\":\"e\",\"whatToDo\":\"\\u0000\"}",
                "{\"ground\":\"g\",\"evidence\":\"e\",\"whatToDo\":\"w\",\"openedBy\":\"x\"}",
                "[]"
            })
    void refusesWhatItCannotUnderstand(String body) {
        Answer answer = new NoTrace(db).of(() -> open("ostp.director", body));

        assertThat(answer.status()).as(answer.body()).isIn(400, 422);
    }

    @Test
    void isImpossibleOverALicenseAtItsEnd() {
        time.passTo(time.now().plus(Duration.ofDays(366)));

        assertThat(open("ostp.director", "{" + WORDS + "}").status()).isEqualTo(409);
        time.runDueJobs();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE license SET status = 'revoked' WHERE id = :license",
                "UPDATE revocation SET state = 'revoked', closed_at = opened_at WHERE license_id = :license",
                "UPDATE revocation SET state = 'moot', closed_at = opened_at WHERE license_id = :license",
                "UPDATE revocation SET ground = 'another' WHERE license_id = :license",
                "DELETE FROM revocation WHERE license_id = :license",
                "INSERT INTO revocation_decision SELECT id, opened_by, 'revoke', false, 'r', '', '', opened_by, opened_at"
                        + " FROM revocation WHERE license_id = :license",
                "INSERT INTO revocation_decision SELECT id, opened_by, 'revoke', true, 'r', '', '', opened_by, opened_at"
                        + " FROM revocation WHERE license_id = :license",
                "INSERT INTO revocation_decision SELECT id, opened_by, 'revoke', false, 'r', '', '', 'commerce.director', opened_at"
                        + " FROM revocation WHERE license_id = :license",
                "INSERT INTO revocation_decision SELECT id, opened_by, 'keep', false, 'r', '', '', 'commerce.director', comply_by"
                        + " FROM revocation WHERE license_id = :license"
            })
    void leavesNoWayAroundInTheDatabase(String way) {
        open("ostp.director", "{" + WORDS + "}");

        assertThatThrownBy(() -> transaction.executeWithoutResult(
                        status -> db.sql(way).param("license", licenseId).update()))
                .isNotNull();
        assertThat(state()).isEqualTo("open");
    }

    private Answer open(String person, String body) {
        return api.staff(person, "POST", "/api/v1/licenses/" + licenseId + "/revocation", body);
    }

    private Answer withdraw(String person) {
        return api.staff(
                person,
                "POST",
                "/api/v1/licenses/" + licenseId + "/revocation/withdrawal",
                "{\"reasons\":\"It was another customer.\"}");
    }

    private Answer comply(String body) {
        return api.post(LabApi.AURORA, "/api/v1/licenses/" + licenseId + "/compliance", body);
    }

    private void decide(String person, Map<String, Object> form) {
        staff.complete(person, cases.task(acme, LicenseRevocation.DECIDE_REVOCATION), form);
    }

    private ProcessInstance revocation() {
        return cases.instance(acme, LicenseRevocation.KEY);
    }

    private String green() {
        return cases.greenLight(acme).get("reason").asText();
    }

    private Answer license() {
        return api.get(LabApi.AURORA, "/api/v1/licenses/" + licenseId);
    }

    private String state() {
        return db.sql("SELECT state FROM revocation WHERE license_id = ? ORDER BY opened_at DESC LIMIT 1")
                .param(licenseId)
                .query(String.class)
                .single();
    }
}
