package org.countersign.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.records.RecordsDesk.OFFICER;
import static org.countersign.records.RecordsDesk.SECOND;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.countersign.journal.Journal;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A person's data goes where the law demands it; two people agree; what was there can still be proved. */
@CountersignTest
class ErasureTest {

    private static final String NAME = "Maxim \"Max\" Dravenko";
    /** Not the entry of the list, which is about somebody else. */
    private static final Pattern THE_PERSON = Pattern.compile("(?i)max\\W{1,8}dravenko");

    private static final Map<String, String> WANTED =
            Map.of("party", "signatory", "ground", "gdpr-17", "authority", "Request 2026-4");

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

    /** Named in the application, in the evidence of the screening, in a vote and in the letters; then withdrawn. */
    private Case named() {
        String customer = "erased-" + System.nanoTime();
        Case acme = cases.received(customer, Submissions.with(body -> {
            body.withObject("/customer").put("customerId", customer);
            body.withObject("/customer/signatory").put("name", NAME).put("email", "max@acme.example");
        }));
        staff.complete(
                "intake.officer",
                cases.task(acme, "resolveScreeningHits"),
                Map.of("resolution", "cleared", "note", NAME + " was born in 1990."));
        staff.complete("intake.officer", cases.task(acme, "checkCompleteness"), TestCases.REFER);
        var draft = new HashMap<String, Object>(TestCases.OBJECT);
        draft.put("internalReasons", "We know " + NAME.toUpperCase(java.util.Locale.ROOT) + " too well.");
        staff.complete("oncd.reviewer", cases.task(acme, "draftVote", "oncd"), draft);
        return acme;
    }

    private Case over() {
        Case acme = named();
        assertThat(cases.withdraws(acme).status()).isLessThan(300);
        return acme;
    }

    private LabApi.Answer asks(Case of, Map<String, ?> wanted) {
        return desk.posts(OFFICER, "/cases/" + of.reference() + "/erasures", wanted);
    }

    private LabApi.Answer decides(String person, String request, boolean approved, String note) {
        return desk.posts(person, "/erasures/" + request + "/decision", Map.of("approved", approved, "note", note));
    }

    /** All that our tables say of the case outside of the journal. */
    private String everything(Case of) {
        return String.join(
                "\n",
                db.sql(
                                """
                        SELECT a::text FROM application a WHERE id = :case
                        UNION ALL SELECT n::text FROM notice n WHERE application_id = :case
                        UNION ALL SELECT s::text FROM screening s WHERE application_id = :case
                        UNION ALL SELECT h::text FROM screening_hit h JOIN screening s ON s.id = screening_id
                          WHERE application_id = :case
                        UNION ALL SELECT r::text FROM hit_resolution r JOIN screening_hit h ON h.id = hit_id
                          JOIN screening s ON s.id = screening_id WHERE application_id = :case
                        UNION ALL SELECT v::text FROM vote v JOIN sign_off s ON s.id = sign_off_id
                          WHERE application_id = :case
                        UNION ALL SELECT e::text FROM erasure e WHERE application_id = :case""")
                        .param("case", of.id())
                        .query(String.class)
                        .list());
    }

    @Test
    void removesThePersonEverywhereAndKeepsTheProof() {
        Case acme = over();
        assertThat(everything(acme)).containsIgnoringCase("Dravenko").contains("max@acme.example");
        String original = db.sql("SELECT internal_reasons FROM vote v JOIN sign_off s ON s.id = sign_off_id "
                        + "WHERE application_id = ?")
                .param(acme.id())
                .query(String.class)
                .single();

        String request = asks(acme, WANTED).json().get("id").asText();
        assertThat(everything(acme)).as("one person alone removes nothing").containsPattern(THE_PERSON);
        LabApi.Answer done = decides(SECOND, request, true, "");
        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.json().get("state").asText()).isEqualTo("carried out");

        assertThat(everything(acme))
                .doesNotContainPattern(THE_PERSON)
                .doesNotContain("max@acme.example", "CEO")
                .contains("by law]");
        assertThat(db.sql(
                                """
                        SELECT count(*) FROM erased_field WHERE erasure_id = ? AND relation = 'vote'
                          AND hash = sha256(salt || convert_to(?, 'UTF8'))""")
                        .params(request, original)
                        .query(Integer.class)
                        .single())
                .as("who has the original can prove it")
                .isEqualTo(1);

        String page = Visitor.signedIn(api, "intake.officer")
                .get("/cases/" + acme.reference())
                .body();
        assertThat(page).contains("[removed on ", "by law]");
        assertThat(new Visitor(api).get(acme.trackingPath()).status()).isEqualTo(200);
        assertThat(cases.asTheLabSeesIt(acme).get("status").asText()).isEqualTo("withdrawn");
        assertThat(new Visitor(api).get("/statistics").status()).isEqualTo(200);
        assertThat(desk.prepares(acme, RecordsDesk::isSuggested).status()).isEqualTo(201);
        assertThat(journal.about(acme.reference()))
                .extracting(Journal.JournalEntry::action)
                .contains("erasure-requested", "erasure-done");
        assertThat(db.sql("SELECT string_agg(content, ' ') FROM journal WHERE subject = ?")
                        .param(acme.reference())
                        .query(String.class)
                        .single())
                .as("what the journal says of it")
                .doesNotContainPattern(THE_PERSON)
                .doesNotContain("max@acme.example")
                .contains("\"erased\"");
        assertThat(asks(acme, WANTED).status()).as("once is enough").isEqualTo(409);
        assertThat(decides(SECOND, request, true, "").status()).isEqualTo(409);
    }

    @Test
    void takesEveryCopyOfTheCaseAlong() {
        Case acme = over();
        String approved = bare(acme, "Of " + NAME + " for a court");
        assertThat(desk.decides(SECOND, approved, true, "").status()).isEqualTo(200);
        String archive = RecordsDesk.API + "/copies/" + approved + "/archive";
        assertThat(desk.archive(approved).get("case.json")).containsPattern(THE_PERSON);
        String waiting = bare(acme, "For a newspaper");
        String other = desk.prepared(over());

        String request = asks(acme, WANTED).json().get("id").asText();
        assertThat(decides(SECOND, request, true, "").status()).isEqualTo(200);

        LabApi.Answer gone = api.staff(OFFICER, "GET", archive, null);
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.body()).contains("removed on", "by law", "Prepare a new copy");
        LabApi.Answer late = new NoTrace(db).of(() -> desk.decides(SECOND, waiting, true, ""));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.body()).contains("by law. Prepare a new copy");
        assertThatThrownBy(() -> db.sql(
                                "INSERT INTO case_copy_decision VALUES (?, 'records.officer', true, '', 'records.second', now())")
                        .param(waiting)
                        .update())
                .rootCause()
                .hasMessageContaining("removed by law");
        assertThat(db.sql("SELECT coalesce(string_agg(c::text, ' '), '') FROM case_copy c WHERE application_id = ?")
                        .param(acme.id())
                        .query(String.class)
                        .single())
                .as("also what it was for")
                .contains("by law] for a court")
                .doesNotContainPattern(THE_PERSON)
                .doesNotContain("\\x");
        assertThat(journal.about(acme.reference()))
                .filteredOn(entry -> entry.action().equals("erasure-done"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.content()).contains(approved, waiting));
        assertThat(desk.decides(SECOND, other, true, "").status())
                .as("another case")
                .isEqualTo(200);

        Visitor second = Visitor.signedIn(api, SECOND);
        String page = "/cases/" + acme.reference() + "/release/";
        assertThat(second.get(page + approved + "/archive").status()).isEqualTo(410);
        assertThat(second.get(page + approved).body())
                .contains("by law. Prepare a new copy")
                .doesNotContain("Download the ZIP")
                .doesNotContainPattern(THE_PERSON);
        assertThat(second.get(page + waiting).body()).contains("void").doesNotContain("Let it go");
        String anew = bare(acme, "For a newspaper");
        assertThat(desk.decides(SECOND, anew, true, "").status()).isEqualTo(200);
        assertThat(desk.archive(anew).get("case.json")).contains("by law]").doesNotContainPattern(THE_PERSON);
    }

    /** Without any bar. */
    private String bare(Case of, String purpose) {
        LabApi.Answer copy = desk.posts(
                OFFICER, "/cases/" + of.reference() + "/copies", Map.of("purpose", purpose, "redactions", List.of()));
        assertThat(copy.status()).as(copy.body()).isEqualTo(201);
        return copy.json().get("id").asText();
    }

    @Test
    void needsASecondPersonAndTheDatabaseKnows() {
        Case acme = over();
        String request = asks(acme, WANTED).json().get("id").asText();
        assertThat(new NoTrace(db).of(() -> decides(OFFICER, request, true, "")).status())
                .isEqualTo(403);
        assertThatThrownBy(() -> db.sql("SELECT erase_person(?, now())")
                        .param(request)
                        .query(Integer.class)
                        .single())
                .rootCause()
                .hasMessageContaining("without two people");
        assertThatThrownBy(() -> db.sql(
                                "INSERT INTO erasure_decision VALUES (?, 'records.officer', true, '', 'records.officer', now())")
                        .param(request)
                        .update())
                .rootCause()
                .hasMessageContaining("erasure_second_person");
        assertThat(decides(SECOND, request, false, "").status()).isEqualTo(422);
        assertThat(decides(SECOND, request, false, "It is another person.").status())
                .isEqualTo(200);
        assertThat(everything(acme)).contains("max@acme.example");
        assertThatThrownBy(() -> db.sql("SELECT erase_person(?, now())")
                        .param(request)
                        .query(Integer.class)
                        .single())
                .rootCause()
                .hasMessageContaining("without two people");
    }

    @Test
    void happensOnceHoweverManyAgreeAtOnce() {
        Case acme = over();
        String request = asks(acme, WANTED).json().get("id").asText();
        Callable<Integer> agree = () -> decides(SECOND, request, true, "").status();
        assertThat(AtOnce.run(List.of(agree, agree)).stream()
                        .map(AtOnce.Outcome::value)
                        .sorted())
                .containsExactly(200, 409);
    }

    @Test
    void waitsForTheEndOfTheCaseUnlessACourtOrdersIt() {
        Case acme = named();
        LabApi.Answer early = new NoTrace(db).of(() -> asks(acme, WANTED));
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.body()).contains("Only a court");
        LabApi.Answer order =
                asks(acme, Map.of("party", "signatory", "ground", "court-order", "authority", "1:26-cv-17"));
        assertThat(decides(SECOND, order.json().get("id").asText(), true, "").status())
                .isEqualTo(200);
        assertThat(everything(acme)).doesNotContainPattern(THE_PERSON);
        // The case goes on: nobody is written to at the removed address, and nobody is screened by the marker.
        cases.withdraws(acme);
        assertThat(db.sql("SELECT count(*) FROM notice WHERE application_id = ? AND kind = 'withdrawn' "
                                + "AND recipient LIKE '%invalid'")
                        .param(acme.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void respectsHoldsAndRefusesNonsense() {
        Case acme = over();
        for (Map<String, String> wrong : List.of(
                Map.of("party", "nobody", "ground", "gdpr-17", "authority", "1"),
                Map.of("party", "beneficial-owner-7", "ground", "gdpr-17", "authority", "1"),
                Map.of("party", "signatory", "ground", "whim", "authority", "1"),
                Map.of("party", "signatory", "ground", "gdpr-17", "authority", " "))) {
            assertThat(new NoTrace(db).of(() -> asks(acme, wrong)).status())
                    .as(wrong.toString())
                    .isEqualTo(422);
        }
        assertThat(asks(
                                acme,
                                Map.of(
                                        "party",
                                        "signatory",
                                        "ground",
                                        "gdpr-17",
                                        "authority",
                                        "1",
                                        "documents",
                                        List.of("another")))
                        .status())
                .isEqualTo(422);
        desk.posts(OFFICER, "/cases/" + acme.reference() + "/hold", Map.of("reasons", "Litigation"));
        assertThat(asks(acme, WANTED).status()).isEqualTo(409);
        assertThat(desk.posts("admin", "/cases/" + acme.reference() + "/erasures", WANTED)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void hasAFormForEachOfThem() {
        Case acme = over();
        var form = new HashMap<>(WANTED);
        form.put("reference", acme.reference());
        Visitor officer = Visitor.signedIn(api, OFFICER);
        assertThat(officer.post("/records/erasures", form).status()).isEqualTo(302);
        String request = db.sql("SELECT id FROM erasure WHERE application_id = ?")
                .param(acme.id())
                .query(String.class)
                .single();
        assertThat(officer.get("/records").body())
                .contains(acme.reference())
                .doesNotContain("/records/erasures/" + request);
        Visitor second = Visitor.signedIn(api, SECOND);
        assertThat(second.get("/records").body()).contains("/records/erasures/" + request);
        assertThat(second.post("/records/erasures/" + request, Map.of("approved", "yes"))
                        .status())
                .isEqualTo(302);
        assertThat(second.get("/records").body()).contains("carried out");
    }
}
