package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.testing.TestCases.ACCEPT;
import static org.countersign.testing.TestCases.APPROVE;
import static org.countersign.testing.TestCases.CONCUR;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.Task;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.DirectiveDesk;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.workflow.Duties;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who decides nothing, whatever else they are; and that nobody acts for two in one case. By every door there is. */
@CountersignTest
class DutiesTest {

    private static final String PERSON = "of.many.offices";

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private DirectiveDesk desk;

    @Autowired
    private LabApi api;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private JdbcClient db;

    @BeforeEach
    void somebodyOfManyOffices() {
        staff.hire(PERSON);
    }

    @AfterEach
    void withoutAnOffice() {
        staff.moves(PERSON);
        desk.clear();
    }

    private void refuses(Task task, Map<String, Object> form, String words) {
        assertThatThrownBy(() -> staff.as(PERSON, () -> engine.getTaskService().complete(task.getId(), form)))
                .isInstanceOf(RuleBroken.class)
                .hasMessage(words);
    }

    private static String barred(String office) {
        return Duties.conflictIn(List.of(office, "oncd")).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"administrators", "process-owners", "auditors"})
    void whoMayDecideNothingCompletesNoTaskThroughAnotherGroup(String office) {
        Case acme = cases.referred();
        staff.moves(PERSON, office, "oncd", "oncd-directors", "commerce", "commerce-directors");
        refuses(cases.task(acme, "draftVote", "oncd"), CONCUR, barred(office));
        refuses(
                cases.task(acme, "draftVote", "oncd"),
                Map.of("recused", true, "reasons", "I used to work there."),
                barred(office));

        staff.complete("oncd.reviewer", cases.task(acme, "draftVote", "oncd"), CONCUR);
        refuses(cases.task(acme, "countersignVote", "oncd"), ACCEPT, barred(office));
        staff.complete("oncd.director", cases.task(acme, "countersignVote", "oncd"), ACCEPT);
        cases.signs(acme, "ostp", CONCUR);
        cases.signs(acme, "commerce", CONCUR);
        refuses(cases.task(acme, "countersign"), APPROVE, barred(office));
        assertThat(cases.status(acme)).isEqualTo("in-review");
    }

    @ParameterizedTest
    @CsvSource({"administrators", "process-owners", "auditors"})
    void norDraftsOrSignsDirectives(String office) {
        staff.moves(PERSON, office, "state-directors");
        LabApi.Answer answer = new NoTrace(db).of(() -> desk.starts(PERSON, desk.words("domain:finance", "all")));
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().get("detail").asText()).isEqualTo(barred(office));

        String reference = desk.reviewed(desk.words("domain:finance", "all"));
        LabApi.Answer signed = desk.tries(PERSON, reference, "countersignDirective", DirectiveDesk.SIGN);
        assertThat(signed.status()).isEqualTo(422);
        assertThat(signed.json().get("detail").asText()).isEqualTo(barred(office));
    }

    @ParameterizedTest
    @CsvSource({"administrators", "process-owners", "auditors"})
    void norMovesACaseFromItsPageOrTheApi(String office) {
        Case acme = cases.approved();
        String license = cases.asTheLabSeesIt(acme).get("licenseId").asText();
        staff.moves(PERSON, office, "oncd", "oncd-directors");
        for (String[] call : new String[][] {
            {"/api/v1/cases/" + acme.reference() + "/agencies", "{\"agency\":\"state\",\"reasons\":\"Abroad.\"}"},
            {"/api/v1/cases/" + acme.reference() + "/recusal", "{\"reasons\":\"I used to work there.\"}"},
            {
                "/api/v1/licenses/" + license + "/revocation",
                "{\"ground\":\"Resale.\",\"evidence\":\"Report.\",\"whatToDo\":\"End it.\"}"
            },
            {"/api/v1/licenses/" + license + "/revocation/withdrawal", "{\"reasons\":\"It was nothing.\"}"},
            {"/api/v1/staff/licenses/" + license + "/audits", "{\"reasons\":\"Press report.\"}"}
        }) {
            LabApi.Answer answer = new NoTrace(db).of(() -> api.staff(PERSON, "POST", call[0], call[1]));
            assertThat(answer.status()).as(call[0] + answer.body()).isEqualTo(403);
            assertThat(answer.json().get("detail").asText()).isEqualTo(barred(office));
        }
    }

    @ParameterizedTest
    @CsvSource({"administrators", "process-owners"})
    void norReleasesAConditionOfTheirAgency(String office) {
        Case acme = cases.referred();
        cases.signs(
                acme,
                "oncd",
                Map.of("vote", "concur-with-conditions", "reasons", "Safe then.", "conditions", "Keep logs."));
        String condition = db.sql(
                        "SELECT c.vote_id || '-' || c.position FROM vote_condition c JOIN vote v ON v.id = c.vote_id"
                                + " JOIN sign_off s ON s.id = v.sign_off_id WHERE s.application_id = ?")
                .param(acme.id())
                .query(String.class)
                .single();
        staff.moves(PERSON, office, "oncd-directors");
        LabApi.Answer answer = api.staff(
                PERSON, "POST", "/api/v1/conditions/" + condition + "/release", "{\"reasons\":\"It is settled.\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.json().get("detail").asText()).isEqualTo(barred(office));
    }

    @Test
    void nobodyVotesForTwoAgenciesInOneCase() {
        Case acme = cases.referred();
        staff.moves(PERSON, "oncd", "oncd-directors", "ostp", "ostp-directors");
        staff.complete(PERSON, cases.task(acme, "draftVote", "oncd"), CONCUR);
        refuses(cases.task(acme, "draftVote", "ostp"), CONCUR, Duties.ANOTHER_PART);
        staff.complete("ostp.reviewer", cases.task(acme, "draftVote", "ostp"), CONCUR);
        refuses(cases.task(acme, "countersignVote", "ostp"), ACCEPT, Duties.ANOTHER_PART);

        Case other = cases.referred();
        staff.complete(PERSON, cases.task(other, "draftVote", "ostp"), CONCUR);
    }

    @Test
    void norForAnAgencyInACaseThatTheyHaveLetInThemselves() {
        staff.moves(PERSON, "intake", "oncd");
        Case acme = cases.received();
        staff.complete(PERSON, cases.task(acme, "checkCompleteness"), TestCases.REFER);
        refuses(cases.task(acme, "draftVote", "oncd"), CONCUR, Duties.ANOTHER_PART);
    }

    @Test
    void aDirectorOfTwoAgenciesChangesNoConditionOfTheOther() {
        Case acme = cases.referred();
        cases.signs(
                acme,
                "oncd",
                Map.of("vote", "concur-with-conditions", "reasons", "Safe then.", "conditions", "Keep logs."));
        staff.moves(PERSON, "ostp", "ostp-directors", "oncd-directors");
        staff.complete(PERSON, cases.task(acme, "draftVote", "ostp"), CONCUR);
        String condition = db.sql(
                        "SELECT c.vote_id || '-' || c.position FROM vote_condition c JOIN vote v ON v.id = c.vote_id"
                                + " JOIN sign_off s ON s.id = v.sign_off_id WHERE s.application_id = ?")
                .param(acme.id())
                .query(String.class)
                .single();
        LabApi.Answer answer = api.staff(
                PERSON, "POST", "/api/v1/conditions/" + condition + "/release", "{\"reasons\":\"It is settled.\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.json().get("detail").asText()).isEqualTo(Duties.ANOTHER_PART);
    }

    @Test
    void anAppealIsNotDecidedByWhoVotedInAnotherOfficeBefore() {
        staff.moves(PERSON, "commerce");
        Case acme = cases.referred();
        staff.complete(PERSON, cases.task(acme, "draftVote", "commerce"), TestCases.OBJECT);
        staff.moves(PERSON, "appeals");
        assertThatThrownBy(() -> db.sql("SELECT act_for(?, ?, 'appeals', 'appeals')")
                        .params(acme.id(), PERSON)
                        .query()
                        .singleRow())
                .rootCause()
                .hasMessageContaining("nobody acts for two");
    }

    /** A session is older than the directory: what it says of groups is held against what the directory says now. */
    @Test
    void aSessionWithGroupsThatItsPersonHasLeftDecidesNothing() {
        Task draft = cases.task(cases.referred(), "draftVote", "oncd");
        Task check = cases.task(cases.received(), "checkCompleteness"); // leaves no row but in the journal
        for (String[] groups : new String[][] {{"ostp"}, {}}) {
            staff.moves(PERSON, groups);
            staff.identity().setAuthentication(PERSON, List.of("oncd", "intake"));
            try {
                assertThatThrownBy(() -> engine.getTaskService().complete(check.getId(), TestCases.REFER))
                        .isInstanceOf(RuleBroken.class)
                        .hasMessageStartingWith("The records bar you from this step.");
                assertThatThrownBy(() -> engine.getTaskService().complete(draft.getId(), CONCUR))
                        .isInstanceOf(RuleBroken.class)
                        .hasMessageStartingWith("The records bar you from this step.");
            } finally {
                staff.identity().clearAuthentication();
            }
        }
    }

    @Test
    void aDirectorOfTwoActsForOneOfThemInADirective() {
        staff.moves(PERSON, "state-directors", "hhs-directors");
        String reference = desk.reviewed(desk.words("domain:finance", "all"));
        desk.does(PERSON, reference, "countersignDirective", DirectiveDesk.SIGN);
        String signedFor = db.sql("SELECT signed_for FROM directive_signature WHERE signed_by = ?"
                        + " ORDER BY signed_at DESC LIMIT 1")
                .param(PERSON)
                .query(String.class)
                .single();
        assertThat(signedFor).isEqualTo("hhs");
        staff.moves(PERSON, "state-directors");
        LabApi.Answer lifted =
                desk.tries(PERSON, reference, "liftDirective", Map.of("outcome", "lift", "reasons", "It is mended."));
        assertThat(lifted.status()).isEqualTo(422);
        assertThat(lifted.json().get("detail").asText()).isEqualTo(Duties.ANOTHER_PART);
    }
}
