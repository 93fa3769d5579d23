package org.countersign.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.records.RecordsDesk.OFFICER;
import static org.countersign.records.RecordsDesk.SECOND;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.countersign.journal.Journal;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the schedule keeps stays, what it keeps no longer goes, and nothing that is held. */
@CountersignTest
class RetentionTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private LabApi api;

    @Autowired
    private Journal journal;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    @Autowired
    private Schedule schedule;

    private RecordsDesk desk;
    private List<Schedule.Rule> shipped;

    @BeforeEach
    void openTheOffice() {
        desk = new RecordsDesk(api);
        shipped = schedule.rules();
        letDaysBegin(1);
    }

    /** Others share this clock and these rows: the periods are made short for a test, and long again. */
    @AfterEach
    void keepAsLongAsBefore() {
        letDaysBegin(2);
        shipped.forEach(rule -> schedule.change(rule.kind(), rule.keepDays(), rule.source(), rule.changedBy()));
    }

    /** Elsewhere the years of the tests pass without the daily run. */
    private void letDaysBegin(int suspensionState) {
        db.sql("UPDATE act_ru_job SET suspension_state_ = ? WHERE process_def_key_ = 'records-retention'")
                .param(suspensionState)
                .update();
    }

    private void keepFor(String kind, int days) {
        Visitor owner = Visitor.signedIn(api, "process.owner");
        assertThat(owner.post("/records/schedule/" + kind, Map.of("keepDays", "" + days, "source", "Order 7"))
                        .status())
                .isEqualTo(302);
    }

    private Case withdrawn() {
        Case acme = cases.received();
        assertThat(cases.withdraws(acme).status()).isLessThan(300);
        return acme;
    }

    private String submission(Case of) {
        return db.sql("SELECT submission::text FROM application WHERE id = ?")
                .param(of.id())
                .query(String.class)
                .single();
    }

    @Test
    void disposesOfACaseThatIsOverWhenItsDayHasCome() {
        Case acme = withdrawn();
        keepFor("undecided-applications", 30);
        time.advance(Duration.ofDays(28));
        assertThat(submission(acme)).contains("jane@acme.example");

        time.advance(Duration.ofDays(4));
        assertThat(submission(acme)).doesNotContain("jane@acme.example", "Jane Doe", "warehouse robots");
        assertThat(submission(acme)).contains("Acme Robotics Inc", "software-engineering");
        assertThat(cases.notices(acme)).isEmpty();
        assertThat(journal.about("undecided-applications"))
                .filteredOn(entry -> entry.action().equals("records-disposed"))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.content()).contains("idsSha256", "items"));
        assertThat(cases.status(acme)).isEqualTo("withdrawn");
        assertThat(Visitor.signedIn(api, "intake.officer")
                        .get("/cases/" + acme.reference())
                        .body())
                .contains("disposed of under the retention schedule");
        assertThat(new Visitor(api).get(acme.trackingPath()).status()).isEqualTo(200);

        long disposals = disposals();
        time.advance(Duration.ofDays(2));
        assertThat(disposals()).as("nothing is disposed of twice").isEqualTo(disposals);
    }

    @Test
    void disposesOfScreeningEvidenceWithEverythingThatWasMadeOfIt() {
        Case acme = cases.matched();
        db.sql(
                        """
                INSERT INTO match_overturned (hit_id, overturned_by, overturned_at)
                SELECT h.id, 'appeals.officer', ? FROM screening_hit h JOIN screening s ON s.id = h.screening_id
                WHERE s.application_id = ?""")
                .params(time.now().atOffset(ZoneOffset.UTC), acme.id())
                .update();
        assertThat(cases.withdraws(acme).status()).isLessThan(300);
        keepFor("undecided-applications", 30);

        time.advance(Duration.ofDays(32));

        assertThat(submission(acme)).doesNotContain("jane@acme.example");
        assertThat(db.sql("SELECT count(*) FROM screening WHERE application_id = ?")
                        .param(acme.id())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private long disposals() {
        return db.sql("SELECT count(*) FROM disposal WHERE kind = 'undecided-applications'")
                .query(Long.class)
                .single();
    }

    @Test
    void keepsWhatIsHeldUntilTheHoldIsLifted() {
        Case acme = withdrawn();
        String hold = "/cases/" + acme.reference() + "/hold";
        assertThat(desk.posts(OFFICER, hold, Map.of("reasons", " ")).status()).isEqualTo(422);
        assertThat(desk.posts(OFFICER, hold, Map.of("reasons", "Acme v. Commerce"))
                        .status())
                .isEqualTo(201);
        assertThat(desk.posts(SECOND, hold, Map.of("reasons", "Again")).status())
                .isEqualTo(409);
        keepFor("undecided-applications", 30);
        time.advance(Duration.ofDays(40));
        assertThat(submission(acme)).contains("jane@acme.example");
        assertThat(Visitor.signedIn(api, OFFICER).get("/records").body()).contains("Acme v. Commerce");

        String lift = RecordsDesk.API + hold;
        assertThat(api.staff(OFFICER, "DELETE", lift, "{\"reasons\":\"Settled\"}")
                        .status())
                .isEqualTo(204);
        assertThat(api.staff(OFFICER, "DELETE", lift, "{\"reasons\":\"Settled\"}")
                        .status())
                .isEqualTo(404);
        time.advance(Duration.ofDays(2));
        assertThat(submission(acme)).doesNotContain("jane@acme.example");
    }

    @Test
    void keepsWhatIsUnderAppealOrNotOver() {
        Case open = cases.received();
        Case denied = cases.denied();
        cases.labPosts(denied, "appeal", Map.of("ground", "denial", "text", "Nobody read our answer."));
        Case licensed = cases.approved();
        keepFor("denied-applications", 1);
        keepFor("approved-applications", 1);
        keepFor("undecided-applications", 1);
        time.advance(Duration.ofDays(3));
        for (Case kept : List.of(open, denied, licensed)) {
            assertThat(submission(kept)).contains("jane@acme.example");
        }
    }

    @Test
    void forgetsAnswersToRepeatedRequests() {
        cases.received();
        keepFor("idempotent-answers", 5);
        time.advance(Duration.ofDays(7));
        assertThat(db.sql("SELECT count(*) FROM idempotent_answer")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void isChangedByProcessOwnersWithAnAuthority() {
        Visitor owner = Visitor.signedIn(api, "process.owner");
        assertThat(owner.get("/records").body()).contains("Schedule", "Change a period");
        LabApi.Answer none = owner.post("/records/schedule/letters", Map.of("keepDays", "30", "source", " "));
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.body()).contains("Write the authority");
        assertThat(owner.post("/records/schedule/letters", Map.of("keepDays", "0", "source", "x"))
                        .status())
                .isEqualTo(422);
        assertThat(owner.post("/records/schedule/none", Map.of("keepDays", "9", "source", "x"))
                        .status())
                .isEqualTo(404);
        keepFor("letters", 900);
        assertThat(journal.about("letters")).last().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("retention-changed");
            assertThat(entry.actor()).isEqualTo("process.owner");
        });
        Visitor officer = Visitor.signedIn(api, OFFICER);
        assertThat(officer.get("/records").body()).contains("900 days").doesNotContain("Change a period");
        assertThat(officer.post("/records/schedule/letters", Map.of("keepDays", "9", "source", "x"))
                        .status())
                .isIn(403, 404);
        assertThat(owner.post("/records/holds", Map.of("reference", "x", "reasons", "x"))
                        .status())
                .isIn(403, 404);
        assertThat(Visitor.signedIn(api, "oncd.director").get("/records").status())
                .isIn(403, 404);
    }

    @Test
    void leavesNoWayAroundForTheApplicationsRole() {
        Case acme = withdrawn();
        for (String way : List.of(
                "DELETE FROM vote",
                "UPDATE answer SET answer = 'x'",
                "UPDATE application SET submission = '{}' WHERE id = '" + acme.id() + "'",
                "DELETE FROM disposal",
                "DELETE FROM erased_field",
                "SELECT take_document_away('x', now(), 'x')")) {
            assertThatThrownBy(() -> db.sql("SELECT set_config('countersign.removal', 'lawful', false)")
                            .query((row, n) -> db.sql(way).update())
                            .list())
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
        db.sql("SELECT set_config('countersign.removal', '', false)")
                .query((row, n) -> 0)
                .list();
        assertThat(new NoTrace(db)
                        .of(() -> api.staff("admin", "GET", RecordsDesk.API + "/schedule", null))
                        .status())
                .isEqualTo(403);
    }
}
