package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.audit.AuditDesk.MENDED;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.countersign.finding.Finding;
import org.countersign.finding.Findings;
import org.countersign.license.License;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.Visitor;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.FormFacts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A renewal closes no finding: what is open is followed with the license that takes the place of the one before. */
@CountersignTest
class CarriedFindingsTest {

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private Findings findings;

    @Autowired
    private FormFacts facts;

    @Autowired
    private TaskService tasks;

    @Autowired
    private JdbcClient db;

    private AuditDesk desk;
    private Case acme;
    private License before;

    @BeforeEach
    void aLicense() {
        desk = beans.createBean(AuditDesk.class);
        acme = desk.licensed();
        before = desk.license(acme);
    }

    /** Other tests count the members of these groups. */
    @AfterEach
    void letGo() {
        staff.identity().deleteUser("ostp.leaver");
    }

    @Test
    void showsReviewersWhatIsOpenBeforeTheyDecide() {
        desk.hasFindings(acme, 20, "Keys are shared.");
        crowded("now");
        Case renewal = renew();

        assertThat(Visitor.signedIn(api, "oncd.reviewer")
                        .get("/cases/" + renewal.reference())
                        .body())
                .contains("Keys are shared.", "active users 400", "to be put right by");
        assertThat(facts.of(Map.of(AccessReview.APPLICATION_ID, renewal.id()))
                        .get("renewalAudits")
                        .toString())
                .contains("Keys are shared. (to be put right by", "Usage reports", "active users 400");
    }

    @Test
    void goesOnWithTheNewLicenseUntilItIsPutRight() {
        desk.hasFindings(acme, 20, "Keys are shared.", "No logs.");
        staff.complete("auditor.two", closing(acme, 0), MENDED);
        String open = openOf(before).get(0).text();
        Case renewal = renewed();
        License license = desk.license(renewal);

        assertThat(desk.openTasks(acme)).isEmpty();
        assertThat(desk.openTasks(renewal)).containsExactly("closeFinding");
        assertThat(openOf(license)).singleElement().satisfies(finding -> {
            assertThat(finding.text()).isEqualTo(open);
            assertThat(finding.licenseId()).isEqualTo(before.id());
            assertThat(finding.heldAgainst()).isEqualTo(license.id());
        });
        assertThat(cases.timeline(renewal)).containsOnlyOnce("finding-carried-over");
        assertThat(Visitor.signedIn(api, "auditor.two")
                        .get("/cases/" + renewal.reference())
                        .body())
                .contains(open);
        assertThat(Visitor.signedIn(api, "auditor.two")
                        .get("/oversight?q=" + renewal.reference())
                        .body())
                .contains(open);

        desk.completes("auditor.two", renewal, "closeFinding", MENDED);

        assertThat(openOf(before)).isEmpty();
        assertThat(openOf(license)).isEmpty();
    }

    @Test
    void leavesNothingToFollowWhenAllWasPutRight() {
        desk.hasFindings(acme, 20, "Keys are shared.");
        desk.completes("auditor.two", acme, "closeFinding", MENDED);

        Case renewal = renewed();

        assertThat(findings.of(desk.license(renewal).id())).isEmpty();
        assertThat(desk.openTasks(renewal)).isEmpty();
    }

    @Test
    void takesTheNewLicenseOutOfForceWhenTheAgenciesDecideSo() {
        acme = desk.licensedAtSevereRisk();
        desk.orders(acme);
        desk.completes("auditor.one", acme, "auditLicense", desk.found("findings", 5, "No logs."));
        desk.completes("auditor.two", acme, "confirmAudit", AuditDesk.CONFIRMED);
        before = desk.license(acme);
        Case renewal = cases.received(acme.customerId(), Submissions.with(body -> {
            body.withObject("/customer").put("customerId", acme.customerId());
            body.withObject("/useCase").put("domain", "chemistry").put("accessMode", "weights");
            body.putArray("safeguards");
            body.put("renews", before.id());
        }));
        staff.complete("intake.officer", cases.task(renewal, AccessReview.CHECK_COMPLETENESS), TestCases.REFER);
        while (!cases.openTasks(renewal).contains(AccessReview.COUNTERSIGN)) {
            cases.signs(
                    renewal,
                    cases.asTheLabSeesIt(renewal).at("/clock/running/0/agency").asText(),
                    TestCases.CONCUR);
        }
        staff.complete("commerce.director", cases.task(renewal, AccessReview.COUNTERSIGN), TestCases.APPROVE);
        assertThat(isGreen(renewal)).isTrue();

        desk.waits(6);
        assertThat(desk.openTasks(renewal)).containsExactly("closeFinding", "decideSanction");
        desk.completes(
                "oncd.director",
                renewal,
                "decideSanction",
                Map.of("outcome", "suspend", "reasons", "It was promised for last month."));

        assertThat(isGreen(renewal)).isFalse();
        desk.completes("auditor.two", renewal, "closeFinding", MENDED);
        assertThat(isGreen(renewal)).isTrue();
    }

    @Test
    void isClosedByNobodyWhoTookPartInEitherCase() {
        staff.hire("ostp.leaver", "ostp");
        acme = cases.referred();
        staff.complete("ostp.leaver", cases.task(acme, "draftVote", "ostp"), TestCases.CONCUR);
        staff.moves("ostp.leaver", "auditors");
        staff.complete("ostp.director", cases.task(acme, "countersignVote", "ostp"), TestCases.ACCEPT);
        List.of("oncd", "commerce").forEach(agency -> cases.signs(acme, agency, TestCases.CONCUR));
        staff.complete("commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), TestCases.APPROVE);
        before = desk.license(acme);
        desk.hasFindings(acme, 20, "Keys are shared.");
        Case renewal = renewed();

        assertThat(seenBy("ostp.leaver", renewal)).isZero();
        assertThat(seenBy("auditor.two", renewal)).isOne();
        assertThatThrownBy(() -> staff.complete("ostp.leaver", closing(renewal, 0), MENDED))
                .isInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> db.sql(
                                """
                        INSERT INTO finding_check (finding_id, number, mended, note, checked_by, checked_at)
                        SELECT id, 1, true, 'Fine.', 'ostp.leaver', now() FROM finding WHERE license_id = ?""")
                        .param(before.id())
                        .update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("took no part");
    }

    @Test
    void holdsAgainstTheNewLicenseWhatTheLastReportOfTheOldOneShows() {
        Case renewal = renewed();
        License license = desk.license(renewal);

        crowded("last");

        assertThat(openOf(license)).singleElement().satisfies(finding -> assertThat(finding.heldAgainst())
                .isEqualTo(license.id()));
        assertThat(desk.openTasks(renewal)).containsExactly("closeFinding");
        assertThat(desk.openTasks(acme)).isEmpty();
    }

    @Test
    void ordersAnAuditOfTheNewLicenseForIncidentsInTheLastReportOfTheOldOne() {
        Case renewal = renewed();

        report("last", 10, 2);

        assertThat(desk.openTasks(renewal)).containsExactly("auditLicense", "closeFinding");
        assertThat(desk.openTasks(acme)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE finding SET held_against = :other WHERE license_id = :license",
                "UPDATE finding SET open = false WHERE license_id = :license",
                "UPDATE finding SET text = 'Nothing.' WHERE license_id = :license AND :other <> ''",
                "INSERT INTO finding SELECT id || '-2', license_id, :other, source, found_in, text, raised_by, raised_at, due_on"
                        + " FROM finding WHERE license_id = :license",
                "DELETE FROM finding WHERE license_id = :license"
            })
    void leavesNoWayAroundInTheDatabase(String way) {
        desk.hasFindings(acme, 20, "Keys are shared.");
        String other = desk.license(desk.licensed()).id();

        assertThatThrownBy(() -> db.sql(way)
                        .param("license", before.id())
                        .param("other", other)
                        .update())
                .isInstanceOf(DataAccessException.class);
    }

    private Case renew() {
        return cases.received(acme.customerId(), Submissions.with(body -> {
            body.withObject("/customer").put("customerId", acme.customerId());
            body.put("renews", before.id());
        }));
    }

    private Case renewed() {
        Case renewal = renew();
        staff.complete("intake.officer", cases.task(renewal, AccessReview.CHECK_COMPLETENESS), TestCases.REFER);
        List.of("oncd", "ostp", "commerce").forEach(agency -> cases.signs(renewal, agency, TestCases.CONCUR));
        staff.complete("commerce.director", cases.task(renewal, AccessReview.COUNTERSIGN), TestCases.APPROVE);
        return renewal;
    }

    private List<Finding> openOf(License license) {
        return findings.of(license.id()).stream().filter(Finding::open).toList();
    }

    private Task closing(Case of, int number) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(of.reference())
                .taskDefinitionKey("closeFinding")
                .list()
                .get(number);
    }

    private int seenBy(String person, Case of) {
        return api.staff(
                        person,
                        "GET",
                        "/engine-rest/task?taskDefinitionKey=closeFinding&processInstanceBusinessKey=" + of.reference(),
                        null)
                .json()
                .size();
    }

    private boolean isGreen(Case of) {
        return cases.greenLight(of).get("green").asBoolean();
    }

    /** Eight times the users that were declared. */
    private void crowded(String reportId) {
        report(reportId, 400, 0);
    }

    /** Of the first day of the license. */
    private void report(String reportId, int users, int incidents) {
        LabApi.Answer answer = api.post(
                LabApi.AURORA,
                "/api/v1/licenses/" + before.id() + "/usage-reports",
                """
                {"reportId": "%1$s", "periodStart": "%2$s", "periodEnd": "%2$s", "requests": 100, "tokens": 1000,
                 "activeUsers": %3$d, "foreignPersonUsers": 0, "byUseCase": {"software-engineering": 100},
                 "incidents": %4$d}"""
                        .formatted(reportId, LocalDate.ofInstant(before.issuedAt(), ZoneOffset.UTC), users, incidents));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }
}
