package org.countersign.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.journal.Journal;
import org.countersign.risk.RiskAssessments;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.PartyScreening;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Everybody behind an application is screened; what cannot be told does not pass. */
@CountersignTest
class ScreeningOfApplicationsTest {

    private static final String LIST = "invented";

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private Screenings screenings;

    @Autowired
    private CurrentScreening current;

    @Autowired
    private RiskAssessments assessments;

    @Autowired
    private Journal journal;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private ProcessEngine engine;

    private ScreeningDesk desk;

    @BeforeEach
    void openDesk() {
        AbstractAssertions.init(engine);
        desk = new ScreeningDesk(api);
    }

    @AfterEach
    void retire() {
        desk.retire(LIST);
        time.runDueJobs();
    }

    private Case received(Consumer<ObjectNode> change) {
        String customer = "acme-" + UUID.randomUUID();
        return cases.received(customer, Submissions.with(body -> {
            body.withObject("/customer").put("customerId", customer);
            change.accept(body);
        }));
    }

    private Case receivedFrom(String name) {
        return received(body -> body.withObject("/customer").put("legalName", name));
    }

    private long recorded(Case of, String action) {
        return journal.about(of.reference()).stream()
                .filter(entry -> entry.action().equals(action))
                .count();
    }

    @Test
    void passesAnApplicationNobodyOfWhichIsOnAList() {
        Case acme = cases.received();
        assertThat(cases.instance(acme, AccessReview.KEY))
                .hasPassed("screenParties", "partiesClear")
                .hasNotPassed("matchConfirmed");
        assertThat(cases.openTasks(acme)).containsExactly("checkCompleteness");
        assertThat(screenings.resultOf(acme.id())).isEqualTo(Screenings.CLEAR);
        assertThat(recorded(acme, "parties-screened")).isEqualTo(1);
    }

    @Test
    void screensEverybodyBehindTheApplicationUnderEveryName() {
        List<Consumer<ObjectNode>> places = List.of(
                body -> body.withObject("/customer").put("legalName", "Vorshanov Export LLC"),
                body -> body.withObject("/customer")
                        .putArray("alternativeNames")
                        .add("Vorshanov Eksport"),
                body -> body.withObject("/customer/ultimateParent").put("legalName", "ООО Воршанов Экспорт"),
                body -> ((ObjectNode) body.at("/customer/beneficialOwners/0")).put("name", "Максим Дравенко"),
                body -> body.withObject("/customer/signatory").put("name", "Dravenko, Maxim"));
        for (Consumer<ObjectNode> place : places) {
            Case hit = received(place);
            assertThat(cases.openTasks(hit)).containsExactly("checkCompleteness", "resolveScreeningHits");
            assertThat(screenings.openHitsOf(hit.id())).isNotEmpty();
        }
    }

    @Test
    void refusesNamesAndDatesOfBirthThatAreNone() {
        Answer names = api.apply(LabApi.AURORA, Submissions.with(body -> body.withObject("/customer")
                .putArray("alternativeNames")
                .add(" ")));
        assertThat(names.status()).isEqualTo(422);
        assertThat(names.body()).contains("alternativeNames");
        Answer born =
                api.apply(LabApi.AURORA, Submissions.with(body -> ((ObjectNode) body.at("/customer/beneficialOwners/0"))
                        .put("dateOfBirth", "last century")));
        assertThat(born.status()).isEqualTo(422);
        assertThat(born.body()).contains("dateOfBirth");
    }

    @Test
    void opensExactlyTheHitsTheCheckTells() {
        Case hit = receivedFrom("Vorshanov Export");
        List<String> told =
                desk.check("Vorshanov Export", "organization").get("hits").findValuesAsText("entryId");
        assertThat(screenings.openHitsOf(hit.id()))
                .extracting(open -> open.entry().id())
                .containsExactlyElementsOf(told)
                .isNotEmpty();
    }

    @Test
    void goesOnWhenIntakeClearsTheHitsAndScoresThem() {
        Case hit = receivedFrom("Vorshanov Export");
        ProcessInstance review = cases.instance(hit, AccessReview.KEY);
        staff.complete(
                "intake.officer",
                cases.task(hit, PartyScreening.RESOLVE_SCREENING_HITS),
                Map.of("resolution", "cleared", "note", "Another register number, another country."));
        assertThat(review).hasPassed("partiesClear").hasNotPassed("matchConfirmed");
        assertThat(screenings.resultOf(hit.id())).isEqualTo(Screenings.CLEARED_HIT);
        assertThat(screenings.isScreened(hit.id())).isTrue();

        staff.complete("intake.officer", cases.task(hit, AccessReview.CHECK_COMPLETENESS), TestCases.REFER);
        assertThat(assessments.of(hit.id()).orElseThrow().facts().screening()).isEqualTo("cleared-hit");
        assertThat(recorded(hit, "screening-hits-resolved")).isEqualTo(1);
    }

    @Test
    void stopsTheCaseWhenIntakeConfirmsTheMatch() {
        Case hit = receivedFrom("Vorshanov Export");
        ProcessInstance review = cases.instance(hit, AccessReview.KEY);
        staff.complete(
                "intake.officer",
                cases.task(hit, PartyScreening.RESOLVE_SCREENING_HITS),
                Map.of("resolution", "true-match", "note", "Same register number."));
        assertThat(review).hasPassed("matchConfirmed").hasNotPassed("partiesClear", "scoreRisk");
        assertThat(screenings.resultOf(hit.id())).isEqualTo(Screenings.TRUE_MATCH);
        assertThat(screenings.isScreened(hit.id())).isFalse();
        assertThat(db.sql("SELECT contact FROM denial_notice WHERE application_id = ?")
                        .param(hit.id())
                        .query(String.class)
                        .single())
                .contains("intake.officer");
    }

    @Test
    void letsOnlyIntakeResolveAndOnlyWithANote() {
        Case hit = receivedFrom("Vorshanov Export");
        var task = cases.task(hit, PartyScreening.RESOLVE_SCREENING_HITS);
        refuses(
                "intake.officer",
                hit,
                Map.of("resolution", "cleared"),
                "Say what shows it, so that others can follow.");
        refuses("intake.officer", hit, Map.of("note", "?"), "Choose one of: cleared, true-match.");
        assertThatThrownBy(() -> staff.as("commerce.director", () -> engine.getTaskService()
                        .complete(task.getId(), Map.of("resolution", "cleared", "note", "Fine."))))
                .hasMessageContaining("commerce.director");
        assertThat(screenings.openHitsOf(hit.id())).isNotEmpty();
        assertThat(cases.openTasks(hit)).contains("resolveScreeningHits");
    }

    private void refuses(String person, Case of, Map<String, Object> form, String words) {
        assertThatThrownBy(() -> staff.complete(person, cases.task(of, PartyScreening.RESOLVE_SCREENING_HITS), form))
                .isInstanceOf(RuleBroken.class)
                .hasMessage(words);
    }

    @Test
    void showsPartyAndEntrySideBySide() throws Exception {
        Case hit = receivedFrom("Vorshanov Export");
        Answer form = api.staff(
                "intake.officer",
                "GET",
                "/engine-rest/task/"
                        + cases.task(hit, PartyScreening.RESOLVE_SCREENING_HITS).getId() + "/form-variables",
                null);
        JsonNode row = new ObjectMapper()
                .readTree(form.json().at("/screeningHits/value").asText())
                .get(0);
        assertThat(row.get("party").asText()).isEqualTo("Customer: Vorshanov Export (organization)");
        assertThat(row.get("entry").asText()).isEqualTo("VORSHANOV EXPORT OOO (organization)");
        assertThat(row.get("country").asText()).isEqualTo("US | RU");
        assertThat(row.get("source").asText()).contains("Demonstration list", "DEMO", "demo-parties");
        assertThat(row.get("remarks").asText()).contains("Made-up");
    }

    @Test
    void waitsWhenAListIsStaleAndGoesOnWhenItIsConfirmed() {
        String csv = ListText.of().person("a", "ZUBENKOVA, Larisa").csv();
        desk.put(LIST, csv);
        time.advance(Duration.ofHours(47));
        assertThat(cases.instance(cases.received(), AccessReview.KEY)).hasPassed("partiesClear");
        time.advance(Duration.ofHours(2));

        Case waiting = cases.received();
        ProcessInstance screening = cases.instance(waiting, PartyScreening.KEY);
        assertThat(screening)
                .hasPassed("screenParties")
                .isWaitingAt("waitForScreening")
                .hasNotPassed("partiesClear");
        assertThat(screenings.resultOf(waiting.id())).isEqualTo(Screenings.NOT_SCREENED);
        assertThat(desk.ask("{\"names\":[{\"name\":\"Jane Doe\"}]}")).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.json().get("detail").asText()).contains("invented is older than 48 hours");
        });
        time.advance(Duration.ofHours(3)); // it looks again every hour
        assertThat(screening).isWaitingAt("waitForScreening");
        assertThat(recorded(waiting, "screening-unavailable")).isEqualTo(1);

        desk.put(LIST, csv);
        time.runDueJobs(); // woken at once, not after another hour
        assertThat(screening).hasPassed("partiesClear").isEnded();
        assertThat(recorded(waiting, "parties-screened")).isEqualTo(1);
    }

    @Test
    void waitsWhenThereIsNoList() {
        db.sql("UPDATE screening_list SET retired_at = imported_at WHERE id = 'demo-parties'")
                .update();
        Case waiting;
        try {
            waiting = cases.received();
            assertThat(cases.instance(waiting, PartyScreening.KEY)).isWaitingAt("waitForScreening");
            assertThat(desk.ask("{\"names\":[{\"name\":\"Jane Doe\"}]}")).satisfies(answer -> {
                assertThat(answer.status()).isEqualTo(409);
                assertThat(answer.json().get("detail").asText()).contains("No screening list is in force.");
            });
        } finally {
            db.sql("UPDATE screening_list SET retired_at = NULL WHERE id = 'demo-parties'")
                    .update();
        }
        time.advance(Duration.ofHours(1));
        assertThat(cases.instance(waiting, AccessReview.KEY)).hasPassed("partiesClear");
    }

    @Test
    void waitsWhenTheIndexIsBroken() {
        desk.put(LIST, ListText.of().person("a", "ZUBENKOVA, Larisa").csv());
        // An entry that no index can be made of.
        db.sql("UPDATE screening_entry SET names = ARRAY[NULL::text], since_version = 1 WHERE list_id = ?")
                .param(LIST)
                .update();
        db.sql("UPDATE screening_list SET version = version + 1 WHERE id = ?")
                .param(LIST)
                .update();

        Case waiting = cases.received();
        assertThat(cases.instance(waiting, PartyScreening.KEY)).isWaitingAt("waitForScreening");
        assertThat(db.sql("SELECT reason FROM screening WHERE application_id = ?")
                        .param(waiting.id())
                        .query(String.class)
                        .single())
                .isEqualTo("The index of the screening lists does not answer.");
        assertThat(desk.ask("{\"names\":[{\"name\":\"Jane Doe\"}]}").status()).isEqualTo(503);

        desk.put(LIST, ListText.of().person("b", "ZUBENKOVA, Larisa").csv());
        time.runDueJobs();
        assertThat(cases.instance(waiting, AccessReview.KEY)).hasPassed("partiesClear");
    }

    @Test
    void answersOnceHoweverOftenTheStepRuns() {
        Case hit = receivedFrom("Vorshanov Export");
        Case clear = cases.received();
        for (int i = 0; i < 2; i++) {
            assertThat(run(() -> current.resultFor(hit.id()))).isEqualTo(Screenings.HITS);
            assertThat(run(() -> current.resultFor(clear.id()))).isEqualTo(Screenings.CLEAR);
        }
        assertThat(screenings.of(hit.id())).hasSize(1);
        assertThat(screenings.of(clear.id())).hasSize(1);
    }

    private String run(Supplier<String> step) {
        return new TransactionTemplate(transactions).execute(status -> step.get());
    }

    @Test
    void screensWhileAListIsImported() throws Exception {
        ListText list = ListText.of();
        for (int i = 0; i < 3_000; i++) {
            list.person("id" + i, "ZUBENKOVA " + i + ", Larisa");
        }
        var importing = new Thread(() -> desk.put(LIST, list.csv()));
        importing.start();
        for (int i = 0; i < 5; i++) {
            assertThat(screenings.resultOf(receivedFrom("Vorshanov Export").id()))
                    .isEqualTo(Screenings.NOT_SCREENED);
            assertThat(screenings.resultOf(cases.received().id())).isEqualTo(Screenings.CLEAR);
        }
        importing.join();
        assertThat(desk.list(LIST).get("rows").asInt()).isEqualTo(3_000);
    }

    @Test
    void keepsWhatWasScreenedAndResolvedAsItWas() {
        Case hit = receivedFrom("Vorshanov Export");
        for (String change : List.of(
                "UPDATE screening SET result = 'clear'",
                "DELETE FROM screening_hit",
                "DELETE FROM hit_resolution",
                "UPDATE screening_hit SET score = 0")) {
            assertThatThrownBy(() -> db.sql(change).update()).hasStackTraceContaining("permission denied");
        }
        assertThat(screenings.openHitsOf(hit.id())).isNotEmpty();
    }
}
