package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.countersign.testing.TestCases.ACCEPT;
import static org.countersign.testing.TestCases.CONCUR;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.task.Task;
import org.countersign.signoff.Votes;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Attempts;
import org.countersign.workflow.Recusals;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rule 4. People can step back from a case; who has never sees a task of it again. */
@CountersignTest
class Rule4RecusalTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private TaskService tasks;

    @Autowired
    private Recusals recusals;

    @Autowired
    private Votes votes;

    @Autowired
    private JdbcClient db;

    @Autowired
    private IdentityService identity;

    @Autowired
    private Attempts attempts;

    @Autowired
    private TimeMachine time;

    private Case acme;
    private Task draft;

    @BeforeEach
    void aCaseWithTheAgencies() {
        acme = cases.referred();
        draft = cases.task(acme, "draftVote", "oncd");
    }

    /** What the person finds of the case over HTTP. */
    private int tasksSeenBy(String person) {
        LabApi.Answer seen =
                api.staff(person, "GET", "/engine-rest/task?processInstanceBusinessKey=" + acme.reference(), null);
        assertThat(seen.status()).isEqualTo(200);
        return seen.json().size();
    }

    private LabApi.Answer over(String person, Task task, String what, String body) {
        return api.staff(person, "POST", "/engine-rest/task/" + task.getId() + "/" + what, body);
    }

    private List<String> toldThatNobodyIsLeft() {
        return db.sql("SELECT recipient FROM notice WHERE application_id = ? AND kind = 'nobody-left'")
                .param(acme.id())
                .query(String.class)
                .list();
    }

    @Test
    void administratorsAreToldWhenTheOnlyDirectorDraftedAndCanCountersignNeitherTheVoteNorTheCase() {
        identity.createUserQuery().memberOfGroup("commerce-directors").list().stream()
                .map(User::getId)
                .filter(director -> !director.equals("commerce.director"))
                .forEach(other -> attempts.at(() -> {
                    recusals.recuse(acme.id(), other, "Not this one.");
                    return other;
                }));
        staff.complete("oncd.reviewer", draft, CONCUR);
        staff.complete("oncd.director", cases.task(acme, "countersignVote", "oncd"), ACCEPT);
        cases.signs(acme, "ostp", CONCUR);
        staff.complete("commerce.director", cases.task(acme, "draftVote", "commerce"), CONCUR);
        time.advance(Duration.ofDays(30));

        assertThat(cases.openTasks(acme)).containsExactly("countersign");
        assertThat(db.sql(
                                """
                        SELECT count(DISTINCT about) FROM notice
                        WHERE application_id = ? AND kind = 'nobody-left' AND recipient = 'admin@agency.example'""")
                        .param(acme.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void whoStepsBackCompletesNothingAndLeavesTheTaskToTheOthers() {
        assertThat(tasksSeenBy("oncd.reviewer")).isEqualTo(1);
        LabApi.Answer stepped = over(
                "oncd.reviewer",
                draft,
                "complete",
                "{\"variables\":{\"recused\":{\"value\":true},\"reasons\":{\"value\":\"My sister works there.\"}}}");
        assertThat(stepped.status()).isEqualTo(204);

        assertThat(recusals.of(acme.id()))
                .extracting(Recusals.Recusal::person, Recusals.Recusal::reasons)
                .containsExactly(tuple("oncd.reviewer", "My sister works there."));
        assertThat(votes.ofApplication(acme.id())).isEmpty();
        assertThat(tasksSeenBy("oncd.reviewer")).isZero();
        assertThat(tasksSeenBy("oncd.director")).isEqualTo(1);
        assertThat(toldThatNobodyIsLeft()).isEmpty();

        staff.complete("oncd.director", draft, CONCUR);
        assertThat(votes.ofApplication(acme.id())).hasSize(1);
    }

    @Test
    void aTaskThatWasClaimedIsFreeAgain() {
        over("oncd.reviewer", draft, "claim", "{\"userId\":\"oncd.reviewer\"}");
        staff.stepsBack("oncd.reviewer", draft);
        assertThat(cases.task(acme, "draftVote", "oncd").getAssignee()).isNull();
        staff.complete("oncd.director", draft, CONCUR);
    }

    @Test
    void whoSteppedBackCanNeitherClaimNorCompleteNorOpenTheForm() {
        staff.stepsBack("oncd.reviewer", draft);
        assertThat(over("oncd.reviewer", draft, "claim", "{\"userId\":\"oncd.reviewer\"}")
                        .status())
                .isIn(403, 404);
        assertThat(over("oncd.reviewer", draft, "complete", "{\"variables\":{\"vote\":{\"value\":\"concur\"}}}")
                        .status())
                .isIn(403, 404);
        assertThat(api.staff("oncd.reviewer", "GET", "/engine-rest/task/" + draft.getId() + "/form-variables", null)
                        .status())
                .isIn(403, 404);
        assertThat(api.staff("oncd.reviewer", "GET", "/engine-rest/task/" + draft.getId(), null)
                        .status())
                .isIn(403, 404);
        assertThatThrownBy(() -> staff.complete("oncd.reviewer", draft, CONCUR))
                .isInstanceOf(AuthorizationException.class);
        assertThat(votes.ofApplication(acme.id())).isEmpty();
    }

    @Test
    void tasksThatComeLaterAreHiddenFromTheMomentTheyExist() {
        staff.stepsBack("oncd.director", draft);
        assertThat(tasksSeenBy("oncd.director")).isZero();
        staff.complete("oncd.reviewer", draft, CONCUR);

        Task countersign = cases.task(acme, "countersignVote", "oncd");
        assertThat(tasksSeenBy("oncd.director")).isZero();
        assertThatThrownBy(() -> staff.complete("oncd.director", countersign, ACCEPT))
                .isInstanceOf(AuthorizationException.class);

        staff.hire("oncd.deputy", "oncd", "oncd-directors");
        staff.complete(
                "oncd.deputy", countersign, Map.of("accepted", "false", "note", "Say more about the test bench."));
        assertThat(tasksSeenBy("oncd.director")).isZero();
        assertThat(tasksSeenBy("oncd.deputy")).isEqualTo(1);
    }

    @Test
    void aTaskAssignedByAnAdministratorIsRefusedAllTheSame() {
        staff.stepsBack("oncd.reviewer", draft);
        tasks.setAssignee(draft.getId(), "oncd.reviewer");
        assertThatThrownBy(() -> staff.as("oncd.reviewer", () -> tasks.complete(draft.getId(), CONCUR)))
                .isInstanceOfAny(RuleBroken.class, AuthorizationException.class);
        assertThat(votes.ofApplication(acme.id())).isEmpty();
    }

    @Test
    void oneCaseIsNotAnother() {
        Case other = cases.referred();
        staff.stepsBack("oncd.reviewer", draft);
        staff.complete("oncd.reviewer", cases.task(other, "draftVote", "oncd"), CONCUR);
        assertThat(votes.ofApplication(other.id())).hasSize(1);
    }

    @Test
    void steppingBackTwiceIsSteppingBackOnce() {
        staff.stepsBack("oncd.reviewer", draft);
        assertThatThrownBy(() -> staff.stepsBack("oncd.reviewer", draft)).isInstanceOf(AuthorizationException.class);
        assertThat(recusals.of(acme.id())).hasSize(1);
    }

    @Test
    void steppingBackNeedsReasons() {
        for (String reasons : new String[] {"", "   "}) {
            LabApi.Answer refused = over(
                    "oncd.reviewer",
                    draft,
                    "complete",
                    "{\"variables\":{\"recused\":{\"value\":\"true\"},\"reasons\":{\"value\":\"" + reasons + "\"}}}");
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.json().get("errors").get(0).get("field").asText())
                    .isEqualTo("reasons");
            assertThat(refused.json().get("detail").asText())
                    .isEqualTo("Say in up to 4000 characters why you step back.");
        }
        assertThatThrownBy(() -> staff.as(
                        "oncd.reviewer",
                        () -> tasks.complete(draft.getId(), Map.of("recused", true, "reasons", "x".repeat(4_001)))))
                .isInstanceOf(RuleBroken.class);
        assertThat(recusals.of(acme.id())).isEmpty();
        assertThat(tasksSeenBy("oncd.reviewer")).isEqualTo(1);
    }

    @Test
    void reasonsWithCharactersThatCannotBeStoredAreRefusedInPlainWords() {
        LabApi.Answer refused = over(
                "oncd.reviewer",
                draft,
                "complete",
                "{\"variables\":{\"recused\":{\"value\":true},\"reasons\":{\"value\":\"my\\u0000sister\"}}}");
        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.json().get("errors").get(0).get("field").asText()).isEqualTo("reasons");
        assertThat(recusals.of(acme.id())).isEmpty();
    }

    @Test
    void theDirectorsAreToldWhenNobodyIsLeft() {
        List<String> members = staff.membersOf("oncd");
        for (String member : members) {
            assertThat(toldThatNobodyIsLeft()).isEmpty();
            staff.stepsBack(member, draft);
        }
        assertThat(toldThatNobodyIsLeft())
                .contains("oncd.director@agency.example")
                .doesNotHaveDuplicates();
    }

    @Test
    void theAdministratorsAreToldWhenNoDirectorIsLeft() {
        Case concurred = acme;
        List.of("oncd", "ostp", "commerce").forEach(agency -> cases.signs(concurred, agency, CONCUR));
        Task countersign = cases.task(acme, AccessReview.COUNTERSIGN);
        staff.membersOf("commerce-directors").forEach(director -> staff.stepsBack(director, countersign));
        assertThat(toldThatNobodyIsLeft()).contains("admin@agency.example");
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }

    @Test
    void whoIsToldThatNobodyIsLeftDoesNotGetTheKeyOfTheApplicantsPage() {
        staff.membersOf("oncd").forEach(member -> staff.stepsBack(member, draft));
        assertThat(db.sql("SELECT body FROM notice WHERE application_id = ? AND kind = 'nobody-left'")
                        .param(acme.id())
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .allSatisfy(body ->
                        assertThat(body).contains("/cases/" + acme.reference()).doesNotContain("/track/"));
    }

    @Test
    void whoSteppedBackNeitherCountersignsForCommerceNorConsidersARebuttal() {
        staff.stepsBack("commerce.director", cases.task(acme, "draftVote", "commerce"));
        staff.hire("commerce.deputy", "commerce", "commerce-directors");
        cases.signs(acme, "oncd", CONCUR);
        cases.signs(acme, "ostp", CONCUR);
        staff.complete("commerce.reviewer", cases.task(acme, "draftVote", "commerce"), CONCUR);
        staff.complete("commerce.deputy", cases.task(acme, "countersignVote", "commerce"), ACCEPT);

        Task countersign = cases.task(acme, AccessReview.COUNTERSIGN);
        assertThatThrownBy(() -> staff.complete("commerce.director", countersign, TestCases.APPROVE))
                .isInstanceOf(AuthorizationException.class);
        staff.complete("commerce.deputy", countersign, TestCases.REFUSE);
        assertThat(cases.rebuts(acme, "Not true.").status()).isEqualTo(200);
        Task consider = cases.task(acme, AccessReview.CONSIDER_REBUTTAL);
        assertThatThrownBy(() -> staff.complete("commerce.director", consider, TestCases.REFUSE))
                .isInstanceOf(AuthorizationException.class);
    }

    @Test
    void nobodyStepsBackFromATaskThatIsNotTheirsToSee() {
        assertThatThrownBy(() -> staff.stepsBack("ostp.reviewer", draft)).isInstanceOf(AuthorizationException.class);
        assertThat(recusals.of(acme.id())).isEmpty();
    }
}
