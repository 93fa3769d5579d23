package org.countersign.signoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;
import static org.countersign.testing.TestCases.ACCEPT;
import static org.countersign.testing.TestCases.CONCUR;

import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every path and every rule of {@code agency-sign-off.bpmn}. */
@CountersignTest
class AgencySignOffTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private TaskService tasks;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private Votes votes;

    @Autowired
    private JdbcClient db;

    @Autowired
    private ProcessEngine engine;

    private Case acme;
    private Task draft;

    @BeforeEach
    void aCaseWithTheAgencies() {
        AbstractAssertions.init(engine);
        acme = cases.referred();
        draft = cases.task(acme, "draftVote", "oncd");
    }

    private ProcessInstance signOff() {
        return runtime.createProcessInstanceQuery()
                .processInstanceId(draft.getProcessInstanceId())
                .singleResult();
    }

    @Test
    void recordsAPositionOfTwoPeople() {
        ProcessInstance signOff = signOff();
        staff.complete("oncd.reviewer", draft, CONCUR);
        assertThat(signOff).hasPassed("draftVote").isWaitingAt("countersignVote");

        staff.complete("oncd.director", cases.task(acme, "countersignVote", "oncd"), ACCEPT);

        assertThat(signOff)
                .isEnded()
                .hasPassedInOrder("signOffRequested", "draftVote", "countersignVote", "signOffRecorded");
        Vote vote = votes.ofApplication(acme.id()).get(0);
        assertThat(vote.draftedBy()).isEqualTo("oncd.reviewer");
        assertThat(vote.countersignature().signedBy()).isEqualTo("oncd.director");
        assertThat(vote.isPosition()).isTrue();
    }

    @Test
    void keepsADraftThatWasSentBackAndAsksForAnother() {
        ProcessInstance signOff = signOff();
        staff.complete("oncd.reviewer", draft, CONCUR);
        staff.complete(
                "oncd.director",
                cases.task(acme, "countersignVote", "oncd"),
                Map.of("accepted", false, "note", "Say something about the test bench."));

        assertThat(signOff).isWaitingAt("draftVote").hasNotPassed("signOffRecorded");
        staff.complete(
                "oncd.reviewer",
                cases.task(acme, "draftVote", "oncd"),
                Map.of("vote", "concur", "reasons", "The test bench isolates the robots."));
        staff.complete("oncd.director", cases.task(acme, "countersignVote", "oncd"), Map.of("accepted", true));

        assertThat(signOff).isEnded();
        var kept = votes.ofApplication(acme.id());
        assertThat(kept).extracting(Vote::round).containsExactly(1, 2);
        assertThat(kept).extracting(Vote::isPosition).containsExactly(false, true);
        assertThat(kept.get(0).countersignature().note()).isEqualTo("Say something about the test bench.");
    }

    @Test
    void refusesSecondSignatureFromTheSamePerson() {
        staff.complete("oncd.director", draft, CONCUR);
        Task countersign = cases.task(acme, "countersignVote", "oncd");

        assertThatThrownBy(() -> staff.complete("oncd.director", countersign, ACCEPT))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("You drafted this vote; another director must countersign it.");

        assertThat(cases.task(acme, "countersignVote", "oncd")).isNotNull();
        assertThat(votes.ofApplication(acme.id()).get(0).countersignature()).isNull();
    }

    @Test
    void theDatabaseItselfRefusesTwoSignaturesOfOnePerson() {
        staff.complete("oncd.director", draft, CONCUR);
        String voteId = votes.ofApplication(acme.id()).get(0).id();

        for (String claimedDrafter : new String[] {"oncd.director", "somebody.else"}) {
            assertThatThrownBy(() -> db.sql(
                                    """
                            INSERT INTO countersignature (vote_id, drafted_by, signed_by, accepted, signed_at)
                            VALUES (?, ?, 'oncd.director', true, now())""")
                            .params(voteId, claimedDrafter)
                            .update())
                    .hasMessageContaining("violates");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ''                     |           |       |          |                 | vote       | Choose one of: concur, concur-with-conditions, object, need-information.
            maybe                  |           |       |          |                 | vote       | Choose one of: concur, concur-with-conditions, object, need-information.
            object                 | unsafe    |       | a report |                 | criteria   | An objection must name at least one published criterion, such as CR-02.
            object                 | unsafe    | CR-02 |          |                 | evidence   | Name at least one piece of evidence for the objection.
            object                 |           | CR-02 | a report |                 | reasons    | Give your reasons: the applicant and the other agencies rely on them.
            object                 | '   '     | CR-02 | a report |                 | reasons    | Give your reasons: the applicant and the other agencies rely on them.
            object                 | unsafe    | CR-99 | a report |                 | criteria   | There is no published criterion CR-99.
            concur-with-conditions | supervise |       |          |                 | conditions | Name at least one condition, one a line, or concur without.
            concur-with-conditions |           |       |          | keep logs       | reasons    | Give your reasons: the applicant and the other agencies rely on them.
            concur                 |           |       |          | keep logs       | conditions | Conditions go with the vote concur-with-conditions; remove them or change the vote.
            """)
    void refusesAnInvalidVoteAndSaysWhy(
            String vote,
            String reasons,
            String criteria,
            String evidence,
            String conditions,
            String field,
            String words) {
        var form = new java.util.HashMap<String, Object>();
        form.put("vote", vote);
        form.put("reasons", reasons);
        form.put("criteria", criteria);
        form.put("evidence", evidence);
        form.put("conditions", conditions);

        assertThatThrownBy(() -> staff.complete("oncd.reviewer", draft, form))
                .isInstanceOfSatisfying(
                        RuleBroken.class, broken -> assertThat(broken.field()).isEqualTo(field))
                .hasMessage(words);

        assertThat(cases.task(acme, "draftVote", "oncd")).isNotNull();
        assertThat(votes.ofApplication(acme.id())).isEmpty();
    }

    @Test
    void refusesReasonsLongerThanCanBeStored() {
        assertThatThrownBy(() ->
                        staff.complete("oncd.reviewer", draft, Map.of("vote", "concur", "reasons", "x".repeat(4_001))))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("At most 4000 characters, please.");
        staff.complete("oncd.reviewer", draft, Map.of("vote", "concur", "reasons", "x".repeat(4_000)));
        assertThat(votes.ofApplication(acme.id()).get(0).reasons().applicant()).hasSize(4_000);
    }

    @Test
    void refusesToSendADraftBackWithoutSayingWhy() {
        staff.complete("oncd.reviewer", draft, CONCUR);
        Task countersign = cases.task(acme, "countersignVote", "oncd");
        for (Object accepted : new Object[] {false, "false"}) {
            assertThatThrownBy(() -> staff.complete("oncd.director", countersign, Map.of("accepted", accepted)))
                    .isInstanceOf(RuleBroken.class)
                    .hasMessage("Say why the draft goes back, so that it can be mended.");
        }
        assertThatThrownBy(() -> staff.complete("oncd.director", countersign, Map.of("accepted", "perhaps")))
                .isInstanceOf(RuleBroken.class);
        assertThatThrownBy(() -> staff.complete("oncd.director", countersign, Map.of()))
                .isInstanceOf(RuleBroken.class);
    }

    @Test
    void hidesAnAgencysTasksFromEverybodyElse() {
        for (String stranger :
                new String[] {"ostp.reviewer", "ostp.director", "commerce.director", "admin", "process.owner"}) {
            assertThatThrownBy(() -> staff.complete(stranger, draft, CONCUR))
                    .isInstanceOf(AuthorizationException.class);
        }
        staff.complete("oncd.reviewer", draft, CONCUR);
        Task countersign = cases.task(acme, "countersignVote", "oncd");
        assertThatThrownBy(() -> staff.complete("oncd.reviewer", countersign, ACCEPT))
                .isInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> staff.complete("ostp.director", countersign, ACCEPT))
                .isInstanceOf(AuthorizationException.class);
    }

    @Test
    void refusesAnOutsiderEvenWhenAnAdministratorAssignsTheTask() {
        tasks.setAssignee(draft.getId(), "ostp.reviewer");
        assertThatThrownBy(() -> staff.as("ostp.reviewer", () -> tasks.complete(draft.getId(), CONCUR)))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("Only a member of oncd can complete this task.");
    }

    @Test
    void refusesToCompleteWhatSomebodyElseHasClaimed() {
        staff.as("oncd.reviewer", () -> tasks.claim(draft.getId(), "oncd.reviewer"));
        assertThatThrownBy(() -> staff.as("oncd.director", () -> tasks.complete(draft.getId(), CONCUR)))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("This task is claimed by oncd.reviewer.");
    }

    @Test
    void refusesTheCommerceCountersignatureOfSomebodyWhoDraftedAVote() {
        cases.signs(acme, "oncd", CONCUR);
        cases.signs(acme, "ostp", CONCUR);
        staff.complete("commerce.director", cases.task(acme, "draftVote", "commerce"), CONCUR);
        // A second director of Commerce exists in this test only through the database.
        staffSecondDirectorSigns();

        Task countersign = cases.task(acme, "countersign");
        assertThatThrownBy(() -> staff.complete("commerce.director", countersign, TestCases.APPROVE))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("You drafted a vote in this case; another director must countersign it.");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isFalse();
    }

    private void staffSecondDirectorSigns() {
        var identity = engine.getIdentityService();
        if (identity.createUserQuery().userId("commerce.second").count() == 0) {
            identity.saveUser(identity.newUser("commerce.second"));
            identity.createMembership("commerce.second", "commerce-directors");
        }
        staff.complete("commerce.second", cases.task(acme, "countersignVote", "commerce"), ACCEPT);
    }

    @Test
    void answersARefusalOverRestInPlainWords() {
        String path = "/engine-rest/task/" + draft.getId();
        assertThat(api.staff("oncd.reviewer", "POST", path + "/claim", "{\"userId\":\"oncd.reviewer\"}")
                        .status())
                .isEqualTo(204);
        var refused = api.staff(
                "oncd.reviewer",
                "POST",
                path + "/complete",
                "{\"variables\":{\"vote\":{\"value\":\"object\"},\"reasons\":{\"value\":\"unsafe\"}}}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.json().get("detail").asText())
                .isEqualTo("An objection must name at least one published criterion, such as CR-02.");
        assertThat(refused.json().get("errors").get(0).get("field").asText()).isEqualTo("criteria");
        assertThat(refused.body()).doesNotContain("Exception").doesNotContain("ENGINE");
        assertThat(cases.task(acme, "draftVote", "oncd")).isNotNull();
    }

    @Test
    void answersAClosedTaskOverRestWithNotFound() {
        staff.complete("oncd.reviewer", draft, CONCUR);
        var late = api.staff(
                "oncd.reviewer",
                "POST",
                "/engine-rest/task/" + draft.getId() + "/complete",
                "{\"variables\":{\"vote\":{\"value\":\"concur\"}}}");
        assertThat(late.status()).isEqualTo(404);
        assertThat(late.json().get("detail").asText()).isEqualTo("This task is not open any more, or never was.");
    }

    @Test
    void keepsReasonsAndEvidenceOutOfTheProcessVariables() {
        staff.complete(
                "oncd.reviewer",
                draft,
                Map.of("vote", "object", "reasons", "unsafe", "criteria", "CR-02", "evidence", "a report"));
        assertThat(runtime.getVariables(draft.getProcessInstanceId()).keySet())
                .containsExactlyInAnyOrder("applicationId", "caseTitle", "riskBand", "agency");
    }
}
