package org.countersign.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.proposal.ModelerDesk.OWNER;
import static org.countersign.proposal.ModelerDesk.SECOND;
import static org.countersign.proposal.ModelerDesk.both;
import static org.countersign.proposal.ModelerDesk.changed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.RepositoryService;
import org.countersign.journal.Journal;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A changed model is in force on the word of two process owners, once, and not otherwise. */
@CountersignTest
class FourEyesTest {

    @Autowired
    private LabApi api;

    @Autowired
    private Staff staff;

    @Autowired
    private TestCases cases;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private FormService forms;

    @Autowired
    private Journal journal;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private AutowireCapableBeanFactory beans;

    private ModelerDesk desk;

    @BeforeEach
    void open() {
        desk = beans.createBean(ModelerDesk.class);
        staff.hire("process.third", "process-owners");
    }

    @AfterEach
    void clear() {
        desk.clear();
    }

    private static Map<String, String> relabelled(String label) {
        return changed("access-review.bpmn", "name=\"Check completeness\"", "name=\"" + label + "\"");
    }

    @Test
    void whatIsAcceptedIsInForceForWhatBeginsAfterIt() {
        Case before = cases.received();
        String id = desk.proposes(OWNER, "A better label", relabelled("Check whether it is complete"));
        assertThat(cases.task(before, "checkCompleteness").getName()).isEqualTo("Check completeness");

        JsonNode seen = desk.look(SECOND, id).json();
        assertThat(seen.at("/files/0/differences").findValuesAsText("id")).containsExactly("checkCompleteness");
        assertThat(seen.at("/files/0/differences/0/change").asText()).isEqualTo("changed");
        int version = seen.at("/files/0/beforeVersion").asInt();
        assertThat(seen.at("/files/0/running/0/version").asInt()).isEqualTo(version);
        assertThat(seen.at("/files/0/running/0/standsAt").findValuesAsText("id"))
                .contains("checkCompleteness");

        Answer accepted = desk.accepts(SECOND, id);
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.json().get("state").asText()).isEqualTo("accepted");

        Case after = cases.received();
        assertThat(cases.task(before, "checkCompleteness").getName()).isEqualTo("Check completeness");
        assertThat(cases.task(after, "checkCompleteness").getName()).isEqualTo("Check whether it is complete");
        assertThat(cases.instance(before, "access-review").getProcessDefinitionId())
                .isNotEqualTo(cases.instance(after, "access-review").getProcessDefinitionId());

        assertThat(journal.about(id)).last().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("model-accepted");
            assertThat(entry.actor()).isEqualTo(SECOND);
            assertThat(entry.content())
                    .contains("access-review:" + (version + 1), OWNER, "Looks right.")
                    .contains(seen.at("/files/0/beforeSha256").asText())
                    .contains(seen.at("/files/0/sha256").asText());
        });
        // What runs is moved by the page that is there for it, and not by this.
        JsonNode move = api.staff(OWNER, "GET", "/api/v1/processes/access-review/migration", null)
                .json();
        assertThat(move.get("to").asInt()).isEqualTo(version + 1);
        assertThat(move.toString()).contains(before.reference()).doesNotContain(after.reference());
    }

    @Test
    void aChangedTableIsUsedByTheNextCaseAndNamedInTheJournal() throws Exception {
        String id = desk.proposes(
                OWNER,
                "Shorter",
                changed("review-clock.dmn", text -> text.replaceFirst("<text>9</text>", "<text>8</text>")));
        desk.accepts(SECOND, id);

        Case acme = cases.received();
        JsonNode content = new ObjectMapper()
                .readTree(journal.about(acme.reference()).stream()
                        .filter(entry -> entry.action().equals("clock-started"))
                        .findFirst()
                        .orElseThrow()
                        .content());
        String sha256 = desk.look(OWNER, id).json().at("/files/0/sha256").asText();
        assertThat(content.get("under").toString()).contains(sha256);
    }

    @Test
    void aChangedFormIsShownByTasksThatAreOpenAlready() throws Exception {
        Case acme = cases.received();
        String id = desk.proposes(
                OWNER,
                "Clearer",
                changed("check-completeness.form", "\"label\": \"Outcome\"", "\"label\": \"What follows\""));
        JsonNode seen = desk.look(SECOND, id).json();
        assertThat(seen.at("/files/0/differences/0/change").asText()).isEqualTo("changed");
        assertThat(seen.at("/files/0/openTasks").toString()).contains("Check completeness");
        desk.accepts(SECOND, id);
        try (var form =
                forms.getDeployedTaskForm(cases.task(acme, "checkCompleteness").getId())) {
            assertThat(new String(form.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("What follows");
        }
    }

    @Test
    void aDiagramAndItsFormComeIntoForceTogether() {
        String id = desk.proposes(
                OWNER,
                "Together",
                both(
                        relabelled("Look through it"),
                        changed("check-completeness.form", "\"label\": \"Outcome\"", "\"label\": \"What next\"")));
        Answer accepted = desk.accepts(SECOND, id);
        String deployment = accepted.json().get("deploymentId").asText();
        assertThat(repository.getDeploymentResourceNames(deployment))
                .containsExactlyInAnyOrder("access-review.bpmn", "check-completeness.form");
    }

    @Test
    void nobodyDecidesOnTheirOwnProposalAndNobodyElseTakesItBack() {
        String id = desk.proposes(OWNER, "Mine", relabelled("Mine"));
        assertThat(new NoTrace(db).of(() -> desk.accepts(OWNER, id)).status()).isEqualTo(403);
        assertThat(new NoTrace(db).of(() -> desk.refuses(OWNER, id)).status()).isEqualTo(403);
        assertThat(new NoTrace(db).of(() -> desk.withdraws(SECOND, id)).status())
                .isEqualTo(403);
        assertThat(desk.withdraws(OWNER, id).json().get("state").asText()).isEqualTo("withdrawn");
        assertThat(new NoTrace(db).of(() -> desk.accepts(SECOND, id)).status()).isEqualTo(409);
        assertThat(journal.about(id)).last().satisfies(entry -> assertThat(entry.action())
                .isEqualTo("model-withdrawn"));
    }

    @Test
    void aRefusalKeepsEverythingAsItWas() {
        long deployments = repository.createDeploymentQuery().count();
        String id = desk.proposes(OWNER, "No", relabelled("No"));
        assertThat(desk.refuses(SECOND, id).json().get("reasons").asText()).isEqualTo("Too early.");
        assertThat(new NoTrace(db).of(() -> desk.accepts(SECOND, id)).status()).isEqualTo(409);
        assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
        assertThat(desk.proposes(OWNER, "Once more", relabelled("No")))
                .as("the same may be proposed again")
                .isNotEqualTo(id);
    }

    @Test
    void aDecisionNeedsReasons() {
        String id = desk.proposes(OWNER, "Why", relabelled("Why"));
        String path = "/api/v1/processes/proposals/" + id;
        for (String body : List.of("{\"reasons\":\" \"}", "{\"reasons\":\"" + "x".repeat(4_001) + "\"}")) {
            assertThat(new NoTrace(db)
                            .of(() -> api.staff(SECOND, "POST", path + "/acceptance", body))
                            .status())
                    .isEqualTo(422);
        }
        assertThat(api.staff(SECOND, "POST", path + "/refusal", "{}").status()).isEqualTo(422);
        assertThat(api.staff(SECOND, "POST", path + "/refusal", "{\"reasons\":\"\",\"by\":\"admin\"}")
                        .status())
                .isEqualTo(422);
        assertThat(api.staff(SECOND, "GET", "/api/v1/processes/proposals/MP-1", null)
                        .status())
                .isEqualTo(404);
        assertThat(desk.accepts(SECOND, "MP-1").status()).isEqualTo(404);
    }

    @Test
    void whatWasMadeAgainstAnotherVersionMustBeProposedAgain() {
        String first = desk.proposes(OWNER, "First", relabelled("First"));
        String second = desk.proposes(OWNER, "Second", relabelled("Second"));
        assertThat(desk.accepts(SECOND, first).status()).isEqualTo(200);

        assertThat(desk.look(SECOND, second).json().at("/stale/0").asText()).isEqualTo("access-review.bpmn");
        Answer refused = new NoTrace(db).of(() -> desk.accepts(SECOND, second));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("detail").asText()).contains("must be proposed again");

        String again = desk.proposes(OWNER, "Second", relabelled("Second"));
        assertThat(again).isNotEqualTo(second);
        assertThat(desk.accepts(SECOND, again).status()).isEqualTo(200);
    }

    @Test
    void twoWhoDecideAtTheSameMomentDecideOnce() {
        for (int round = 0; round < 3; round++) {
            String id = desk.proposes(OWNER, "Race", relabelled("Race " + round));
            List<Callable<Answer>> steps = List.of(
                    () -> desk.accepts(SECOND, id),
                    () -> desk.accepts("process.third", id),
                    () -> desk.withdraws(OWNER, id));
            List<AtOnce.Outcome<Answer>> outcomes = AtOnce.run(steps);
            assertThat(outcomes.stream().map(outcome -> outcome.value().status()))
                    .containsExactlyInAnyOrder(200, 409, 409);
            assertThat(journal.about(id)).hasSize(2);
            assertThat(db.sql("SELECT count(*) FROM model_decision WHERE proposal_id = ?")
                            .param(id)
                            .query(Long.class)
                            .single())
                    .isOne();
        }
    }

    @Test
    void twoProposalsForOneFileCannotBothBeAccepted() {
        String one = desk.proposes(OWNER, "One", relabelled("One"));
        String other = desk.proposes(SECOND, "Other", relabelled("Other"));
        List<Callable<Answer>> steps =
                List.of(() -> desk.accepts("process.third", one), () -> desk.accepts("process.third", other));
        assertThat(AtOnce.run(steps).stream().map(outcome -> outcome.value().status()))
                .containsExactlyInAnyOrder(200, 409);
    }

    @Test
    void theDatabaseKnowsFourEyesToo() {
        String id = desk.proposes(OWNER, "By hand", relabelled("By hand"));
        String decision =
                """
                INSERT INTO model_decision (proposal_id, proposed_by, fingerprint, outcome, reasons, decided_by, decided_at,
                  deployment_id) SELECT id, %s, %s, '%s', 'x', '%s', now(), %s FROM model_proposal WHERE id = '%s'""";
        assertRefused(decision.formatted("proposed_by", "fingerprint", "accepted", OWNER, "'d'", id));
        assertRefused(decision.formatted("proposed_by", "fingerprint", "refused", OWNER, "NULL", id));
        assertRefused(decision.formatted("proposed_by", "fingerprint", "withdrawn", SECOND, "NULL", id));
        assertRefused(decision.formatted("'admin'", "fingerprint", "accepted", OWNER, "'d'", id));
        assertRefused(decision.formatted("proposed_by", "'another'", "accepted", SECOND, "'d'", id));
        assertRefused(decision.formatted("proposed_by", "fingerprint", "accepted", SECOND, "NULL", id));
        assertRefused("UPDATE model_proposal SET open = false WHERE id = '" + id + "'");
        assertRefused("UPDATE model_proposal SET proposed_by = 'x' WHERE id = '" + id + "'");
        assertRefused("DELETE FROM model_proposal WHERE id = '" + id + "'");
        assertRefused("UPDATE proposed_model SET content = 'x' WHERE proposal_id = '" + id + "'");
        assertRefused("DELETE FROM proposed_model WHERE proposal_id = '" + id + "'");
        assertRefused("INSERT INTO proposed_model (proposal_id, file, content, sha256) VALUES ('" + id
                + "', 'late.form', '{}', encode(sha256('{}'::bytea), 'hex'))");
        assertRefused(
                """
                INSERT INTO model_proposal (id, number, title, source, proposed_by, proposed_at, fingerprint)
                VALUES ('MP-0', 0, 'none', '', 'process.owner', now(), 'y')""");
        desk.refuses(SECOND, id);
        assertRefused(decision.formatted("proposed_by", "fingerprint", "accepted", SECOND, "'d'", id));
        assertRefused("UPDATE model_decision SET outcome = 'accepted' WHERE proposal_id = '" + id + "'");
        assertRefused("UPDATE model_proposal SET open = true WHERE id = '" + id + "'");
    }

    private void assertRefused(String sql) {
        assertThatThrownBy(() ->
                        transaction.executeWithoutResult(status -> db.sql(sql).update()))
                .as(sql)
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void onlyProcessOwnersSeeAndDecide() {
        String id = desk.proposes(OWNER, "Ours", relabelled("Ours"));
        for (String person : List.of("admin", "commerce.director", "oncd.reviewer", "intake.officer", "auditor.one")) {
            assertThat(desk.look(person, id).status()).as(person).isEqualTo(403);
            assertThat(new NoTrace(db).of(() -> desk.accepts(person, id)).status())
                    .as(person)
                    .isEqualTo(403);
            assertThat(api.staff(person, "GET", "/api/v1/processes/proposals", null)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(api.get(LabApi.AURORA, "/api/v1/processes/proposals").status())
                .isEqualTo(401);
        assertThat(api.staff(OWNER, "GET", "/api/v1/processes/proposals", null)
                        .json()
                        .at("/items/0/id")
                        .asText())
                .isEqualTo(id);
    }
}
