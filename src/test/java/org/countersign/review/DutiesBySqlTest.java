package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.DirectiveDesk;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Separation of duties attacked by SQL, in the role of the running application. */
@CountersignTest
class DutiesBySqlTest {

    private static final String PERSON = "of.several.offices";
    private static final String[] OF_EVERY_OFFICE = {"x", "y", "z", "judge", "another.judge"};

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private DirectiveDesk desk;

    @Autowired
    private JdbcClient db;

    @BeforeEach
    void somebodyOfSeveralOffices() {
        staff.hire(PERSON);
        staff.ofEveryOffice(OF_EVERY_OFFICE);
    }

    @AfterEach
    void withoutAnOffice() {
        staff.leaves(PERSON);
        staff.leaves(OF_EVERY_OFFICE);
        desk.clear();
    }

    private static void refused(String words, Runnable step) {
        assertThatThrownBy(step::run).rootCause().hasMessageContaining(words);
    }

    private String drafts(Case of, String agency, String person) {
        String id = UUID.randomUUID().toString();
        db.sql(
                        """
                INSERT INTO vote (id, sign_off_id, round, vote, drafted_by, drafted_at)
                SELECT ?, id, 1 + (SELECT count(*) FROM vote WHERE sign_off_id = s.id), 'concur', ?, now()
                FROM sign_off s WHERE application_id = ? AND agency = ?""")
                .params(id, person, of.id(), agency)
                .update();
        return id;
    }

    private void signs(String vote, String drafter, String person) {
        db.sql("INSERT INTO countersignature VALUES (?, ?, ?, true, '', now())")
                .params(vote, drafter, person)
                .update();
    }

    private void commerceDecides(Case of, String person) {
        db.sql(
                        """
                INSERT INTO commerce_decision (application_id, outcome, signed_by, signed_at) VALUES (?, 'approve', ?, now())""")
                .params(of.id(), person)
                .update();
    }

    @Test
    void nobodyVotesForTwoAgencies() {
        Case acme = cases.referred();
        String oncd = drafts(acme, "oncd", "x");
        refused("nobody acts for two", () -> drafts(acme, "ostp", "x"));
        String ostp = drafts(acme, "ostp", "y");
        refused("nobody acts for two", () -> signs(ostp, "y", "x"));
        refused("nobody acts for two", () -> signs(oncd, "x", "y"));
        refused("second_person", () -> signs(oncd, "x", "x"));
        assertThatCode(() -> signs(ostp, "y", "z")).doesNotThrowAnyException();
        refused("drafted a vote of the case", () -> commerceDecides(acme, "x"));
        refused("nobody acts for two", () -> commerceDecides(acme, "z"));
    }

    @Test
    void whoHasCountersignedTheCaseDraftsNoVoteInItLater() {
        Case acme = cases.referred();
        commerceDecides(acme, "x");
        refused("nobody acts for two", () -> drafts(acme, "commerce", "x"));
        assertThatCode(() -> drafts(acme, "commerce", "y")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "administrators, an administrator decides nothing",
        "camunda-admin, an administrator decides nothing",
        "process-owners, a process owner decides nothing",
        "auditors, an auditor has no other office"
    })
    void groupsThatBarFromDecidingDoSoInEveryTable(String office, String words) {
        Case acme = cases.referred();
        String vote = drafts(acme, "oncd", "oncd.reviewer");
        staff.moves(PERSON, office, "oncd", "oncd-directors", "commerce-directors", "operating-committee", "intake");
        refused(words, () -> drafts(acme, "oncd", PERSON));
        refused(words, () -> signs(vote, "oncd.reviewer", PERSON));
        refused(words, () -> commerceDecides(acme, PERSON));
        db.sql("INSERT INTO escalation VALUES (?, 1, now())").param(acme.id()).update();
        for (String row : new String[] {
            "escalation_vote (application_id, round, level, voter, outcome, reasons, voted_by, voted_at)"
                    + " VALUES (:case, 1, 'chair', 'chair', 'approve', 'So be it.', :who, now())",
            "escalation_vote (application_id, round, level, voter, outcome, reasons, voted_by, voted_at)"
                    + " VALUES (:case, 1, 'board', 'oncd', 'approve', 'So be it.', :who, now())",
            "escalation_response VALUES (:case, 1, 'chair', 'oncd', false, '', :who, now())",
            "sign_off (id, application_id, agency, ground, requested_by, requested_at, due_on)"
                    + " VALUES (gen_random_uuid(), :case, 'state', 'Abroad.', :who, now(), now())",
            "recusal VALUES (:case, :who, 'I used to work there.', now())",
            "question (id, application_id, asker, question, asked_by, asked_at, remind_on, due_on, state)"
                    + " VALUES (gen_random_uuid(), :case, 'oncd', 'And?', :who, now(), now(), now() + interval '1 day', 'open')",
            "decision (application_id, outcome, reasons, decided_by, decided_at)"
                    + " VALUES (:case, 'returned', 'No.', :who, now())",
            "directive_signature SELECT id, 0, true, '', :who, 'oncd', now() FROM directive WHERE reference = :directive"
        }) {
            String directive = row.contains("directive")
                    ? desk.reviewedBy("state.director", desk.words("domain:finance", "all"))
                    : "";
            refused(words, () -> db.sql("INSERT INTO " + row)
                    .param("case", acme.id())
                    .param("who", PERSON)
                    .param("directive", directive)
                    .update());
        }
    }

    @Test
    void whoIsKnownSignsForTheirOwnGroupsOnly() {
        Case acme = cases.referred();
        refused("only a member of oncd does this", () -> drafts(acme, "oncd", "ostp.reviewer"));
        String vote = drafts(acme, "oncd", "oncd.reviewer");
        refused("only a member of oncd-directors", () -> signs(vote, "oncd.reviewer", "ostp.director"));
        refused("only a member of commerce-directors", () -> commerceDecides(acme, "commerce.reviewer"));
        refused("a decision is somebody's", () -> drafts(acme, "oncd", "system"));
        refused("nobody here is called", () -> drafts(acme, "oncd", "made.up"));
    }

    @Test
    void recordsAndDiagramsAreOfTheirOwnPeople() {
        Case acme = cases.referred();
        String erasure =
                "INSERT INTO erasure (id, application_id, party, words, ground, authority, requested_by, requested_at)"
                        + " VALUES (gen_random_uuid(), :case, 'signatory', '{Jane Doe}', 'court-order', 'A court', :who, now())";
        String hold =
                "INSERT INTO legal_hold (application_id, reasons, placed_by, placed_at) VALUES (:case, 'Suit.', :who, now())";
        for (String who : new String[] {"made.up", "oncd.director", "admin", "process.owner"}) {
            for (String row : new String[] {erasure, hold}) {
                refused("only a member of records does this", () -> db.sql(row)
                        .param("case", acme.id())
                        .param("who", who)
                        .update());
            }
        }
        refused("only a member of process-owners does this", () -> db.sql(
                        "INSERT INTO model_proposal (id, number, title, source, proposed_by, proposed_at, fingerprint)"
                                + " VALUES ('MP-0', 0, 'none', '', 'made.up', now(), 'y')")
                .update());
        refused("nobody here is called made.up", () -> db.sql(
                        "INSERT INTO recusal VALUES (:case, 'made.up', 'So.', now())")
                .param("case", acme.id())
                .update());
    }

    @Test
    void anAppealIsDecidedByNobodyWithAPartAndByNobodyTwice() {
        Case acme = cases.referred();
        drafts(acme, "oncd", "x");
        for (int number = 1; number <= 2; number++) {
            db.sql(
                            """
                    INSERT INTO appeal (id, application_id, number, ground, subject, text, filed_by, filed_at, target_on)
                    VALUES (?, ?, ?, 'missed-deadline', ?, 'Late.', 'lab-aurora', now(), now())""")
                    .params(acme.id() + number, acme.id(), number, "day " + number)
                    .update();
        }
        refused("took no part", () -> rules(acme, 1, "x"));
        rules(acme, 1, "judge");
        refused("nobody acts for two", () -> rules(acme, 2, "judge"));
        refused("nobody acts for two", () -> drafts(acme, "ostp", "judge"));
        refused("only a member of appeals", () -> rules(acme, 2, "oncd.director"));
        rules(acme, 2, "another.judge");
    }

    private void rules(Case of, int number, String person) {
        db.sql(
                        """
                INSERT INTO appeal_decision (appeal_id, outcome, reasons, decided_by, decided_at)
                VALUES (?, 'upheld', 'So be it.', ?, now())""")
                .params(of.id() + number, person)
                .update();
    }

    @Test
    void aConditionIsChangedByItsOwnAgency() {
        Case acme = cases.referred();
        cases.signs(
                acme,
                "oncd",
                Map.of("vote", "concur-with-conditions", "reasons", "Safe then.", "conditions", "Keep logs."));
        String change =
                """
                INSERT INTO condition_change SELECT c.vote_id, 1, 1, NULL, 'Settled.', :who, now() FROM vote_condition c
                JOIN vote v ON v.id = c.vote_id JOIN sign_off s ON s.id = v.sign_off_id WHERE s.application_id = :case""";
        refused("only a member of oncd-directors", () -> db.sql(change)
                .param("who", "ostp.director")
                .param("case", acme.id())
                .update());
        drafts(acme, "ostp", "x");
        refused(
                "nobody acts for two",
                () -> db.sql(change).param("who", "x").param("case", acme.id()).update());
        cases.signs(acme, "ostp", TestCases.CONCUR);
        cases.signs(acme, "commerce", TestCases.CONCUR);
        staff.complete("commerce.director", cases.task(acme, "countersign"), TestCases.APPROVE);
        String release =
                """
                UPDATE license_condition SET released_at = now(), released_by = :who, release_reasons = 'Settled.'
                WHERE license_id = (SELECT id FROM license WHERE application_id = :case)""";
        refused("only a member of oncd-directors", () -> db.sql(release)
                .param("who", "commerce.director")
                .param("case", acme.id())
                .update());
        refused(
                "nobody acts for two",
                () -> db.sql(release).param("who", "x").param("case", acme.id()).update());
        assertThat(db.sql(release)
                        .param("who", "oncd.director")
                        .param("case", acme.id())
                        .update())
                .isOne();
    }

    @Test
    void aDirectiveIsSignedByNobodyOfTheDraftersAgency() {
        String reference = desk.reviewed(desk.words("domain:finance", "all"));
        refused("somebody of another agency", () -> signsDirective(reference, "x", "oncd"));
        refused("somebody of another agency", () -> signsDirective(reference, DirectiveDesk.DRAFTER, "state"));
        staff.moves(PERSON, "oncd-directors", "state-directors");
        refused("is of no other", () -> signsDirective(reference, PERSON, "state"));
        refused("only a member of state-directors", () -> signsDirective(reference, "hhs.director", "state"));
        refused("needs a second signature", () -> db.sql(
                        "UPDATE directive SET state = 'in-force', in_force_at = now() WHERE reference = ?")
                .param(reference)
                .update());
        refused("somebody of another agency", () -> db.sql(
                        "INSERT INTO directive_signature SELECT id, 7, true, '', 'x', 'state', now()"
                                + " FROM directive WHERE reference = ?")
                .param(reference)
                .update());
    }

    private void signsDirective(String reference, String person, String agency) {
        db.sql("INSERT INTO directive_signature SELECT id, 0, true, '', ?, ?, now() FROM directive WHERE reference = ?")
                .params(person, agency, reference)
                .update();
    }

    @Test
    void aRevocationIsDecidedByNobodyWithAnotherPart() {
        Case acme = cases.approved();
        db.sql(
                        """
                INSERT INTO revocation (id, license_id, application_id, ground, evidence, cure, opened_by, opened_for, opened_at,
                  comply_by, state)
                SELECT 'r-' || id, id, application_id, 'g', 'e', 'c', 'x', 'ostp', now() - interval '9 days', now(), 'open'
                FROM license WHERE application_id = ?""")
                .param(acme.id())
                .update();
        String decision =
                "INSERT INTO revocation_decision SELECT id, opened_by, 'revoke', false, 'r', '', '', :who, now()"
                        + " FROM revocation WHERE application_id = :case";
        for (String[] attempt : new String[][] {
            {"x", "nobody acts for two"},
            {"oncd.director", "only a member of commerce-directors"},
            {"auditor.one", "only a member of commerce-directors"},
            {"admin", "an administrator decides nothing"}
        }) {
            refused(attempt[1], () -> db.sql(decision)
                    .param("who", attempt[0])
                    .param("case", acme.id())
                    .update());
        }
        refused("only a member of hhs-directors", () -> db.sql(
                        "INSERT INTO revocation (id, license_id, application_id, ground, evidence, cure, opened_by,"
                                + " opened_for, opened_at, comply_by, state)"
                                + " SELECT 's' || id, id, application_id, 'g', 'e', 'c', 'state.director', 'hhs',"
                                + " now() - interval '9 days', now(), 'open' FROM license WHERE application_id = ?")
                .param(acme.id())
                .update());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO duty VALUES ('m', 'p', 'r')",
                "UPDATE duty SET role = 'another'",
                "DELETE FROM duty",
                "TRUNCATE duty",
                "DROP TRIGGER who_drafts_is_apart ON vote",
                "ALTER TABLE vote DISABLE TRIGGER who_drafts_is_apart",
                "ALTER TABLE countersignature DROP CONSTRAINT second_person",
                "SET session_replication_role = replica",
                "CREATE OR REPLACE FUNCTION countersign.groups_of(who text) RETURNS text[] LANGUAGE sql AS 'SELECT null::text[]'"
            })
    void theApplicationCannotTakeTheRulesAway(String attack) {
        assertThatThrownBy(() -> db.sql(attack).update())
                .rootCause()
                .message()
                .containsAnyOf("permission denied", "must be owner");
    }

    /** Tables of the same names in schemas of the attacker's own are not looked at. */
    @Test
    void theRulesReadTheirOwnTables() {
        Case acme = cases.referred();
        drafts(acme, "oncd", "x");
        refused("nobody acts for two", () -> db.sql(
                        "SELECT set_config('search_path', 'pg_temp, public, countersign', true),"
                                + " act_for(?, 'x', 'ostp', 'ostp')")
                .param(acme.id())
                .query()
                .singleRow());
    }
}
