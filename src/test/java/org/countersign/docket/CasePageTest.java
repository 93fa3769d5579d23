package org.countersign.docket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.TestCases.APPROVE;
import static org.countersign.testing.TestCases.CONCUR;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.countersign.signoff.SignOffs;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.Visitor;
import org.countersign.workflow.Recusals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The page of a case for staff: who may see it, what is on it, what can be done from it. */
@CountersignTest
class CasePageTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private Recusals recusals;

    @Autowired
    private SignOffs signOffs;

    @Autowired
    private JdbcClient db;

    private static String page(Case of) {
        return "/cases/" + of.reference();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "intake.officer",
                "hhs.reviewer",
                "state.director",
                "committee.chair",
                "auditor.one",
                "appeals.judge",
                "process.owner",
                "admin"
            })
    void opensToAllStaff(String person) {
        Case acme = cases.referred();
        Visitor visitor = Visitor.signedIn(api, person);

        assertThat(visitor.get(page(acme)).status()).isEqualTo(200);
        assertThat(visitor.get(page(acme) + "/diagrams").status()).isEqualTo(200);
        assertThat(visitor.get("/cases").body()).contains(acme.reference());
    }

    @Test
    void sendsEverybodyElseToTheSignIn() {
        Case acme = cases.referred();
        Visitor stranger = new Visitor(api);
        for (String path : List.of("/cases", page(acme), page(acme) + "/diagrams", "/cases/CS-2026-999999")) {
            assertThat(stranger.get(path).status()).isEqualTo(302);
            assertThat(stranger.get(path).header("Location")).endsWith("/sign-in");
            assertThat(api.get(LabApi.AURORA, path).header("Location")).endsWith("/sign-in");
        }
        assertThat(stranger.get(acme.trackingPath().replace("/track/", "/cases/"))
                        .status())
                .isEqualTo(302);
    }

    @Test
    void closesToWhoeverSteppedBackAndSaysSo() {
        Case acme = cases.referred();
        Visitor reviewer = Visitor.signedIn(api, "ostp.reviewer");
        Answer done =
                reviewer.post(page(acme) + "/recusal", Map.of("reasons", "My sister works there.", "sure", "yes"));
        assertThat(done.status()).isEqualTo(303);
        assertThat(done.header("Location")).isEqualTo("/cases?done=recusal");
        assertThat(recusals.hasSteppedBack(acme.id(), "ostp.reviewer")).isTrue();

        assertThat(reviewer.get(page(acme)).status()).isEqualTo(403);
        assertThat(reviewer.get(page(acme)).body())
                .contains("You have stepped back from this case")
                .doesNotContain("Acme Robotics");
        assertThat(reviewer.get(page(acme) + "/diagrams").status()).isEqualTo(403);
        assertThat(reviewer.get("/cases?q=" + acme.reference()).body())
                .contains("you stepped back")
                .doesNotContain("href=\"" + page(acme) + "\"");
        assertThat(reviewer.post(page(acme) + "/agencies", Map.of("agency", "hhs", "reasons", "x"))
                        .status())
                .isEqualTo(403);
        assertThat(Visitor.signedIn(api, "ostp.director").get(page(acme)).body())
                .contains("Stepped back", "My sister works there.");
    }

    @Test
    void refusesToStepBackWithoutReasonsOrWithoutBeingSure() {
        Case acme = cases.referred();
        Visitor reviewer = Visitor.signedIn(api, "ostp.reviewer");
        Answer unsure = new NoTrace(db)
                .of(() -> reviewer.post(page(acme) + "/recusal", Map.of("reasons", "My <b>sister</b>.")));
        assertThat(unsure.status()).isEqualTo(422);
        assertThat(unsure.body()).contains("Tick this box to step back", "My &lt;b&gt;sister&lt;/b&gt;.</textarea>");
        Answer silent =
                new NoTrace(db).of(() -> reviewer.post(page(acme) + "/recusal", Map.of("reasons", " ", "sure", "yes")));
        assertThat(silent.status()).isEqualTo(422);
        assertThat(silent.body()).contains("Say why you step back; it goes on record.");
        assertThat(reviewer.get(page(acme)).status()).isEqualTo(200);
    }

    @Test
    void takesNothingWithoutTheTokenOfThePage() {
        Case acme = cases.referred();
        Visitor director = Visitor.signedIn(api, "oncd.director");
        var fields = Map.of("agency", "hhs", "reasons", "x", "sure", "yes");
        for (String form : List.of("/recusal", "/agencies", "/conditions")) {
            Answer forged = new NoTrace(db).of(() -> director.postWithoutToken(page(acme) + form, fields));
            assertThat(forged.status()).isEqualTo(403);
            Answer stranger = new NoTrace(db).of(() -> new Visitor(api).postWithoutToken(page(acme) + form, fields));
            assertThat(stranger.header("Location")).endsWith("/sign-in?expired");
        }
        assertThat(recusals.of(acme.id())).isEmpty();
    }

    @Test
    void aDirectorAsksOneMoreAgencyAndNobodyTwice() {
        Case acme = cases.referred();
        Visitor director = Visitor.signedIn(api, "oncd.director");
        assertThat(director.get(page(acme)).body()).contains("Ask one more agency", "Department of State");

        var fields = Map.of("agency", "state", "reasons", "The owner lives abroad.");
        assertThat(director.post(page(acme) + "/agencies", fields).status()).isEqualTo(303);
        assertThat(cases.task(acme, "draftVote", "state")).isNotNull();
        assertThat(director.get(page(acme)).body())
                .contains("The owner lives abroad.", "oncd.director")
                .doesNotContain("value=\"state\"");

        Answer twice = new NoTrace(db).of(() -> director.post(page(acme) + "/agencies", fields));
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.body()).contains("State signs off on this case already.");
        Answer unknown = director.post(page(acme) + "/agencies", Map.of("agency", "nasa", "reasons", "x"));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.body()).contains("There is no such agency.");
        Answer silent = director.post(page(acme) + "/agencies", Map.of("agency", "hhs", "reasons", ""));
        assertThat(silent.body()).contains("Say why the case needs this agency.");
        assertThat(signOffs.of(acme.id())).hasSize(4);
    }

    @Test
    void onlyADirectorAddsAnAgencyAndOnlyWhileAgenciesAreAtWork() {
        Case acme = cases.referred();
        var fields = Map.of("agency", "hhs", "reasons", "Health data.");
        Visitor reviewer = Visitor.signedIn(api, "oncd.reviewer");
        assertThat(reviewer.get(page(acme)).body()).doesNotContain("Ask one more agency");
        Answer refused = new NoTrace(db).of(() -> reviewer.post(page(acme) + "/agencies", fields));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("Not allowed");

        Case concurred = cases.concurred();
        Visitor director = Visitor.signedIn(api, "oncd.director");
        assertThat(director.get(page(concurred)).body()).doesNotContain("Ask one more agency");
        Answer late = new NoTrace(db).of(() -> director.post(page(concurred) + "/agencies", fields));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.body()).contains("The agencies of this case are not at work; none can be added now.");
    }

    @Test
    void aDirectorReleasesOrChangesTheConditionsOfTheOwnAgencyOnly() {
        Case acme = cases.referred();
        cases.signs(acme, "oncd", CONCUR);
        cases.signs(
                acme,
                "ostp",
                Map.of(
                        "vote", "concur-with-conditions",
                        "reasons", "Safe under supervision.",
                        "conditions", "A person approves every change.\nLogs are kept for a year."));
        cases.signs(acme, "commerce", CONCUR);
        staff.complete("commerce.director", cases.task(acme, "countersign"), APPROVE);
        var conditions = cases.greenLight(acme).get("conditions");
        String first = conditions.get(0).get("id").asText();
        String second = conditions.get(1).get("id").asText();

        Visitor stranger = Visitor.signedIn(api, "oncd.director");
        assertThat(stranger.get(page(acme)).body()).doesNotContain("Release or change this condition");
        var release = Map.of("conditionId", first, "what", "release", "reasons", "Six good months.");
        Answer refused = new NoTrace(db).of(() -> stranger.post(page(acme) + "/conditions", release));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("Only a director of OSTP, which set this condition");

        Visitor director = Visitor.signedIn(api, "ostp.director");
        assertThat(director.get(page(acme)).body()).contains("Release or change this condition");
        assertThat(director.post(page(acme) + "/conditions", release).status()).isEqualTo(303);
        assertThat(director.post(page(acme) + "/conditions", release).status()).isEqualTo(409);
        assertThat(director.post(
                                page(acme) + "/conditions",
                                Map.of("conditionId", second, "what", "change", "text", "", "reasons", "x"))
                        .status())
                .isEqualTo(422);
        assertThat(director.post(
                                page(acme) + "/conditions",
                                Map.of(
                                        "conditionId",
                                        second,
                                        "what",
                                        "change",
                                        "text",
                                        "Logs for two years.",
                                        "reasons",
                                        "Law."))
                        .status())
                .isEqualTo(303);
        assertThat(cases.greenLight(acme).get("conditions").findValuesAsText("text"))
                .containsExactly("Logs for two years.");
        assertThat(director.post(page(cases.approved()) + "/conditions", release)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void showsThreeTiersRejectedDraftsAndTheWholeRecord() {
        Case acme = cases.referred();
        var draft = new HashMap<String, Object>(Map.of(
                "vote", "object",
                "criteria", "CR-02, CR-05",
                "evidence", "Advisory 2026-17",
                "reasons", "For the applicant.",
                "publicReasons", "For everybody.",
                "internalReasons", "For the offices.",
                "cure", "Leave the module out."));
        staff.complete("oncd.reviewer", cases.task(acme, "draftVote", "oncd"), draft);
        staff.complete(
                "oncd.director",
                cases.task(acme, "countersignVote", "oncd"),
                Map.of("accepted", "false", "note", "Name the module."));

        assertThat(Visitor.signedIn(api, "commerce.reviewer").get(page(acme)).body())
                .contains("For the applicant.", "For everybody.", "For the offices.", "Leave the module out.")
                .contains("sent back", "Name the module.", "oncd.reviewer", "oncd.director")
                .contains("Release tier: frontier", "risk-score", "href=\"/criteria#CR-02\"")
                .contains("Reviews every case", "30 calendar", "vote drafted", "vote sent back")
                .contains("under access-review, version", "Agency sign-off", "Draft vote")
                .doesNotContain("trackingKey", acme.trackingPath().split("key=")[1]);
    }

    @Test
    void showsWhatTheScreeningFoundSideBySide() {
        String customer = "hit-" + System.nanoTime();
        Case hit = cases.received(customer, Submissions.with(body -> {
            body.withObject("/customer").put("customerId", customer);
            body.withObject("/customer/signatory").put("name", "Maxim Dravenko");
        }));
        Visitor reviewer = Visitor.signedIn(api, "oncd.reviewer");
        assertThat(reviewer.get(page(hit)).body())
                .contains("Against demo-parties", "Maxim Dravenko", "DRAVENKO, Maksym Olehovych", "waits for intake");
        assertThat(new Visitor(api).get(hit.trackingPath()).body())
                .contains("The parties were screened")
                .doesNotContain("DRAVENKO");

        staff.complete(
                "intake.officer",
                cases.task(hit, "resolveScreeningHits"),
                Map.of("resolution", "cleared", "note", "Born in 1990, lives in Ohio."));
        assertThat(reviewer.get(page(hit)).body())
                .contains("cleared", "Born in 1990, lives in Ohio.")
                .doesNotContain("waits for intake");
        assertThat(reviewer.get(page(cases.received())).body()).contains("<span>Clear</span>");
    }

    @Test
    void lightsTheStepsACaseStandsAtInEachDiagram() {
        Case acme = cases.referred();
        cases.signs(acme, "ostp", CONCUR);
        cases.asks(acme, "oncd", "Who reviews the logs?");
        var diagrams = Visitor.signedIn(api, "auditor.two")
                .get(page(acme) + "/diagrams")
                .json();

        var items = diagrams.get("items");
        assertThat(items.findValuesAsText("name"))
                .containsExactlyInAnyOrder(
                        "Access review",
                        "Party screening",
                        "Agency sign-off",
                        "Agency sign-off",
                        "Agency sign-off",
                        "Question to the applicant");
        items.forEach(item -> {
            assertThat(diagrams.get("models").get(item.get("model").asText()).asText())
                    .contains("<bpmn:definitions");
            String whose = item.get("whose").asText();
            switch (item.get("name").asText() + whose) {
                case "Access review" -> {
                    assertThat(item.get("active").toString())
                            .contains("signOff")
                            .doesNotContain("#");
                    assertThat(item.get("passed").toString()).contains("scoreRisk", "checkCompleteness");
                }
                case "Party screening" ->
                    assertThat(item.get("passed").toString()).contains("screenParties", "partiesClear");
                case "Agency sign-offOSTP" -> {
                    assertThat(item.get("active")).isEmpty();
                    assertThat(item.get("passed").toString()).contains("draftVote", "countersignVote");
                }
                case "Agency sign-offCommerce" ->
                    assertThat(item.get("active").get(0).asText()).isEqualTo("draftVote");
                case "Question to the applicantONCD" ->
                    assertThat(item.get("active").get(0).asText()).isEqualTo("awaitAnswer");
                default -> assertThat(whose).isEqualTo("ONCD");
            }
        });
    }

    @Test
    void saysThatThereIsNoSuchCase() {
        Visitor officer = Visitor.signedIn(api, "intake.officer");
        assertThat(officer.get("/cases/CS-2026-999999").status()).isEqualTo(404);
        assertThat(officer.get("/cases/CS-2026-999999").body()).contains("There is no such page");
        assertThat(officer.get("/cases/CS-2026-999999/diagrams").status()).isEqualTo(404);
        Visitor director = Visitor.signedIn(api, "oncd.director");
        for (String form : List.of("recusal", "agencies", "conditions")) {
            assertThat(director.post("/cases/CS-2026-999999/" + form, Map.of("reasons", "x", "sure", "yes"))
                            .status())
                    .isEqualTo(404);
        }
    }
}
