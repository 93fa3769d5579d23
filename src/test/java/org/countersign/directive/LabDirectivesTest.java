package org.countersign.directive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.countersign.lab.Labs;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.DirectiveDesk;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What labs learn of directives and what they have to tell; and what staff see of both. */
@CountersignTest
class LabDirectivesTest {

    private static final String PATH = "/api/v1/directives";

    @Autowired
    private DirectiveDesk desk;

    @Autowired
    private TestCases cases;

    @Autowired
    private LabApi api;

    @Autowired
    private Directives directives;

    @Autowired
    private Labs labs;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    @AfterEach
    void leaveNothingInForce() {
        desk.clear();
    }

    private JsonNode seen(String lab, String reference) {
        return api.get(lab, PATH + "/" + reference).json();
    }

    private List<String> listed(String lab, String since) {
        var references = new ArrayList<String>();
        api.get(lab, PATH + since)
                .json()
                .get("items")
                .forEach(item -> references.add(item.get("reference").asText()));
        return references;
    }

    private LabApi.Answer acknowledges(String lab, String reference, Instant disabledAt, int gateways) {
        return api.post(
                lab,
                PATH + "/" + reference + "/acknowledgements",
                "{\"disabledAt\":\"%s\",\"gateways\":%d}".formatted(disabledAt, gateways));
    }

    @Test
    void aLabSeesWhatConcernsItAndItsOwnCustomersOnly() {
        Case acme = cases.approved();
        var words = desk.words("customers:" + acme.customerId() + ",lab-borealis", "all");
        words.put("carveOuts", "lab-borealis");
        String reference = desk.inForce(words);

        JsonNode aurora = seen(LabApi.AURORA, reference);
        assertThat(aurora.get("population").asText()).isEqualTo("customers:" + acme.customerId());
        assertThat(aurora.get("releaseIds").toString()).contains("aurora-6").doesNotContain("borealis");
        assertThat(aurora.get("carveOuts")).isEmpty();
        assertThat(aurora.get("state").asText()).isEqualTo("in-force");
        assertThat(aurora.get("licenses").asInt()).isEqualTo(1);
        assertThat(aurora.has("evidence")).isFalse();
        assertThat(aurora.get("legalGround").asText()).isEqualTo("50 USC 4565");
        assertThat(aurora.get("exception").asText()).isEqualTo("public-health-interest-or-safety");
        assertThat(seen(LabApi.BOREALIS, reference).get("population").asText()).isEqualTo("customers:lab-borealis");
        assertThat(seen(LabApi.AURORA, aurora.get("id").asText())).isEqualTo(aurora);

        JsonNode licenses =
                api.get(LabApi.AURORA, PATH + "/" + reference + "/licenses").json();
        assertThat(licenses.get("items")).hasSize(1);
        assertThat(licenses.at("/items/0/customerId").asText()).isEqualTo(acme.customerId());
        assertThat(licenses.at("/items/0/liftedAt").isMissingNode()
                        || licenses.at("/items/0/liftedAt").isNull())
                .isTrue();
        assertThat(api.get(LabApi.BOREALIS, PATH + "/" + reference + "/licenses")
                        .json()
                        .get("items"))
                .isEmpty();
    }

    @Test
    void whatDoesNotConcernALabDoesNotExistForItAndNorDoDrafts() {
        String borealis = desk.inForce("foreign-persons", "borealis-3");
        String draft = desk.reviewed(desk.words("foreign-persons", "aurora-6"));

        assertThat(api.get(LabApi.AURORA, PATH + "/" + borealis).status()).isEqualTo(404);
        assertThat(api.get(LabApi.AURORA, PATH + "/" + borealis + "/licenses").status())
                .isEqualTo(404);
        assertThat(acknowledges(LabApi.AURORA, borealis, time.now(), 1).status())
                .isEqualTo(404);
        assertThat(api.get(LabApi.AURORA, PATH + "/" + draft).status()).isEqualTo(404);
        assertThat(listed(LabApi.AURORA, "")).doesNotContain(borealis, draft);
        assertThat(listed(LabApi.BOREALIS, "")).contains(borealis);
        assertThat(acknowledges(LabApi.AURORA, draft, time.now(), 1).status()).isEqualTo(404);
    }

    @Test
    void aPollerAsksForWhatIsNewSince() {
        String first = desk.inForce("domain:life-sciences", "aurora-6");
        time.passTo(time.now().plus(Duration.ofMinutes(10)));
        Instant since = time.now();
        String second = desk.inForce("domain:life-sciences", "aurora-6");

        assertThat(listed(LabApi.AURORA, "?since=" + since)).contains(second).doesNotContain(first);
        desk.lifted(first);
        assertThat(listed(LabApi.AURORA, "?since=" + since)).containsSubsequence(second, first);
        assertThat(api.get(LabApi.AURORA, PATH + "?since=yesterday").status()).isEqualTo(400);
        assertThat(api.get(LabApi.AURORA, PATH + "/" + second + "/licenses?cursor=mine")
                        .status())
                .isEqualTo(400);
        assertThat(api.get(LabApi.AURORA, PATH + "/" + second + "/licenses?limit=0")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aPollerMissesNothingThatIsCommittedOrNotedLate() {
        var words = desk.words("domain:life-sciences", "aurora-6");
        words.put("expiresOn", time.now().plus(Duration.ofHours(3)).toString());
        String reference = desk.inForce(words);
        Directive directive = directives.byReference(reference).orElseThrow();

        // It was signed at one moment and committed some seconds later; in between somebody has asked.
        assertThat(listed(LabApi.AURORA, "?since=" + directive.inForceAt().plusSeconds(5)))
                .contains(reference);

        time.passTo(directive.expiresAt().minusSeconds(300));
        Instant asked = time.now();
        assertThat(listed(LabApi.AURORA, "?since=" + asked)).doesNotContain(reference);
        time.passTo(directive.expiresAt().plusSeconds(5));
        assertThat(listed(LabApi.AURORA, "?since=" + asked)).contains(reference);
        assertThat(seen(LabApi.AURORA, reference).get("state").asText()).isEqualTo("expired");
        time.runDueJobs();
        assertThat(listed(LabApi.AURORA, "?since=" + asked)).contains(reference);
    }

    @Test
    void aLabIsToldByMailOfItsOwnReleasesOnly() {
        String reference = desk.inForce("foreign-persons", "aurora-6, borealis-3");
        Directive directive = directives.byReference(reference).orElseThrow();

        assertThat(mail(directive, "lab-aurora")).contains("aurora-6").doesNotContain("borealis-3");
        assertThat(mail(directive, "lab-borealis")).contains("borealis-3").doesNotContain("aurora-6");
    }

    private String mail(Directive directive, String lab) {
        return db.sql(
                        "SELECT body FROM notice WHERE directive_id = ? AND kind = 'directive-in-force' AND recipient = ?")
                .params(directive.id(), contact(lab))
                .query(String.class)
                .single();
    }

    @Test
    void itsLicensesComeInPages() {
        Case acme = cases.approved();
        Case beta = cases.approved();
        Case gamma = cases.approved();
        String reference = desk.inForce(
                "customers:%s,%s,%s".formatted(acme.customerId(), beta.customerId(), gamma.customerId()), "all");
        var found = new ArrayList<String>();
        String cursor = "";
        do {
            JsonNode page = api.get(LabApi.AURORA, PATH + "/" + reference + "/licenses?limit=2" + cursor)
                    .json();
            page.get("items").forEach(item -> found.add(item.get("customerId").asText()));
            cursor = page.hasNonNull("nextCursor")
                    ? "&cursor=" + page.get("nextCursor").asText()
                    : null;
        } while (cursor != null);

        assertThat(found).containsExactlyInAnyOrder(acme.customerId(), beta.customerId(), gamma.customerId());
    }

    @Test
    void isAcknowledgedOnceAndTheTimeToDarkIsKept() {
        String reference = desk.inForce("foreign-persons", "aurora-6");
        Instant inForceAt = directives.byReference(reference).orElseThrow().inForceAt();
        time.passTo(time.now().plus(Duration.ofMinutes(5)));
        Instant dark = inForceAt.plusSeconds(83);

        LabApi.Answer told = acknowledges(LabApi.AURORA, reference, dark, 3);
        assertThat(told.status()).as(told.body()).isEqualTo(201);
        assertThat(acknowledges(LabApi.AURORA, reference, dark, 3).json()).isEqualTo(told.json());
        assertThat(acknowledges(LabApi.AURORA, reference, dark, 4).status()).isEqualTo(409);
        assertThat(acknowledges(LabApi.AURORA, reference, dark.plusSeconds(1), 3)
                        .status())
                .isEqualTo(409);
        assertThat(seen(LabApi.AURORA, reference).hasNonNull("acknowledgedAt")).isTrue();

        String page = Visitor.signedIn(api, "auditor.one")
                .get("/directives/" + reference)
                .body();
        assertThat(page).contains("1 min 23 s", "foreign-persons", "50 USC 4565", "oncd.director", "commerce.director");
        assertThat(db.sql("SELECT actor FROM journal WHERE subject = ? AND action = 'directive-acknowledged'")
                        .param(reference)
                        .query(String.class)
                        .list())
                .containsExactly("lab-aurora");
        desk.lifted(reference);
    }

    @Test
    void refusesAcknowledgementsThatCannotBe() {
        String reference = desk.inForce("foreign-persons", "aurora-6");
        Instant inForceAt = directives.byReference(reference).orElseThrow().inForceAt();
        var noTrace = new NoTrace(db);

        for (Instant at : List.of(inForceAt.minusMillis(1), time.now().plus(Duration.ofHours(1)))) {
            LabApi.Answer answer = noTrace.of(() -> acknowledges(LabApi.AURORA, reference, at, 3));
            assertThat(answer.status()).as(answer.body()).isEqualTo(422);
            assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("disabledAt");
        }
        assertThat(acknowledges(LabApi.AURORA, reference, inForceAt, -1).status())
                .isEqualTo(422);
        for (String body : List.of("{}", "{\"gateways\":1}", "{\"disabledAt\":null,\"gateways\":1}")) {
            assertThat(noTrace.of(() -> api.post(LabApi.AURORA, PATH + "/" + reference + "/acknowledgements", body))
                            .status())
                    .isEqualTo(422);
        }
        assertThat(api.post(LabApi.AURORA, PATH + "/" + reference + "/acknowledgements", "{\"disabledAt\":\"now\"}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void isAcknowledgedOnceByALabThatTellsItTwiceAtTheSameMoment() {
        String reference = desk.inForce("foreign-persons", "aurora-6");
        Instant dark = directives.byReference(reference).orElseThrow().inForceAt();

        var statuses = AtOnce.run(Stream.of(1, 1, 1)
                        .map(gateways ->
                                (Callable<Integer>) () -> acknowledges(LabApi.AURORA, reference, dark, gateways)
                                        .status())
                        .toList())
                .stream()
                .map(AtOnce.Outcome::value)
                .toList();

        assertThat(statuses).containsExactly(201, 201, 201);
        assertThat(db.sql("SELECT count(*) FROM journal WHERE subject = ? AND action = 'directive-acknowledged'")
                        .param(reference)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void labsAreToldByMailAndRemindedUntilTheyAcknowledge() {
        String reference = desk.inForce("foreign-persons", "all");
        Directive directive = directives.byReference(reference).orElseThrow();
        assertThat(told(directive, "directive-in-force"))
                .containsExactly(contact("lab-aurora"), contact("lab-borealis"));
        assertThat(db.sql("SELECT body FROM notice WHERE directive_id = ?")
                        .param(directive.id())
                        .query(String.class)
                        .list())
                .allSatisfy(body -> assertThat(body)
                        .contains(reference, "50 USC 4565", "Everybody who is not a citizen")
                        .doesNotContain(directive.evidence()));
        acknowledges(LabApi.AURORA, reference, directive.inForceAt(), 2);

        time.advance(Duration.ofHours(13));

        assertThat(told(directive, "directive-reminder")).containsExactly(contact("lab-borealis"));
    }

    private String contact(String lab) {
        return labs.get(lab).contactEmail();
    }

    private List<String> told(Directive directive, String kind) {
        return db.sql("SELECT recipient FROM notice WHERE directive_id = ? AND kind = ? ORDER BY recipient")
                .params(directive.id(), kind)
                .query(String.class)
                .list();
    }

    @Test
    void thePagesAreForStaffAndSayWhatADraftWouldHit() {
        Case acme = cases.approved();
        String reference = desk.drafted(desk.words("customers:" + acme.customerId(), "aurora-6"));
        Visitor auditor = Visitor.signedIn(api, "auditor.one");

        assertThat(auditor.get("/directives").body()).contains(reference, "drafted");
        assertThat(auditor.get("/directives/" + reference).body())
                .contains("What its words cover now", acme.customerId(), "waits for a director of another agency");
        assertThat(auditor.get("/directives/CD-2020-000001").status()).isEqualTo(404);
        assertThat(auditor.get("/cases").body()).contains("/directives");
        assertThat(new Visitor(api).get("/directives/" + reference).status()).isEqualTo(302);
        assertThat(api.get(LabApi.AURORA, "/directives").body()).doesNotContain(reference);
    }
}
