package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.countersign.audit.AuditItems.Item;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases.Case;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.FormFacts;
import org.countersign.workflow.LicenseMonitoring;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/** An audit looks at usage reports too: at those that have come since the audit before. */
@CountersignTest
class UsageInAuditsTest {

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private LabApi api;

    @Autowired
    private Audits audits;

    @Autowired
    private Samples samples;

    @Autowired
    private Journal journal;

    @Autowired
    private FormFacts facts;

    @Autowired
    private ObjectMapper json;

    private AuditDesk desk;
    private Case acme;
    private License license;
    private LocalDate first;

    @BeforeEach
    void aLicenseOfAHundredDays() {
        desk = beans.createBean(AuditDesk.class);
        acme = desk.licensed();
        license = desk.license(acme);
        first = desk.today();
        desk.waits(100);
    }

    @Test
    void listsEachReportThatCountsOnceAndWeighsWhatSpeaksForALook() {
        reports("early", 0, 9);
        reports("wrong", 90, 99);
        reports("right", 90, 99);
        reports("crowded", 95, 97, report -> report.put("activeUsers", 400));

        assertThat(usageItems(desk.orders(acme)))
                .containsExactly(
                        new Item("usage-report:%s/%s/early".formatted(first, first.plusDays(9)), 1),
                        new Item("usage-report:%s/%s/right".formatted(first.plusDays(90), first.plusDays(99)), 0),
                        new Item("usage-report:%s/%s/crowded".formatted(first.plusDays(95), first.plusDays(97)), 3));
    }

    @Test
    void looksAtALateReportOutsideABoundFirst() {
        for (int day = 70; day < 100; day++) {
            reports("day-" + day, day, day);
        }
        reports("late", 0, 9, report -> report.put("activeUsers", 400));

        Sample sample = samples.of(desk.orders(acme)).orElseThrow();

        assertThat(sample.byRisk()).first().asString().endsWith("/late");
        assertThat(sample.atRandom()).isNotEmpty().allMatch(item -> item.startsWith("usage-report:"));
        assertThat(sample.byRisk().size() + sample.atRandom().size()).isEqualTo(10);
    }

    @Test
    void leavesToAnEarlierAuditWhatItCouldLookAt() {
        reports("before", 80, 89);
        desk.completes("auditor.one", acme, "auditLicense", auditedWith("before"));
        desk.waits(1);
        reports("after", 90, 99);
        reports("before-corrected", 80, 89);

        assertThat(usageItems(desk.orders(acme)))
                .extracting(Item::id)
                .satisfiesExactly(
                        corrected -> assertThat(corrected).endsWith("/before-corrected"),
                        after -> assertThat(after).endsWith("/after"));
    }

    /** The result of an audit whose list had this report alone. */
    private Map<String, Object> auditedWith(String reportId) {
        assertThat(usageItems(desk.orders(acme))).singleElement().satisfies(item -> assertThat(item.id())
                .endsWith("/" + reportId));
        return AuditDesk.PASSED;
    }

    @Test
    void canBeDrawnAgainByWhoeverHasTheSeedAndTheList() throws Exception {
        for (int day = 70; day < 100; day++) {
            int users = day % 7 == 0 ? 400 : 10;
            reports("day-" + day, day, day, report -> report.put("activeUsers", users));
        }
        String audit = desk.orders(acme);

        JsonNode recorded = recorded();
        List<Item> items = new ArrayList<>();
        recorded.get("items")
                .forEach(item -> items.add(
                        new Item(item.get("id").asText(), item.get("weight").asInt())));

        assertThat(items)
                .filteredOn(item -> item.id().startsWith("usage-report:"))
                .hasSize(30);
        Sample again = Sample.of(recorded.get("seed").asText(), items, 10);
        assertThat(json.<JsonNode>valueToTree(again)).isEqualTo(recorded);
        assertThat(samples.of(audit)).contains(again);
    }

    private JsonNode recorded() throws Exception {
        JsonNode sample = null;
        for (Journal.JournalEntry entry : journal.about(acme.reference())) {
            if (entry.action().equals("audit-opened")) {
                sample = json.readTree(entry.content()).get("sample");
            }
        }
        return sample;
    }

    @Test
    void tellsAuditorsInWordsWhichReportsToLookAt() {
        reports("crowded", 90, 94, report -> report.put("activeUsers", 400).put("reportId", "a/b:c"));
        reports("old", 0, 9);
        String audit = desk.orders(acme);
        reports("old-corrected", 0, 9);

        String shown = facts.of(Map.of(LicenseMonitoring.LICENSE_ID, license.id(), ComplianceAudit.AUDIT_ID, audit))
                .get("sampleFacts")
                .toString();

        assertThat(shown)
                .contains(
                        "usage report",
                        "%s to %s, report a/b:c; 500 requests, 400 active users; outside the bounds: users"
                                .formatted(first.plusDays(90), first.plusDays(94)),
                        "report old; 1,000 requests, 10 active users; late; corrected since by report old-corrected")
                .doesNotContain("usage-report:");
    }

    @Test
    void isOrderedByAReportOfIncidentsAndLooksAtThatReport() {
        reports("quiet", 80, 89);
        assertThat(ordered()).isEmpty();

        reports("broken-into", 90, 99, report -> report.put("incidents", 2));

        assertThat(ordered()).singleElement().satisfies(audit -> {
            assertThat(audit.isOpen()).isTrue();
            assertThat(usageItems(audit.id()))
                    .last()
                    .isEqualTo(new Item(
                            "usage-report:%s/%s/broken-into".formatted(first.plusDays(90), first.plusDays(99)), 3));
        });
        assertThat(journal.about(acme.reference())).anySatisfy(entry -> {
            assertThat(entry.action()).isEqualTo("audit-ordered");
            assertThat(entry.actor()).isEqualTo("system");
            assertThat(entry.content()).contains("broken-into", "incidents in the period: 2");
        });
        assertThat(desk.openTasks(acme)).containsExactly("auditLicense", "closeFinding");
    }

    @Test
    void isNotOrderedAgainForTheSameReportNorWhileOneIsOpen() {
        reports("first", 70, 79, report -> report.put("incidents", 1));
        reports("first", 70, 79, report -> report.put("incidents", 1));
        reports("second", 80, 89, report -> report.put("incidents", 1));
        assertThat(ordered()).hasSize(1);
        desk.completes("auditor.one", acme, "auditLicense", AuditDesk.PASSED);
        reports("first", 70, 79, report -> report.put("incidents", 1));
        assertThat(ordered()).hasSize(1);

        reports("third", 90, 99, report -> report.put("incidents", 1));

        assertThat(ordered()).hasSize(2);
    }

    @Test
    void isNotOrderedForALicenseThatHasEnded() {
        api.post(LabApi.AURORA, "/api/v1/licenses/" + license.id() + "/surrender", "{}");

        reports("afterwards", 90, 99, report -> report.put("incidents", 1));

        assertThat(ordered()).isEmpty();
    }

    private List<Audits.Audit> ordered() {
        return audits.of(license.id()).stream()
                .filter(audit -> audit.occasion().equals(Audits.Audit.ORDERED))
                .toList();
    }

    private List<Item> usageItems(String audit) {
        return samples.of(audit).orElseThrow().items().stream()
                .filter(item -> item.id().startsWith("usage-report:"))
                .toList();
    }

    private void reports(String reportId, int from, int to) {
        reports(reportId, from, to, report -> {});
    }

    /** On days counted from the first day of the license. */
    private void reports(String reportId, int from, int to, Consumer<ObjectNode> change) {
        ObjectNode report = json.createObjectNode()
                .put("reportId", reportId)
                .put("periodStart", first.plusDays(from).toString())
                .put("periodEnd", first.plusDays(to).toString())
                .put("requests", 100 * (to - from + 1))
                .put("tokens", 1_000)
                .put("activeUsers", 10)
                .put("foreignPersonUsers", 0)
                .put("incidents", 0);
        report.putObject("byUseCase").put("software-engineering", 100);
        change.accept(report);
        LabApi.Answer answer =
                api.post(LabApi.AURORA, "/api/v1/licenses/" + license.id() + "/usage-reports", report.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }
}
