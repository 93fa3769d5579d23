package org.countersign.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.journal.Journal;
import org.countersign.screening.ListText;
import org.countersign.screening.ScreeningDesk;
import org.countersign.screening.Screenings;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.FreshName;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.Cases;
import org.countersign.workflow.LicenseScreening;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Every path of {@code license-screening.bpmn} and {@code screening-refresh.bpmn}: lists go on after a license is issued. */
@CountersignTest
class LicenseScreeningTest {

    private static final String LIST = "invented";
    private static final Map<String, Object> CLEARED = Map.of("resolution", "cleared", "note", "Another company.");
    private static final Map<String, Object> TRUE_MATCH = Map.of("resolution", "true-match", "note", "The same one.");

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Screenings screenings;

    @Autowired
    private Suspensions suspensions;

    @Autowired
    private Licenses licenses;

    @Autowired
    private Cases processes;

    @Autowired
    private Journal journal;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private PlatformTransactionManager transactions;

    private ScreeningDesk desk;
    private Case licensed;
    private String name;

    @BeforeEach
    void aLicenseOfACompanyThatIsOnNoList() {
        AbstractAssertions.init(engine);
        desk = new ScreeningDesk(api);
        String id = "marbeck-" + System.nanoTime();
        // Of its own in each test: nobody else's license is to be found.
        name = FreshName.company();
        Case received = cases.received(id, Submissions.with(body -> body.withObject("/customer")
                .put("customerId", id)
                .put("legalName", name)));
        staff.complete("intake.officer", cases.task(received, "checkCompleteness"), TestCases.REFER);
        for (String agency : new String[] {"oncd", "ostp", "commerce"}) {
            cases.signs(received, agency, TestCases.CONCUR);
        }
        staff.complete("commerce.director", cases.task(received, "countersign"), TestCases.APPROVE);
        time.runDueJobs();
        licensed = received;
        assertThat(isGreen()).isTrue();
    }

    @AfterEach
    void retire() {
        desk.retire(LIST);
        time.runDueJobs();
    }

    private boolean isGreen() {
        return cases.greenLight(licensed).get("green").asBoolean();
    }

    private void list(String id, String listed) {
        assertThat(desk.put(LIST, ListText.of().company(id, listed).csv()).status())
                .isEqualTo(200);
        time.runDueJobs();
    }

    private ProcessInstance screening() {
        return cases.instance(licensed, LicenseScreening.KEY);
    }

    @Test
    void opensOneCaseForANewHitAndLeavesTheLicenseInForceMeanwhile() {
        list("x", name.toUpperCase() + " LTD");
        assertThat(screening()).hasPassed("licenseInDoubt").isWaitingAt("screenParties");
        assertThat(cases.openTasks(licensed)).containsExactly("resolveScreeningHits");
        assertThat(isGreen()).isTrue();
        assertThat(journal.about(licensed.reference()))
                .extracting(Journal.JournalEntry::action)
                .contains("parties-rescreened");
    }

    @Test
    void opensOneCaseEvenIfTheRefreshRunsTwice() {
        list("x", name);
        new TransactionTemplate(transactions).executeWithoutResult(status -> processes.startScreeningRefresh(LIST, 0));
        time.runDueJobs();
        assertThat(cases.openTasks(licensed)).containsExactly("resolveScreeningHits");
        assertThat(screenings.hitsOf(licensed.id())).hasSize(1);
    }

    @Test
    void turnsTheGreenLightRedWhenIntakeConfirmsTheMatch() {
        list("x", name);
        ProcessInstance screening = screening();
        staff.complete("intake.officer", cases.task(licensed, "resolveScreeningHits"), TRUE_MATCH);

        assertThat(screening)
                .isEnded()
                .hasPassed("suspendLicense", "announceSuspension", "auditAfterMatch", "licenseSuspended")
                .hasNotPassed("partiesClear");
        assertThat(cases.greenLight(licensed).get("reason").asText()).isEqualTo("license-suspended");
        License license = licenses.ofApplication(licensed.id()).orElseThrow();
        assertThat(suspensions.of(license.id())).singleElement().satisfies(suspension -> {
            assertThat(suspension.ground()).isEqualTo("screening");
            assertThat(suspension.suspendedBy()).isEqualTo("intake.officer");
            assertThat(suspension.reasons()).doesNotContain("The same one.");
        });
        // What was done with it until now is looked at, though it is suspended.
        assertThat(cases.openTasks(licensed)).containsExactly("auditLicense");
    }

    @Test
    void leavesAClearedHitAloneWhenTheListComesAgain() {
        list("x", name);
        ProcessInstance screening = screening();
        staff.complete("intake.officer", cases.task(licensed, "resolveScreeningHits"), CLEARED);
        assertThat(screening).isEnded().hasPassed("partiesClear").hasNotPassed("suspendLicense");
        assertThat(isGreen()).isTrue();

        list("x", name + " Ltd"); // the same entry, changed
        assertThat(screening()).isNull();
        list("y", name); // another entry
        assertThat(cases.openTasks(licensed)).containsExactly("resolveScreeningHits");
    }

    @Test
    void asksAgainAboutHitsThatCameWhileTheCaseWasOpen() {
        list("x", name);
        list("y", name + " Ltd");
        ProcessInstance screening = screening();
        assertThat(screenings.openHitsOf(licensed.id())).hasSize(1);

        staff.complete("intake.officer", cases.task(licensed, "resolveScreeningHits"), CLEARED);
        assertThat(screening).isWaitingAt("screenParties");
        assertThat(screenings.openHitsOf(licensed.id()))
                .extracting(hit -> hit.entry().id())
                .containsExactly("y");
        staff.complete("intake.officer", cases.task(licensed, "resolveScreeningHits"), CLEARED);
        assertThat(screening).isEnded();
    }

    @Test
    void suspendsOnSeveralGroundsAndReinstatesOnce() {
        License license = licenses.ofApplication(licensed.id()).orElseThrow();
        assertThat(done(() -> suspensions.suspend(license.id(), "screening", "On a list.", "one")))
                .isTrue();
        assertThat(done(() -> suspensions.suspend(license.id(), "screening", "On a list.", "two")))
                .isFalse();
        assertThat(done(() -> suspensions.suspend(license.id(), "usage", "No reports.", "two")))
                .isTrue();
        assertThat(isGreen()).isFalse();

        assertThat(done(() -> suspensions.reinstate(license.id(), "three"))).isTrue();
        assertThat(done(() -> suspensions.reinstate(license.id(), "three"))).isFalse();
        assertThat(isGreen()).isTrue();
        assertThat(suspensions.of(license.id())).hasSize(2).allSatisfy(suspension -> assertThat(suspension.liftedBy())
                .isEqualTo("three"));
    }

    private boolean done(BooleanSupplier step) {
        return Boolean.TRUE.equals(new TransactionTemplate(transactions).execute(status -> step.getAsBoolean()));
    }
}
