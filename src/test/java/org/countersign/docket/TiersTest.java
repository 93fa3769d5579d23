package org.countersign.docket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.TestCases.ACCEPT;
import static org.countersign.testing.TestCases.CONCUR;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Parts;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is written for the offices alone reaches no lab and no applicant, by any way; and what anybody writes
 * is shown as text to everybody, whatever it says.
 */
@CountersignTest
class TiersTest {

    /** In every field that stays inside. */
    private static final String INSIDE = "INSIDE-ONLY";

    /** In every field that somebody else gets to see. */
    private static final String NASTY = "<img src=x onerror=alert(1)>'\"&lt;${7*7}[[*{7*7}]]";

    private static final List<String> STAFF_NAMES = List.of(
            "oncd.reviewer", "oncd.director", "ostp.reviewer", "commerce.director", "committee.chair", "appeals.judge");

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Autowired
    private LabApi api;

    @Autowired
    private JdbcClient db;

    @Test
    void nothingInternalLeavesTheOfficesAndNothingThatIsWrittenRuns() {
        String customer = "nasty-" + System.nanoTime();
        Case nasty = cases.received(customer, Submissions.with(body -> {
            body.withObject("/customer").put("customerId", customer).put("legalName", "Name " + NASTY);
            body.withObject("/customer/signatory").put("name", "Signatory " + NASTY);
            body.withObject("/useCase").put("summary", "Summary " + NASTY);
        }));
        Visitor applicant = new Visitor(api);
        Visitor officer = Visitor.signedIn(api, "intake.officer");
        requireSafe(nasty, applicant, officer);

        cases.intakeAsks(nasty, "Question " + NASTY);
        requireSafe(nasty, applicant, officer);
        applicant.post(
                nasty.trackingPath().replace("?", "/answers?"),
                Map.of(
                        "requestId", cases.requestOf(nasty, "intake"),
                        "answer", "Answer " + NASTY,
                        "attachments", "Attachment " + NASTY));
        staff.complete(
                "intake.officer", cases.task(nasty, "checkCompleteness"), Map.of("outcome", "refer", "note", INSIDE));
        officer.post(
                "/cases/" + nasty.reference() + "/documents",
                Parts.file("INSIDE-ONLY.txt", "text/plain", "notes".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .and("tier", "internal"));
        Visitor.signedIn(api, "ostp.director")
                .post("/cases/" + nasty.reference() + "/agencies", Map.of("agency", "hhs", "reasons", INSIDE));
        Visitor.signedIn(api, "hhs.director")
                .post("/cases/" + nasty.reference() + "/recusal", Map.of("reasons", INSIDE, "sure", "yes"));
        requireSafe(nasty, applicant, officer);

        staff.complete("oncd.reviewer", cases.task(nasty, "draftVote", "oncd"), objection());
        staff.complete(
                "oncd.director",
                cases.task(nasty, "countersignVote", "oncd"),
                Map.of("accepted", "false", "note", INSIDE));
        staff.complete("oncd.reviewer", cases.task(nasty, "draftVote", "oncd"), objection());
        var accepted = new HashMap<String, Object>(ACCEPT);
        accepted.put("note", INSIDE);
        staff.complete("oncd.director", cases.task(nasty, "countersignVote", "oncd"), accepted);
        cases.signs(nasty, "ostp", with(Map.of("vote", "concur-with-conditions", "conditions", "Condition " + NASTY)));
        cases.signs(nasty, "commerce", CONCUR);
        requireSafe(nasty, applicant, officer);

        time.advance(Duration.ofDays(31)); // HHS is silent
        staff.complete("committee.chair", cases.task(nasty, "decideAsChair"), with(Map.of("outcome", "deny")));
        requireSafe(nasty, applicant, officer);
        time.advance(Duration.ofDays(6));
        assertThat(cases.status(nasty)).isEqualTo("intent-to-deny");
        applicant.post(
                nasty.trackingPath().replace("?", "/rebuttal?"),
                Map.of("text", "Rebuttal " + NASTY, "evidence", "Evidence " + NASTY));
        requireSafe(nasty, applicant, officer);
        staff.complete("commerce.director", cases.task(nasty, "considerRebuttal"), with(Map.of("outcome", "refuse")));
        time.advance(Duration.ofDays(45));
        assertThat(cases.status(nasty)).isEqualTo("denied");
        applicant.post(
                nasty.trackingPath().replace("?", "/appeal?"),
                Map.of("what", "denial:" + nasty.id(), "text", "Appeal, long enough " + NASTY));
        requireSafe(nasty, applicant, officer);
        staff.complete("appeals.judge", cases.task(nasty, "decideAppeal"), with(Map.of("outcome", "upheld")));
        requireSafe(nasty, applicant, officer);
    }

    private static Map<String, Object> objection() {
        return with(Map.of(
                "vote", "object", "criteria", "CR-02", "evidence", "Evidence " + NASTY, "cure", "Cure " + NASTY));
    }

    private static Map<String, Object> with(Map<String, Object> form) {
        var all = new HashMap<String, Object>(form);
        all.put("reasons", "Reasons " + NASTY);
        all.put("internalReasons", INSIDE);
        return all;
    }

    /** After every step: all that the outside sees, and all that staff see. */
    private void requireSafe(Case of, Visitor applicant, Visitor officer) {
        String page = applicant.get(of.trackingPath()).body();
        assertThat(page)
                .contains(of.reference())
                .doesNotContain(INSIDE)
                .doesNotContain(STAFF_NAMES.toArray(String[]::new));
        requireText(page);
        String seenByLab = cases.asTheLabSeesIt(of).toString();
        assertThat(seenByLab)
                .contains(of.reference())
                .doesNotContain(INSIDE)
                .doesNotContain(STAFF_NAMES.toArray(String[]::new));
        assertThat(api.get(LabApi.AURORA, "/api/v1/applications/" + of.id() + "/documents")
                        .body())
                .doesNotContain(INSIDE);
        assertThat(db.sql("SELECT subject || body FROM notice WHERE application_id = ?")
                        .param(of.id())
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .noneMatch(mail -> mail.contains(INSIDE));
        var forStaff = officer.get("/cases/" + of.reference());
        assertThat(forStaff.status()).isEqualTo(200);
        requireText(forStaff.body());
        requireText(officer.get("/cases?q=" + of.reference()).body());
    }

    /** Nothing of what people wrote has become markup, nor a template. */
    private static void requireText(String page) {
        assertThat(page)
                .contains("&lt;img src=x")
                .doesNotContain("<img src=x", "]]49", "49}]]")
                .doesNotContain("lt;49");
    }
}
