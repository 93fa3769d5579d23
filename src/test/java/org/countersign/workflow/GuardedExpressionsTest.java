package org.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Unguarded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Attacks through expressions: in queries (CVE-2026-109432) and in what a diagram may reach. */
@CountersignTest
class GuardedExpressionsTest {

    /** Would be set by an expression that was evaluated. */
    private static final String CANARY = "countersign.test.canary";

    private static final String SET_CANARY = "${''.getClass().forName('java.lang.System')"
            + ".getMethod('setProperty', ''.getClass(), ''.getClass()).invoke(null, '" + CANARY + "', 'dead')}";

    @Autowired
    private LabApi api;

    @Autowired
    private TaskService tasks;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private ProcessEngineConfigurationImpl engine;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assigneeExpression",
                "assigneeLikeExpression",
                "ownerExpression",
                "candidateUserExpression",
                "candidateGroupExpression",
                "candidateGroupsExpression",
                "involvedUserExpression",
                "processInstanceBusinessKeyExpression",
                "processInstanceBusinessKeyLikeExpression",
                "createdBeforeExpression",
                "createdAfterExpression",
                "createdOnExpression",
                "dueDateExpression",
                "dueBeforeExpression",
                "dueAfterExpression",
                "followUpDateExpression",
                "followUpBeforeExpression",
                "followUpAfterExpression",
                "followUpBeforeOrNotExistentExpression"
            })
    void noQueryOverRestEvaluatesAnExpression(String field) {
        String expression = "{\"" + field + "\":\"" + SET_CANARY.replace("\"", "\\\"") + "\"}";
        for (String query : new String[] {expression, "{\"orQueries\":[" + expression + "]}"}) {
            var answer = api.staff("oncd.reviewer", "POST", "/engine-rest/task?maxResults=1", query);
            assertThat(answer.status()).as(query).isGreaterThanOrEqualTo(400);
            assertThat(System.getProperty(CANARY)).isNull();
        }
    }

    @Test
    void anExpressionWithoutAProcessIsRefusedBeforeItIsEvaluated() {
        // Harmless and not on the list: evaluated it would simply give a name.
        assertThatThrownBy(() -> tasks.createTaskQuery()
                        .or()
                        .taskAssigneeExpression("${'oncd.reviewer'}")
                        .endOr()
                        .list())
                .isInstanceOf(ProcessEngineException.class)
                .rootCause()
                .hasMessage("Expressions are not evaluated outside a process");
    }

    @Test
    void theFiltersOfTasklistStillKnowWhoAsks() {
        var mine = api.staff("oncd.reviewer", "GET", "/engine-rest/filter?name=My%20tasks", null)
                .json();
        String id = mine.get(0).get("id").asText();
        var list = api.staff("oncd.reviewer", "POST", "/engine-rest/filter/" + id + "/list", "{}");
        assertThat(list.status()).as(list.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${dataSource.connection}",
                "${applications.get('x')}",
                "${staffAccounts}",
                "${reviewClock.class.classLoader}",
                "${reviewClock.getClass()}",
                "${''.getClass().forName('java.lang.Runtime')}",
                "${execution.class}",
                "${execution.processEngineServices}",
                "${execution.setVariable('outcome', 'approve')}",
                "${execution.getProcessEngineServices().getRuntimeService()}",
                "${issueLicense.execute(execution)}",
                "${reviewClock.toString()}",
                "${reviewClock.hashCode()}",
                "${''.bytes}",
                "${'a'.concat('b')}"
            })
    void aDiagramReachesNoOtherBeanAndNoClass(String expression) {
        String key = "attack-" + Math.abs(expression.hashCode());
        String deployment = Unguarded.deploy(
                engine,
                repository
                        .createDeployment()
                        .addModelInstance(
                                key + ".bpmn",
                                Bpmn.createExecutableProcess(key)
                                        .camundaHistoryTimeToLive(1)
                                        .startEvent()
                                        .serviceTask()
                                        .camundaExpression(expression)
                                        .endEvent()
                                        .done()));
        try {
            assertThatThrownBy(() -> runtime.startProcessInstanceByKey(key))
                    .isInstanceOf(ProcessEngineException.class)
                    .hasMessageMatching(
                            "(?s).*(Unknown property|Unknown method|reflection|may not look at|may not call).*");
        } finally {
            repository.deleteDeployment(deployment, true);
        }
    }

    @Test
    void theEngineIsSetAsItMustBe() {
        assertThat(engine.isEnableExpressionsInAdhocQueries()).isFalse();
        assertThat(engine.isEnableXxeProcessing()).isFalse();
        assertThat(engine.isJavaSerializationFormatEnabled()).isFalse();
        assertThat(engine.isDeserializationTypeValidationEnabled()).isTrue();
        assertThat(engine.isRestrictUserOperationLogToAuthenticatedUsers()).isFalse();
        assertThat(engine.isAuthorizationEnabled()).isTrue();
        assertThat(engine.getQueryMaxResultsLimit()).isEqualTo(EngineSettings.MOST_RESULTS_OF_A_QUERY);
        assertThat(engine.isEnableScriptEngineLoadExternalResources()).isFalse();
        assertThat(engine.getExpressionManager()).isInstanceOf(GuardedExpressionManager.class);
        // The one switch that stays on: filters need it, and the expression manager admits these texts only.
        assertThat(engine.isEnableExpressionsInStoredQueries()).isTrue();
        assertThat(GuardedExpressionManager.QUERY_EXPRESSIONS)
                .containsExactlyInAnyOrder(
                        "${currentUser()}", "${currentUserGroups()}", "${now()}", "${dateTime().plusDays(7)}");
    }
}
