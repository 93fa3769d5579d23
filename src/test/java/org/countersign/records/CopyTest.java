package org.countersign.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.records.RecordsDesk.API;
import static org.countersign.records.RecordsDesk.OFFICER;
import static org.countersign.records.RecordsDesk.SECOND;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.countersign.journal.Journal;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What leaves the house: a copy whose bars have nothing under them, let go by two people. */
@CountersignTest
class CopyTest {

    private static final String SECRET = "Their firmware controls the brakes of a competitor.";

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private Journal journal;

    @Autowired
    private JdbcClient db;

    private RecordsDesk desk;

    @BeforeEach
    void openTheOffice() {
        desk = new RecordsDesk(api);
    }

    /** A draft of ONCD with reasons in three tiers, sent back by its director. */
    private Case drafted() {
        Case acme = cases.referred();
        var draft = new HashMap<String, Object>(TestCases.OBJECT);
        draft.put("internalReasons", SECRET);
        staff.complete("oncd.reviewer", cases.task(acme, "draftVote", "oncd"), draft);
        staff.complete(
                "oncd.director",
                cases.task(acme, "countersignVote", "oncd"),
                Map.of("accepted", "false", "note", "Name the module."));
        cases.signs(acme, "ostp", TestCases.CONCUR);
        return acme;
    }

    @Test
    void cutsTheWholeFileIntoPassagesAndSuggestsGrounds() {
        Case acme = drafted();
        Map<String, String> grounds = new HashMap<>();
        for (JsonNode passage : desk.passages(acme)) {
            grounds.put(
                    passage.get("section").asText() + "/" + passage.get("label").asText() + "/"
                            + passage.get("text").asText(),
                    passage.path("suggestedGround").asText());
        }
        assertThat(grounds)
                .containsEntry("Application/customer, signatory, email/jane@acme.example", "b6")
                .containsEntry("Application/customer, beneficial owners 1, name/Jane Doe", "b6")
                .containsEntry("Application/customer, legal name/Acme Robotics Inc", "null")
                .containsEntry("Votes/oncd, internal reasons/" + SECRET, "b5")
                .containsEntry("Votes/oncd, vote/object", "b5")
                .containsEntry("Votes/ostp, vote/concur", "null");
        assertThat(grounds.keySet()).anyMatch(key -> key.startsWith("Timeline/"));
        assertThat(grounds.keySet()).anyMatch(key -> key.startsWith("Clock/"));
        assertThat(grounds.keySet()).anyMatch(key -> key.startsWith("Letters/"));
    }

    @Test
    void hasNothingUnderItsBars() throws IOException {
        Case acme = drafted();
        String copy = desk.prepared(acme);
        assertThat(api.staff(OFFICER, "GET", API + "/copies/" + copy + "/archive", null)
                        .status())
                .as("before a second person has let it go")
                .isEqualTo(404);
        assertThat(desk.decides(SECOND, copy, true, "").status()).isEqualTo(200);

        Map<String, String> files = desk.archive(copy);
        assertThat(files).containsKeys("case.html", "case.json", "redactions.json");
        assertThat(files.values()).allSatisfy(bytes -> assertThat(bytes)
                .doesNotContain("Jane Doe", "jane@acme.example", SECRET, "Name the module.", "oncd.reviewer"));
        assertThat(files.get("case.html"))
                .contains("Acme Robotics Inc", "<span class=\"bar", "(b)(6)", "(b)(5)", acme.reference())
                .doesNotContain("<script", "src=", acme.trackingPath().split("key=")[1]);

        JsonNode log = new ObjectMapper().readTree(files.get("redactions.json"));
        assertThat(log.get("redactedBy").asText()).isEqualTo(OFFICER);
        assertThat(log.get("redactions")).isNotEmpty().allSatisfy(bar -> {
            assertThat(bar.get("saltedSha256").asText()).matches("[0-9a-f]{64}");
            assertThat(bar.get("harm").asText()).isNotEmpty();
            assertThat(bar.has("salt")).isFalse();
        });
        assertThat(db.sql("SELECT submission::text FROM application WHERE id = ?")
                        .param(acme.id())
                        .query(String.class)
                        .single())
                .as("the original")
                .contains("jane@acme.example");
        assertThat(journal.about(acme.reference()))
                .extracting(Journal.JournalEntry::action)
                .contains("copy-prepared", "copy-approved");
        String sha256 = db.sql("SELECT sha256 FROM case_copy WHERE id = ?")
                .param(copy)
                .query(String.class)
                .single();
        assertThat(journal.about(acme.reference()))
                .filteredOn(entry -> entry.action().startsWith("copy-"))
                .allMatch(entry -> entry.content().contains(sha256));
    }

    @Test
    void refusesWhoeverPreparedIt() {
        Case acme = cases.received();
        String copy = desk.prepared(acme);
        LabApi.Answer own = new NoTrace(db).of(() -> desk.decides(OFFICER, copy, true, ""));
        assertThat(own.status()).isEqualTo(403);
        assertThat(own.body()).contains("somebody else decides");
        assertThatThrownBy(() -> db.sql(
                                "INSERT INTO case_copy_decision VALUES (?, 'records.officer', true, '', 'records.officer', now())")
                        .param(copy)
                        .update())
                .rootCause()
                .hasMessageContaining("copy_second_person");
        assertThatThrownBy(() -> db.sql(
                                "INSERT INTO case_copy_decision VALUES (?, 'somebody', true, '', 'records.officer', now())")
                        .param(copy)
                        .update())
                .rootCause()
                .hasMessageContaining("foreign key");

        assertThat(desk.decides(SECOND, copy, false, "").status()).isEqualTo(422);
        assertThat(desk.decides(SECOND, copy, false, "The letters are open.").status())
                .isEqualTo(200);
        assertThat(desk.decides(SECOND, copy, true, "").status()).isEqualTo(409);
        assertThat(api.staff(SECOND, "GET", API + "/copies/" + copy + "/archive", null)
                        .status())
                .isEqualTo(404);
        assertThat(journal.about(acme.reference())).last().satisfies(entry -> assertThat(entry.action())
                .isEqualTo("copy-refused"));
    }

    @Test
    void isDecidedOnOnceHoweverManyDecideAtOnce() {
        String copy = desk.prepared(cases.received());
        Callable<Integer> decide = () -> desk.decides(SECOND, copy, true, "").status();
        assertThat(AtOnce.run(List.of(decide, decide, decide)).stream()
                        .map(AtOnce.Outcome::value)
                        .sorted())
                .containsExactly(200, 409, 409);
    }

    @Test
    void refusesBarsThatHideNothingOrNameNoGround() {
        Case acme = cases.received();
        LabApi.Answer open = new NoTrace(db)
                .of(() -> desk.prepares(
                        acme, passage -> passage.get("id").asText().equals("submission.customer.signatory.name")));
        assertThat(open.status()).isEqualTo(422);
        assertThat(open.body()).contains("still stands at");

        for (String[] wrong : new String[][] {
            {"{\"purpose\":\"x\",\"redactions\":[{\"passage\":\"no.such\",\"ground\":\"b6\"}]}", "redactions[0].passage"
            },
            {
                "{\"purpose\":\"x\",\"redactions\":[{\"passage\":\"reference\",\"ground\":\"b99\"}]}",
                "redactions[0].ground"
            },
            {"{\"purpose\":\" \",\"redactions\":[]}", "purpose"},
            {
                "{\"purpose\":\"x\",\"redactions\":[{\"passage\":\"status\",\"ground\":\"b4\"},{\"passage\":\"status\",\"ground\":\"b5\"}]}",
                "redactions[1].passage"
            }
        }) {
            LabApi.Answer answer = new NoTrace(db).of(() -> desk.prepares(acme, wrong[0]));
            assertThat(answer.status()).as(wrong[0]).isEqualTo(422);
            assertThat(answer.body()).contains(wrong[1]);
        }
        assertThat(desk.prepares(acme, "{").status()).isEqualTo(400);
    }

    /** The suggested bars, with our words about them. */
    private LabApi.Answer prepares(Case of, String purpose, String harm, Map<String, String> grounds) {
        var redactions = new ArrayList<Map<String, String>>();
        for (JsonNode passage : desk.passages(of)) {
            String id = passage.get("id").asText();
            if (RecordsDesk.isSuggested(passage) || grounds.containsKey(id)) {
                String ground = passage.get("suggestedGround").asText();
                redactions.add(Map.of("passage", id, "ground", grounds.getOrDefault(id, ground), "harm", harm));
            }
        }
        return desk.posts(
                OFFICER, "/cases/" + of.reference() + "/copies", Map.of("purpose", purpose, "redactions", redactions));
    }

    @Test
    void tellsNothingOfWhatIsUnderABarInPurposeOrHarm() {
        Case acme = drafted();
        for (String telling : List.of(
                "For the lawyer of Jane Doe",
                "for JANE\u00a0 \t doe",
                "Doe, Jane wants it",
                "Jane-Doe's request",
                "To jane@acme.example",
                SECRET.toUpperCase(Locale.ROOT),
                "It says that their firmware  controls the brakes",
                "Sent back with: name the module")) {
            LabApi.Answer purpose = new NoTrace(db).of(() -> prepares(acme, telling, "Harm", Map.of()));
            assertThat(purpose.status()).as(telling).isEqualTo(422);
            assertThat(purpose.json().at("/errors/0/field").asText()).isEqualTo("purpose");
            LabApi.Answer harm = new NoTrace(db).of(() -> prepares(acme, "A newspaper", telling, Map.of()));
            assertThat(harm.status()).as(telling).isEqualTo(422);
            assertThat(harm.json().at("/errors/0/field").asText()).isEqualTo("redactions[0].harm");
        }
        assertThat(prepares(acme, "A newspaper of Doha", "They would be written to.", Map.of())
                        .status())
                .isEqualTo(201);
    }

    @Test
    void barsInTheRiskAssessmentWhatItBarsInTheApplication() {
        Case acme = cases.referred();
        LabApi.Answer told = new NoTrace(db)
                .of(() -> prepares(acme, "A court", "Harm", Map.of("submission.useCase.accessMode", "b4")));
        assertThat(told.status()).as(told.body()).isEqualTo(422);
        assertThat(told.body()).contains("“Application, use case, access mode” still stands at “Risk, CR-03”");

        LabApi.Answer both = prepares(
                acme, "A court", "Harm", Map.of("submission.useCase.accessMode", "b4", riskUnder(acme, "CR-03"), "b4"));
        assertThat(both.status()).as(both.body()).isEqualTo(201);
        String copy = both.json().get("id").asText();
        desk.decides(SECOND, copy, true, "");
        String read = String.join("\n", desk.archive(copy).values());
        assertThat(read).contains("Release tier: frontier").doesNotContain("Access mode: ");
    }

    private String riskUnder(Case acme, String criterion) {
        return desk.passages(acme).findValuesAsText("id").stream()
                .filter(id -> id.startsWith("risk." + criterion))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void looksForWhatIsUnderABarOnWhateverGround() {
        Case acme = cases.received();
        LabApi.Answer company = new NoTrace(db)
                .of(() -> prepares(acme, "A court", "Harm", Map.of("submission.customer.legalName", "b4")));
        assertThat(company.status()).as(company.body()).isEqualTo(422);
        assertThat(company.body()).contains("still stands at");
        LabApi.Answer told = new NoTrace(db)
                .of(() -> prepares(acme, "For DOE,  Jane", "Harm", Map.of("submission.customer.signatory.name", "b4")));
        assertThat(told.json().at("/errors/0/field").asText()).isEqualTo("purpose");
    }

    @Test
    void isPreparedAnewWhenTheFileChanges() {
        Case acme = cases.referred();
        String copy = desk.prepared(acme);
        assertThat(cases.withdraws(acme).status()).isLessThan(300);
        LabApi.Answer late = new NoTrace(db).of(() -> desk.decides(SECOND, copy, true, ""));
        assertThat(late.status()).as(late.body()).isEqualTo(409);
        assertThat(late.body()).contains("Prepare a new copy", "Status");
        String page = "/cases/" + acme.reference() + "/release/" + copy;
        assertThat(Visitor.signedIn(api, SECOND).get(page).body()).contains("changed since");
        assertThat(desk.decides(SECOND, copy, false, "The case has gone on.").status())
                .isEqualTo(200);
        assertThat(desk.decides(SECOND, desk.prepared(acme), true, "").status()).isEqualTo(200);
    }

    @Test
    void isTheBusinessOfRecordsOnly() {
        Case acme = cases.received();
        String path = API + "/cases/" + acme.reference() + "/passages";
        for (String person : List.of("oncd.director", "auditor.one", "process.owner", "admin")) {
            assertThat(api.staff(person, "GET", path, null).status()).isEqualTo(403);
        }
        assertThat(api.anonymous("GET", path, request -> {}).status()).isEqualTo(401);
        assertThat(api.get(LabApi.AURORA, path).status()).isEqualTo(401);
        assertThat(api.staff(OFFICER, "GET", API + "/cases/CS-2026-999999/passages", null)
                        .status())
                .isEqualTo(404);
        Visitor reviewer = Visitor.signedIn(api, "oncd.reviewer");
        assertThat(reviewer.get("/cases/" + acme.reference() + "/release").status())
                .isIn(403, 404);
        assertThat(reviewer.get("/cases/" + acme.reference()).body()).doesNotContain("/release");
        assertThat(new Visitor(api)
                        .get("/cases/" + acme.reference() + "/release")
                        .status())
                .isEqualTo(302);
    }

    @Test
    void hasPagesForBothPeople() {
        Case acme = cases.received();
        String page = "/cases/" + acme.reference() + "/release";
        Visitor officer = Visitor.signedIn(api, OFFICER);
        assertThat(officer.get("/cases/" + acme.reference()).body()).contains(page);
        assertThat(officer.get(page).body()).contains("jane@acme.example", "Exemption for", "(b)(7)(F)");

        var form = new HashMap<String, String>();
        form.put("purpose", "A court");
        form.put("ground:submission.customer.signatory.name", "b6");
        LabApi.Answer refused = officer.post(page, form);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("Nothing was stored", "still stands at", "value=\"A court\"");

        for (JsonNode passage : desk.passages(acme)) {
            if (RecordsDesk.isSuggested(passage)) {
                form.put(
                        "ground:" + passage.get("id").asText(),
                        passage.get("suggestedGround").asText());
            }
        }
        form.put("harm:b6", "They would be written to.");
        LabApi.Answer prepared = officer.post(page, form);
        assertThat(prepared.status()).isEqualTo(302);
        String copy = prepared.header("Location").replaceFirst(".*(/cases/)", "$1");
        assertThat(officer.get(copy).body())
                .contains("Somebody else of your group decides", "They would be written to.");
        assertThat(officer.post(copy, Map.of("approved", "yes")).status()).isEqualTo(403);
        assertThat(officer.get(copy + "/archive").status()).isEqualTo(404);

        Visitor second = Visitor.signedIn(api, SECOND);
        assertThat(second.post(copy, Map.of("approved", "yes")).status()).isEqualTo(302);
        assertThat(second.get(copy).body()).contains("Download the ZIP");
        assertThat(second.get(copy + "/archive").status()).isEqualTo(200);
        assertThat(second.get("/cases/" + acme.reference() + "/release/none").status())
                .isEqualTo(404);
    }

    @Test
    void staysAsItWasApproved() {
        String copy = desk.prepared(cases.received());
        for (String change : List.of(
                "UPDATE case_copy SET purpose = 'x' WHERE id = ?",
                "DELETE FROM case_redaction WHERE copy_id = ?",
                "DELETE FROM case_copy WHERE id = ?")) {
            assertThatThrownBy(() -> db.sql(change).param(copy).update())
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
    }
}
