package org.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.Attempts;
import org.countersign.workflow.RuleBroken;

/** Licenses under audit, in words that read as their story. No bean: it would need a context of its own. */
class AuditDesk {

    static final Map<String, Object> PASSED = Map.of("result", "passed");
    static final Map<String, Object> CONFIRMED = Map.of("accepted", "true");
    static final Map<String, Object> MENDED = Map.of("outcome", "closed", "note", "Seen on site.");

    private final TestCases cases;
    private final Staff staff;
    private final TimeMachine time;
    private final Licenses licenses;
    private final OrderAudit orderAudit;
    private final Attempts attempts;

    AuditDesk(
            TestCases cases,
            Staff staff,
            TimeMachine time,
            Licenses licenses,
            OrderAudit orderAudit,
            Attempts attempts) {
        this.cases = cases;
        this.staff = staff;
        this.time = time;
        this.licenses = licenses;
        this.orderAudit = orderAudit;
        this.attempts = attempts;
    }

    /** Of moderate risk. */
    Case licensed() {
        return cases.approved();
    }

    /** Without safeguards, for chemistry: of severe risk, and signed by more agencies. */
    Case licensedAtSevereRisk() {
        Case severe = cases.referred(body -> {
            body.withObject("/useCase").put("domain", "chemistry").put("accessMode", "weights");
            body.putArray("safeguards");
        });
        while (!cases.openTasks(severe).contains("countersign")) {
            String agency =
                    cases.asTheLabSeesIt(severe).at("/clock/running/0/agency").asText();
            cases.signs(severe, agency, TestCases.CONCUR);
        }
        staff.complete("commerce.director", cases.task(severe, "countersign"), TestCases.APPROVE);
        assertThat(license(severe).band()).isEqualTo("severe");
        return severe;
    }

    License license(Case of) {
        return licenses.ofApplication(of.id()).orElseThrow();
    }

    /** An audit out of its turn; its id. */
    String orders(Case of) {
        return attempts.at(() -> orderAudit.order(license(of).id(), "Press report.", "oncd.director"));
    }

    void completes(String person, Case of, String task, Map<String, Object> form) {
        staff.complete(person, cases.task(of, task), form);
    }

    void refuses(String person, Task task, Map<String, Object> form, String words) {
        assertThatThrownBy(() -> staff.complete(person, task, form))
                .isInstanceOf(RuleBroken.class)
                .hasMessage(words);
    }

    LocalDate today() {
        return LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
    }

    /** A result with findings, to be put right in some days. */
    Map<String, Object> found(String result, int days, String... lines) {
        Map<String, Object> form = new HashMap<>();
        form.put("result", result);
        form.put("findings", String.join("\n", lines));
        form.put("dueOn", today().plusDays(days).toString());
        return form;
    }

    /** An ordered audit with one finding for each line, raised by auditor.one. */
    String hasFindings(Case of, int days, String... lines) {
        String audit = orders(of);
        completes("auditor.one", of, "auditLicense", found("findings", days, lines));
        return audit;
    }

    /** An ordered audit that failed. */
    String fails(Case of) {
        String audit = orders(of);
        completes("auditor.one", of, "auditLicense", found("failed", 30, "No logs at all."));
        return audit;
    }

    void waits(int days) {
        time.advance(Duration.ofDays(days));
    }

    List<String> openTasks(Case of) {
        return cases.openTasks(of);
    }
}
