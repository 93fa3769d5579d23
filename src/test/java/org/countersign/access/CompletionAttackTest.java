package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.TestCases.CONCUR;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.task.Task;
import org.countersign.signoff.Votes;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What a member of staff can do beyond their own decision by sending odd completions and claims. */
@CountersignTest
class CompletionAttackTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private Votes votes;

    @Autowired
    private TimeMachine time;

    private Answer complete(String person, Task task, String variables) {
        return api.staff(
                person, "POST", "/engine-rest/task/" + task.getId() + "/complete", "{\"variables\":" + variables + "}");
    }

    private Answer submitForm(String person, Task task, String variables) {
        return api.staff(
                person,
                "POST",
                "/engine-rest/task/" + task.getId() + "/submit-form",
                "{\"variables\":" + variables + "}");
    }

    @Test
    void intakeCannotReturnAnotherCaseThanItsOwn() {
        Case mine = cases.received();
        Case another = cases.received();

        Answer answer = complete(
                "intake.officer",
                cases.task(mine, "checkCompleteness"),
                "{\"outcome\":{\"value\":\"return\"},\"note\":{\"value\":\"incomplete\"},\"applicationId\":{\"value\":\""
                        + another.id() + "\"}}");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(cases.asTheLabSeesIt(mine).get("status").asText()).isEqualTo("returned");
        assertThat(cases.asTheLabSeesIt(another).get("status").asText()).isEqualTo("received");
    }

    @Test
    void aVoteCannotBeCastInAnotherCaseOrForAnotherAgency() {
        Case mine = cases.referred();
        Case another = cases.referred();
        Task draft = cases.task(mine, "draftVote", "oncd");

        submitForm(
                "oncd.reviewer",
                draft,
                "{\"vote\":{\"value\":\"concur\"},\"agency\":{\"value\":\"ostp\"},\"applicationId\":{\"value\":\""
                        + another.id() + "\"}}");

        assertThat(votes.ofApplication(another.id())).isEmpty();
        assertThat(votes.ofApplication(mine.id())).singleElement().satisfies(vote -> assertThat(vote.agency())
                .isEqualTo("oncd"));
    }

    @Test
    void commerceCannotDenyACaseThatIsNotBeforeIt() {
        Case mine = cases.concurred();
        Case another = cases.referred();

        complete(
                "commerce.director",
                cases.task(mine, "countersign"),
                "{\"outcome\":{\"value\":\"refuse\"},\"reasons\":{\"value\":\"because\"},\"applicationId\":{\"value\":\""
                        + another.id() + "\"}}");

        assertThat(cases.asTheLabSeesIt(mine).get("status").asText()).isEqualTo("intent-to-deny");
        assertThat(cases.asTheLabSeesIt(another).get("status").asText()).isEqualTo("in-review");
    }

    @Test
    void nothingAPersonSendsBecomesAProcessVariable() {
        Case acme = cases.referred();
        Task draft = cases.task(acme, "draftVote", "oncd");
        complete(
                "oncd.reviewer",
                draft,
                "{\"vote\":{\"value\":\"concur\"},\"accepted\":{\"value\":true},\"recordCountersignature\":{\"value\":\"x\"},"
                        + "\"junk\":{\"value\":\"" + "x".repeat(10_000) + "\"}}");

        assertThat(runtime.getVariables(draft.getProcessInstanceId()).keySet())
                .containsExactlyInAnyOrder("applicationId", "caseTitle", "riskBand", "agency");
        Answer empty = complete("oncd.director", cases.task(acme, "countersignVote", "oncd"), "{}");
        assertThat(empty.status()).isEqualTo(422);
        assertThat(votes.ofApplication(acme.id()).get(0).countersignature()).isNull();
    }

    @Test
    void aVariableCannotTakeThePlaceOfABean() {
        Case acme = cases.referred();
        Task draft = cases.task(acme, "draftVote", "oncd");
        runtime.setVariable(draft.getProcessInstanceId(), "recordDraft", "planted");
        staff.complete("oncd.reviewer", draft, CONCUR);
        assertThat(votes.ofApplication(acme.id())).hasSize(1);
    }

    @Test
    void aTaskCanBeClaimedForOneselfOnly() {
        Case acme = cases.referred();
        Task draft = cases.task(acme, "draftVote", "oncd");
        String claim = "/engine-rest/task/" + draft.getId() + "/claim";
        for (String other : new String[] {"ghost", "hhs.reviewer", "oncd.director"}) {
            Answer refused = api.staff("oncd.reviewer", "POST", claim, "{\"userId\":\"" + other + "\"}");
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.json().get("detail").asText()).isEqualTo("You can claim a task for yourself only.");
        }
        assertThat(cases.task(acme, "draftVote", "oncd").getAssignee()).isNull();
        assertThat(api.staff("hhs.reviewer", "GET", "/engine-rest/task/" + draft.getId() + "/form-variables", null)
                        .status())
                .isIn(403, 404);
    }

    @Test
    void whoHasClaimedATaskCanGiveItBackAndAnAdministratorCanFreeIt() {
        Case acme = cases.referred();
        Task draft = cases.task(acme, "draftVote", "oncd");
        String task = "/engine-rest/task/" + draft.getId();
        String mine = "{\"userId\":\"oncd.reviewer\"}";
        assertThat(api.staff("oncd.reviewer", "POST", task + "/claim", mine).status())
                .isEqualTo(204);
        assertThat(api.staff("oncd.director", "POST", task + "/unclaim", "").status())
                .isEqualTo(403);
        assertThat(api.staff("oncd.reviewer", "POST", task + "/unclaim", "").status())
                .isEqualTo(204);
        assertThat(cases.task(acme, "draftVote", "oncd").getAssignee()).isNull();

        assertThat(api.staff("oncd.reviewer", "POST", task + "/claim", mine).status())
                .isEqualTo(204);
        assertThat(api.staff("admin", "POST", task + "/unclaim", "").status()).isEqualTo(204);
        assertThat(cases.task(acme, "draftVote", "oncd").getAssignee()).isNull();
    }

    @Test
    void ofManyWhoCompleteTheSameTaskAtOnceOneDoesAndTheOthersLearnThatItIsDone() throws Exception {
        Case acme = cases.referred();
        Task draft = cases.task(acme, "draftVote", "oncd");
        List<Integer> answers = new CopyOnWriteArrayList<>();
        List<Thread> people = IntStream.range(0, 8)
                .mapToObj(n -> new Thread(
                        () -> answers.add(complete("oncd.reviewer", draft, "{\"vote\":{\"value\":\"concur\"}}")
                                .status())))
                .toList();
        people.forEach(Thread::start);
        for (Thread person : people) {
            person.join();
        }
        assertThat(answers).hasSize(8).containsOnlyOnce(204).isSubsetOf(204, 404, 409);
        assertThat(votes.ofApplication(acme.id())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"outcome\":{\"value\":\"<a/>\",\"type\":\"Xml\"}}",
                "{\"outcome\":{\"value\":\"rO0ABXQAAXg=\",\"type\":\"Object\",\"valueInfo\":{\"serializationDataFormat\":"
                        + "\"application/x-java-serialized-object\",\"objectTypeName\":\"java.lang.String\"}}}",
                "{\"outcome\":{\"value\":\"refer\",\"type\":\"Bytes\"},\"note\":{\"value\":\"a\\u0000b\"}}",
                "{\"outcome\":{\"value\":\"return\"},\"note\":{\"value\":\"missing \\u202Eevil\\u0007\"}}",
                "{\"outcome\":null}",
                "{\"outcome\":{\"value\":null}}",
                "{\"outcome\":{\"value\":{\"a\":1}}}",
                "{\"outcome\":[]}",
                "[]",
                "7"
            })
    void oddValuesAreRefusedInPlainWordsAndNothingIsStored(String variables) {
        Case acme = cases.received();
        Answer answer = complete("intake.officer", cases.task(acme, "checkCompleteness"), variables);
        assertThat(answer.status()).as(answer.body()).isBetween(400, 422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("camunda");
        assertThat(cases.openTasks(acme)).containsExactly("checkCompleteness");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "7", "{", "\"x\""})
    void aBodyThatIsNoObjectIsRefused(String body) {
        Case acme = cases.received();
        String task =
                "/engine-rest/task/" + cases.task(acme, "checkCompleteness").getId();
        for (String path :
                new String[] {task + "/complete", task + "/submit-form", task + "/claim", "/engine-rest/task"}) {
            assertThat(api.staff("intake.officer", "POST", path, body).status())
                    .as(path)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/task?firstResult=-5",
                "/task?maxResults=-1",
                "/task?firstResult=",
                "/task?name=%00",
                "/process-instance?businessKey=%00",
                "/filter?firstResult=-1",
                "/deployment/x/resources/y/data",
                "/process-definition/x/xml",
                "/task/x/form-variables",
                "/history/task?sortBy=nothing"
            })
    void aQueryThatMakesNoSenseIsNoFaultOfOurs(String query) {
        Answer answer = api.staff("admin", "GET", "/engine-rest" + query, null);
        assertThat(answer.status()).as(answer.body()).isBetween(400, 404);
        assertThat(answer.body()).doesNotContain("Exception");
    }

    @Test
    void aHugeCompletionIsRefused() {
        Case acme = cases.received();
        Answer answer = complete(
                "intake.officer",
                cases.task(acme, "checkCompleteness"),
                "{\"outcome\":{\"value\":\"refer\"},\"junk\":{\"value\":\"" + "x".repeat(300_000) + "\"}}");
        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void wrongPasswordsNeverLockAnAccountForGood() {
        var identity = staff.identity();
        for (int i = 0; i < 12; i++) {
            assertThat(identity.checkPassword("state.reviewer", "wrong" + i)).isFalse();
            time.advance(Duration.ofMinutes(2)); // the delay after a wrong password is at most one
        }
        assertThat(identity.checkPassword("state.reviewer", "demo")).isTrue();
    }
}
