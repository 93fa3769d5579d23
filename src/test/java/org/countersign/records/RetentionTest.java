package org.countersign.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.records.RecordsDesk.OFFICER;
import static org.countersign.records.RecordsDesk.SECOND;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.journal.Journal;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Parts;
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

    private static final String LETTERS = "notice WHERE sent_at IS NOT NULL AND application_id = ?";
    private static final String SCREENINGS = "screening WHERE application_id = ?";

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
    void disposesOfTheBytesOfADocumentAndKeepsItsHash() {
        Case acme = cases.received();
        Parts file = Parts.file("charter.pdf", "application/pdf", "%PDF-1.4 the charter of Acme".getBytes(UTF_8));
        LabApi.Answer sent = api.send(api.request("/api/v1/applications/" + acme.id() + "/documents")
                .header("Authorization", api.bearer(LabApi.AURORA))
                .header("Content-Type", file.contentType())
                .POST(file.publisher()));
        assertThat(sent.status()).as(sent.body()).isEqualTo(201);
        String id = sent.json().get("id").asText();
        String before = sent.json().get("sha256").asText();
        cases.withdraws(acme);
        keepFor("documents", 30);
        time.advance(Duration.ofDays(28));
        assertThat(bytes(id)).contains("the charter of Acme");

        time.advance(Duration.ofDays(4));

        assertThat(bytes(id))
                .contains("Disposed of under the retention schedule")
                .doesNotContain("charter of Acme");
        assertThat(rows("document_removal WHERE original_sha256 = ? AND document_id = '" + id + "'", before))
                .isOne();
        assertThat(rows("document WHERE name = 'charter.pdf' AND id = ?", id)).isOne();
        assertThat(submission(acme)).as("another kind, kept for longer").contains("jane@acme.example");
    }

    private String bytes(String document) {
        return db.sql("SELECT convert_from(bytes, 'UTF8') FROM document_content WHERE document_id = ?")
                .param(document)
                .query(String.class)
                .single();
    }

    private long rows(String from, String value) {
        return db.sql("SELECT count(*) FROM " + from)
                .param(value)
                .query(Long.class)
                .single();
    }

    @Test
    void disposesOfLettersAndScreeningsOfCasesThatAreOverAndOfNoOther() {
        Case open = cases.matched();
        Case over = cases.matched();
        cases.withdraws(over);
        keepFor("letters", 30);
        keepFor("screening-evidence", 40);
        time.advance(Duration.ofDays(28));
        assertThat(rows(LETTERS, over.id())).isPositive();

        time.advance(Duration.ofDays(4));
        assertThat(rows(LETTERS, over.id())).isZero();
        assertThat(rows(LETTERS, open.id())).isPositive();
        assertThat(rows(SCREENINGS, over.id())).isPositive();

        time.advance(Duration.ofDays(10));
        assertThat(rows(SCREENINGS, over.id())).isZero();
        assertThat(rows(SCREENINGS, open.id())).isPositive();
        assertThat(submission(over)).contains("jane@acme.example");
    }

    @Test
    void disposesOfTheFiguresOfUseOnceTheLicenseIsOverAndKeepsThatAReportCame() {
        Case acme = cases.approved();
        String license = cases.asTheLabSeesIt(acme).get("licenseId").asText();
        time.advance(Duration.ofDays(3));
        cases.reportsAllUse(acme);
        long reports = rows("usage_report WHERE license_id = ?", license);
        keepFor("usage-items", 30);
        time.advance(Duration.ofDays(33));
        assertThat(rows("usage_report WHERE license_id = ?", license))
                .as("of a license in force")
                .isEqualTo(reports)
                .isPositive();

        assertThat(api.post(LabApi.AURORA, "/api/v1/licenses/" + license + "/surrender", "{}")
                        .status())
                .isEqualTo(200);
        time.advance(Duration.ofDays(2));

        assertThat(rows("usage_report WHERE license_id = ?", license)).isZero();
        assertThat(rows("usage_report_key WHERE license_id = ?", license)).isEqualTo(reports);
        assertThat(journal.about(acme.reference()))
                .anyMatch(entry -> entry.action().equals("usage-report-received"));
    }

    @Test
    void disposesOfDeliveriesThatAreDoneAndOfNoneThatIsTried() {
        List<String> states = List.of("queued", "delivered", "failed");
        OffsetDateTime now = time.now().atOffset(ZoneOffset.UTC);
        String key = UUID.randomUUID().toString();
        for (String state : states) {
            db.sql(
                            """
                    INSERT INTO webhook_delivery (id, lab_id, ordering_key, type, payload, journal_seq, created_at, status,
                      attempts, next_attempt_at, give_up_at, delivered_at)
                    VALUES (?, ?, ?, ?, '{}', 0, ?, ?, 1, ?, ?, ?)""")
                    .params(
                            state + key,
                            "lab-borealis",
                            key,
                            state + key,
                            now,
                            state,
                            now.plusYears(9),
                            now.plusDays(3),
                            now)
                    .update();
            db.sql("INSERT INTO webhook_attempt VALUES (?, 1, ?, 5, 'timed-out', NULL)")
                    .params(state + key, now)
                    .update();
        }
        keepFor("webhook-deliveries", 30);
        time.advance(Duration.ofDays(28));
        assertThat(rows("webhook_delivery WHERE ordering_key = ?", key)).isEqualTo(3);

        time.advance(Duration.ofDays(4));

        assertThat(db.sql("SELECT status FROM webhook_delivery WHERE ordering_key = ?")
                        .param(key)
                        .query(String.class)
                        .list())
                .containsExactly("queued");
        assertThat(rows("webhook_attempt WHERE delivery_id = ?", "delivered" + key))
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
