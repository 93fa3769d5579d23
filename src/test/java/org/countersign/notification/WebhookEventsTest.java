package org.countersign.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.LabApi.AURORA;
import static org.countersign.testing.LabApi.BOREALIS;
import static org.countersign.testing.TestCases.ACCEPT;
import static org.countersign.testing.TestCases.CONCUR;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What labs are told of a case, a license and a directive; and what they are not. */
@CountersignTest
class WebhookEventsTest {

    private static final String INSIDE = "INSIDE-ONLY";
    private static final String WORDS = "WORDS-OF-SOMEBODY";

    private HookDesk desk;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    private final HookPeer peer = new HookPeer();

    @BeforeEach
    void register(@Autowired AutowireCapableBeanFactory beans) {
        desk = beans.createBean(HookDesk.class);
        desk.register(AURORA, peer.url());
        desk.register(BOREALIS, peer.url());
    }

    @AfterEach
    void leave() {
        desk.leave();
        peer.close();
    }

    @Test
    void aLicenseIsFollowedFromTheApplicationOn() {
        Case acme = cases.approved();
        desk.node().runDue();

        assertThat(types(acme))
                .startsWith("application.received")
                .containsSubsequence(
                        "application.received",
                        "application.referred",
                        "application.position-recorded",
                        "decision.countersigned",
                        "license.issued")
                .contains("decision.approved");
        JsonNode issued = desk.deliveries(AURORA, acme.reference()).stream()
                .map(delivery -> delivery.get("payload"))
                .filter(payload -> payload.get("type").asText().equals("license.issued"))
                .findFirst()
                .orElseThrow();
        assertThat(issued.at("/data/licenseId").asText())
                .isEqualTo(cases.asTheLabSeesIt(acme).get("licenseId").asText());
        assertThat(issued.at("/data/licenseStatus").asText()).isEqualTo("issued");
        assertThat(desk.deliveries(BOREALIS).toString()).doesNotContain(acme.reference());
    }

    @Test
    void aQuestionOpensAndClosesARequest() {
        Case acme = cases.received();
        String request = cases.intakeAsks(acme, WORDS);
        cases.answers(acme, request, WORDS);
        desk.node().runDue();
        List<JsonNode> requests = desk.deliveries(AURORA, acme.reference()).stream()
                .map(delivery -> delivery.get("payload"))
                .filter(payload -> payload.get("type").asText().startsWith("request."))
                .toList();
        assertThat(requests)
                .extracting(payload -> payload.get("type").asText())
                .containsExactly("request.opened", "request.closed");
        assertThat(requests)
                .extracting(payload -> payload.at("/data/requestId").asText())
                .containsOnly(request);
        assertThat(requests.get(0).at("/data/agency").asText()).isEqualTo("intake");
        assertThat(requests.get(0).at("/data/dueOn").asText()).isNotEmpty();
        assertThat(requests.get(1).at("/data/outcome").asText()).isEqualTo("answered");
    }

    @Test
    void noPayloadHoldsAWordThatSomebodyWroteNorTheNameOfAnybodyOfStaff() {
        Case acme = cases.received();
        cases.answers(acme, cases.intakeAsks(acme, WORDS), WORDS);
        staff.complete(
                "intake.officer", cases.task(acme, "checkCompleteness"), Map.of("outcome", "refer", "note", INSIDE));
        staff.complete("oncd.reviewer", cases.task(acme, "draftVote", "oncd"), objection());
        staff.complete(
                "oncd.director",
                cases.task(acme, "countersignVote", "oncd"),
                Map.of("accepted", "false", "note", INSIDE));
        staff.complete("oncd.reviewer", cases.task(acme, "draftVote", "oncd"), objection());
        staff.complete("oncd.director", cases.task(acme, "countersignVote", "oncd"), ACCEPT);
        cases.signs(acme, "ostp", reasoned(Map.of("vote", "concur-with-conditions", "conditions", WORDS)));
        cases.signs(acme, "commerce", CONCUR);
        staff.complete("committee.chair", cases.task(acme, "decideAsChair"), reasoned(Map.of("outcome", "deny")));
        time.advance(Duration.ofDays(6));
        cases.rebuts(acme, WORDS);
        staff.complete(
                "commerce.director", cases.task(acme, "considerRebuttal"), reasoned(Map.of("outcome", "refuse")));
        time.advance(Duration.ofDays(45));
        cases.labPosts(acme, "appeal", Map.of("ground", "denial", "text", "Long enough to be read: " + WORDS));
        staff.complete("appeals.judge", cases.task(acme, "decideAppeal"), reasoned(Map.of("outcome", "upheld")));
        desk.node().runDue();

        assertThat(types(acme))
                .contains(
                        "request.opened",
                        "escalation.opened",
                        "escalation.level-decided",
                        "decision.denial-intended",
                        "decision.rebuttal-received",
                        "decision.denied",
                        "appeal.filed",
                        "appeal.decided");
        assertThat(peer.received()).isNotEmpty().allSatisfy(hook -> assertThat(hook.body())
                .doesNotContain(INSIDE, WORDS)
                .doesNotContainPattern("[a-z]+\\.(reviewer|director|officer|chair|judge)"));
        assertThat(types(acme)).doesNotContain("vote.drafted").noneMatch(type -> type.contains("sent-back"));
    }

    @Test
    void aDocumentIsToldOfUnlessItIsForStaffOnly() {
        Case acme = cases.received();
        desk.happens("document-added", acme.reference(), Map.of("id", "d-1", "tier", "internal", "name", INSIDE));
        desk.happens("document-added", acme.reference(), Map.of("id", "d-2", "tier", "applicant", "name", WORDS));
        desk.node().runDue();
        assertThat(peer.received()).noneMatch(hook -> hook.body().contains("\"d-1\""));
        assertThat(peer.received())
                .anyMatch(hook -> hook.body().contains("\"documentId\":\"d-2\""))
                .noneMatch(hook -> hook.body().contains(WORDS));
    }

    @Test
    void aDirectiveIsToldOnceToEachLabItConcerns() {
        String everybody = directive("foreign-persons", "foreign-persons", "{}", null, "any-foreign-national");
        String borealisOnly = directive("lab-staff", "lab-staff", "{}", "{borealis-3}", null);
        for (String action : List.of("directive-in-force", "directive-narrowed", "directive-lifted")) {
            desk.happens(action, everybody, Map.of("id", "x", "legalGround", INSIDE));
        }
        desk.happens("directive-expired", borealisOnly, Map.of("id", "x"));
        desk.node().runDue();

        for (String lab : List.of(AURORA, BOREALIS)) {
            assertThat(desk.deliveries(lab, everybody))
                    .extracting(delivery -> delivery.get("type").asText())
                    .containsExactly("directive.in-force", "directive.narrowed", "directive.lifted");
        }
        assertThat(desk.deliveries(AURORA, borealisOnly)).isEmpty();
        JsonNode data = desk.deliveries(BOREALIS, borealisOnly).get(0).at("/payload/data");
        assertThat(data.get("reference").asText()).isEqualTo(borealisOnly);
        assertThat(data.get("status").asText()).isEqualTo("expired");
        assertThat(data.at("/releaseIds/0").asText()).isEqualTo("borealis-3");
        assertThat(peer.received()).noneMatch(hook -> hook.body().contains(INSIDE));
    }

    @Test
    void aLabIsNotToldOfOtherLabsReleasesAndCustomers() {
        String named = directive(
                "customers:lab-aurora,lab-borealis,secret-customer",
                "customers",
                "{lab-aurora,lab-borealis,secret-customer}",
                "{aurora-6,borealis-3}",
                null);
        desk.happens("directive-in-force", named, Map.of("id", "x"));
        desk.node().runDue();
        JsonNode aurora = desk.deliveries(AURORA, named).get(0).at("/payload/data");
        JsonNode borealis = desk.deliveries(BOREALIS, named).get(0).at("/payload/data");
        assertThat(aurora.get("population").asText()).isEqualTo("customers");
        assertThat(aurora.get("releaseIds").toString()).isEqualTo("[\"aurora-6\"]");
        assertThat(borealis.get("releaseIds").toString()).isEqualTo("[\"borealis-3\"]");
        assertThat(aurora.toString()).doesNotContain("borealis", "secret-customer");
    }

    /** A draft: it puts nobody in the dark, and what is told of it is up to the journal. */
    private String directive(String population, String kind, String members, String releases, String rule) {
        String reference = "CD-HOOK-" + UUID.randomUUID();
        db.sql(
                        """
                INSERT INTO directive (id, number, reference, population, kind, members, release_ids, foreign_person_rule,
                  legal_ground, evidence, exception, expires_at, state, drafted_by, drafted_for, drafted_at,
                  previewed_licenses, previewed_users,
                  words, preview_sha256)
                VALUES (?, nextval('directive_number'), ?, ?, ?, ?::text[], ?::text[], ?, 'INSIDE-ONLY', 'INSIDE-ONLY',
                  'wilfulness', now() + interval '20 years', 'drafted', 'oncd.director', 'oncd', now(), 0, 0,
                  gen_random_uuid()::text, '')""")
                .params(UUID.randomUUID().toString(), reference, population, kind, members, releases, rule)
                .update();
        return reference;
    }

    private List<String> types(Case of) {
        return desk.deliveries(AURORA, of.reference()).stream()
                .map(delivery -> delivery.get("type").asText())
                .toList();
    }

    private static Map<String, Object> objection() {
        return reasoned(Map.of("vote", "object", "criteria", "CR-02", "evidence", WORDS, "cure", WORDS));
    }

    private static Map<String, Object> reasoned(Map<String, Object> form) {
        var all = new HashMap<String, Object>(form);
        all.put("reasons", WORDS);
        all.put("internalReasons", INSIDE);
        return all;
    }
}
