package org.countersign.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.DirectiveDesk.REFUSE;
import static org.countersign.testing.DirectiveDesk.SIGN;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.DirectiveDesk;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How a directive ends: lifted by two agencies, in part or whole, or by itself, whether or not jobs run. */
@CountersignTest
class EndTest {

    @Autowired
    private DirectiveDesk desk;

    @Autowired
    private TestCases cases;

    @Autowired
    private Directives directives;

    @Autowired
    private Expiry expiry;

    @Autowired
    private HistoryService history;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    @AfterEach
    void leaveNothingInForce() {
        desk.clear();
    }

    private Directive directive(String reference) {
        return directives.byReference(reference).orElseThrow();
    }

    private List<String> journal(String reference) {
        return db.sql("SELECT action FROM journal WHERE subject = ? ORDER BY seq")
                .param(reference)
                .query(String.class)
                .list();
    }

    private Map<String, Object> endingInTwoHours(String population) {
        Map<String, Object> words = desk.words(population, "aurora-6");
        words.put("expiresOn", time.now().plus(Duration.ofHours(2)).toString());
        return words;
    }

    @Test
    void theStoriesOfDirectivesPassEveryFlowNode() {
        Case acme = cases.approved();
        String population = "customers:" + acme.customerId();
        String refused = desk.reviewed(desk.words(population, "aurora-6"));
        desk.does("commerce.director", refused, "countersignDirective", REFUSE);
        String withdrawn = desk.drafted(desk.words(population, "aurora-6"));
        desk.does(DirectiveDesk.DRAFTER, withdrawn, "reviewBlastRadius", Map.of("outcome", "withdraw"));
        String unsigned = desk.reviewed(endingInTwoHours(population));
        String expired = desk.inForce(endingInTwoHours(population));
        String lifted = desk.inForce(population, "aurora-6");
        desk.narrowed(lifted, acme.customerId());
        desk.does("state.director", lifted, "liftDirective", Map.of("outcome", "lift", "reasons", "Mended."));
        desk.does("energy.director", lifted, "countersignLifting", REFUSE);
        time.advance(Duration.ofHours(13));
        desk.lifted(lifted);

        assertThat(List.of(refused, withdrawn, unsigned, expired, lifted))
                .extracting(reference -> directive(reference).state())
                .containsExactly("refused", "withdrawn", "withdrawn", "expired", "lifted");
        assertThat(passedBy(List.of(refused, withdrawn, unsigned, expired, lifted)))
                .containsAll(flowNodes());
        assertThat(journal(lifted))
                .containsExactly(
                        "directive-drafted",
                        "directive-countersigned",
                        "directive-in-force",
                        "directive-lifting-drafted",
                        "directive-lifting-countersigned",
                        "directive-narrowed",
                        "directive-lifting-drafted",
                        "directive-lifting-refused",
                        "directive-lifting-drafted",
                        "directive-lifting-countersigned",
                        "directive-lifted");
        assertThat(db.sql("SELECT DISTINCT kind FROM notice WHERE directive_id IN (?, ?)")
                        .params(directive(lifted).id(), directive(expired).id())
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder(
                        "directive-in-force",
                        "directive-narrowed",
                        "directive-lifted",
                        "directive-expired",
                        "directive-reminder");
    }

    private static Set<String> flowNodes() {
        return Bpmn.readModelFromFile(
                        Path.of("processes", "emergency-directive.bpmn").toFile())
                .getModelElementsByType(FlowNode.class)
                .stream()
                .map(FlowNode::getId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> passedBy(List<String> references) {
        return references.stream()
                .flatMap(reference -> history
                        .createHistoricProcessInstanceQuery()
                        .processInstanceBusinessKey(reference)
                        .processDefinitionKey("emergency-directive")
                        .list()
                        .stream())
                .map(HistoricProcessInstance::getId)
                .flatMap(id ->
                        history.createHistoricActivityInstanceQuery().processInstanceId(id).finished().list().stream())
                .map(HistoricActivityInstance::getActivityId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aLiftingNeedsAnotherAgencyThanTheOneThatDraftedIt() {
        String reference = desk.inForce("domain:life-sciences", "borealis-3");
        desk.does("state.director", reference, "liftDirective", Map.of("outcome", "lift", "reasons", "Mended."));
        Task signing = desk.task(reference, "countersignLifting");

        for (String person : List.of("state.director", "state.reviewer", "oncd.reviewer")) {
            assertThat(desk.tries(person, signing, SIGN).status()).as(person).isIn(403, 404);
        }
        desk.does("oncd.director", reference, "countersignLifting", SIGN);

        assertThat(directive(reference).state()).isEqualTo("lifted");
    }

    @Test
    void aLiftingSaysWhatItMeans() {
        Case acme = cases.received();
        String reference = desk.inForce("domain:life-sciences", "borealis-3");

        refused(reference, Map.of("outcome", "lift"), "reasons");
        refused(reference, Map.of("outcome", "pause", "reasons", "x"), "outcome");
        refused(reference, Map.of("outcome", "carve-out", "reasons", "x"), "carveOuts");
        refused(reference, Map.of("outcome", "carve-out", "carveOuts", "nobody-knows-me", "reasons", "x"), "carveOuts");
        refused(reference, Map.of("outcome", "lift", "carveOuts", acme.customerId(), "reasons", "x"), "carveOuts");
        desk.narrowed(reference, acme.customerId());
        refused(reference, Map.of("outcome", "carve-out", "carveOuts", acme.customerId(), "reasons", "x"), "carveOuts");
    }

    private void refused(String reference, Map<String, Object> form, String field) {
        LabApi.Answer answer = desk.tries("state.director", reference, "liftDirective", form);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
    }

    @Test
    void endsByItselfThoughNoJobRuns() {
        Case acme = cases.approved();
        String reference = desk.inForce(endingInTwoHours("customers:" + acme.customerId()));
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isFalse();

        time.passTo(directive(reference).expiresAt());

        // At its end, before anybody has noted it; the licenses follow within a second.
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();
        refused(reference, Map.of("outcome", "lift", "reasons", "x"), "task");
        assertThat(directive(reference).state()).isEqualTo("in-force");
        expiry.heartbeat();
        assertThat(directive(reference).state()).isEqualTo("expired");
        assertThat(directive(reference).endedAt())
                .isEqualTo(directive(reference).expiresAt());
        assertThat(db.sql("SELECT light FROM license WHERE application_id = ?")
                        .param(acme.id())
                        .query(Integer.class)
                        .single())
                .isZero();
        time.runDueJobs();
        assertThat(desk.openTasks(reference)).isEmpty();
    }

    @Test
    void endsOnceHoweverManyNotice() {
        Case acme = cases.approved();
        String reference = desk.inForce(endingInTwoHours("customers:" + acme.customerId()));
        time.passTo(directive(reference).expiresAt());

        var outcomes =
                AtOnce.run(java.util.stream.Stream.generate(() -> (java.util.concurrent.Callable<Boolean>) () -> {
                            expiry.heartbeat();
                            return true;
                        })
                        .limit(4)
                        .toList());
        time.runDueJobs();

        assertThat(outcomes).allMatch(AtOnce.Outcome::succeeded);
        assertThat(journal(reference)).containsOnlyOnce("directive-expired");
        assertThat(desk.openTasks(reference)).isEmpty();
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();
    }
}
