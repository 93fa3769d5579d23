package org.countersign.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TestServers;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.NoticeDelivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Mail to the applicant and the lab, with a mail server that works and one that does not. */
@CountersignTest
class NoticeDeliveryTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private ManagementService management;

    @Autowired
    private JavaMailSenderImpl mail;

    @Autowired
    private LabApi api;

    private final int goodPort = TestServers.MAIL.getSmtp().getPort();

    @AfterEach
    void mailWorksAgain() {
        mail.setPort(goodPort);
    }

    private List<String> subjectsTo(String recipient, Case of) {
        return Arrays.stream(TestServers.MAIL.getReceivedMessages())
                .filter(message -> recipientOf(message).equals(recipient))
                .map(NoticeDeliveryTest::subjectOf)
                .filter(subject -> subject.startsWith(of.reference()))
                .toList();
    }

    @Test
    void tellsTheApplicantAndTheLabOfEachStep() {
        Case acme = cases.approved();
        time.runDueJobs();
        for (String recipient : List.of("jane@acme.example", "access@aurora.example")) {
            assertThat(subjectsTo(recipient, acme))
                    .containsExactlyInAnyOrder(acme.reference() + ": received", acme.reference() + ": approved");
        }
        assertThat(runtime.createProcessInstanceQuery()
                        .processDefinitionKey(NoticeDelivery.KEY)
                        .processInstanceBusinessKey(acme.reference())
                        .count())
                .isZero();
    }

    @Test
    void aFailingMailServerNeverHoldsUpACaseAndIsShownToOperators() {
        mail.setPort(1); // nobody listens there
        Case acme = cases.received();
        time.runDueJobs();
        staff.complete("intake.officer", cases.task(acme, "checkCompleteness"), TestCases.REFER);
        assertThat(cases.openTasks(acme)).containsExactly("draftVote", "draftVote", "draftVote");
        assertThat(incidentsOf(acme)).isZero();

        time.advance(Duration.ofDays(1)); // all the retries

        assertThat(incidentsOf(acme)).isEqualTo(2); // one for each recipient
        assertThat(subjectsTo("jane@acme.example", acme)).isEmpty();

        mail.setPort(goodPort);
        for (var job : management
                .createJobQuery()
                .processDefinitionKey(NoticeDelivery.KEY)
                .noRetriesLeft()
                .list()) {
            management.setJobRetries(job.getId(), 1);
        }
        time.runDueJobs();
        assertThat(subjectsTo("jane@acme.example", acme)).containsExactly(acme.reference() + ": received");
        assertThat(incidentsOf(acme)).isZero();
    }

    @Test
    void aMailServerThatComesBackGetsTheMailOnALaterTry() {
        mail.setPort(1);
        Case acme = cases.received();
        time.runDueJobs();
        mail.setPort(goodPort);
        time.advance(Duration.ofMinutes(2));
        assertThat(subjectsTo("jane@acme.example", acme)).containsExactly(acme.reference() + ": received");
    }

    @Test
    void theDemoMailboxShowsTheMail() {
        Case acme = cases.received();
        var page = api.anonymous("GET", "/demo/mailbox", request -> {});
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains(acme.reference() + ": received").contains("jane@acme.example");
    }

    private long incidentsOf(Case of) {
        return runtime.createIncidentQuery().list().stream()
                .filter(incident -> of.reference()
                        .equals(runtime.createProcessInstanceQuery()
                                .processInstanceId(incident.getProcessInstanceId())
                                .singleResult()
                                .getBusinessKey()))
                .count();
    }

    private static String recipientOf(jakarta.mail.internet.MimeMessage message) {
        try {
            return message.getAllRecipients()[0].toString();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String subjectOf(jakarta.mail.internet.MimeMessage message) {
        try {
            return message.getSubject();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
