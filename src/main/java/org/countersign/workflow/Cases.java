package org.countersign.workflow;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.jobexecutor.TimerDeclarationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Starts the processes of a case. Each carries the application's reference as its business key. */
@Component
public class Cases {

    private static final int WOKEN_AT_ONCE = 200;

    private final RuntimeService runtime;
    private final ManagementService management;
    private final Oversight oversight;

    Cases(@Lazy RuntimeService runtime, @Lazy ManagementService management, Oversight oversight) {
        this.runtime = runtime;
        this.management = management;
        this.oversight = oversight;
    }

    public void startReview(String reference, String applicationId, String caseTitle) {
        runtime.startProcessInstanceByKey(
                AccessReview.KEY,
                reference,
                Map.of(
                        AccessReview.APPLICATION_ID, applicationId,
                        AccessReview.CASE_TITLE, caseTitle,
                        AccessReview.RESOLUTION, "none"));
    }

    public void startMonitoring(
            String reference,
            String applicationId,
            String licenseId,
            String caseTitle,
            String riskBand,
            Instant expiresOn) {
        runtime.startProcessInstanceByKey(
                LicenseMonitoring.KEY,
                reference,
                Map.of(
                        AccessReview.APPLICATION_ID, applicationId,
                        LicenseMonitoring.LICENSE_ID, licenseId,
                        AccessReview.CASE_TITLE, caseTitle,
                        AccessReview.RISK_BAND, riskBand,
                        LicenseMonitoring.EXPIRES_ON, Date.from(expiresOn)));
    }

    /** @param riskBand none when a denial came before the risk was assessed */
    public void startAppeal(
            String reference,
            String applicationId,
            String caseTitle,
            Optional<String> riskBand,
            String appealId,
            String ground) {
        var variables = new HashMap<String, Object>();
        variables.put(AccessReview.APPLICATION_ID, applicationId);
        variables.put(AccessReview.CASE_TITLE, caseTitle);
        riskBand.ifPresent(band -> variables.put(AccessReview.RISK_BAND, band));
        variables.put(Appeal.APPEAL_ID, appealId);
        variables.put(Appeal.APPEAL_GROUND, ground);
        runtime.startProcessInstanceByKey(Appeal.KEY, reference, variables);
    }

    /** Lets a deadline of the review fire at another moment, because its clock was paused or runs again. */
    public void moveDeadline(String reference, String timer, Instant dueOn) {
        review(reference).ifPresent(instance -> management
                .createJobQuery()
                .processInstanceId(instance)
                .activityId(timer)
                .list()
                .forEach(job -> management.setJobDuedate(job.getId(), Date.from(dueOn))));
    }

    /** As {@link #moveDeadline}; one that has fired already, for an earlier round of the case, is set anew. */
    public void setDeadline(String reference, String timer, Instant dueOn) {
        String instance = review(reference).orElseThrow();
        boolean waits = management
                        .createJobQuery()
                        .processInstanceId(instance)
                        .activityId(timer)
                        .count()
                > 0;
        if (!waits) {
            // The engine sets the timer of an event sub-process once, when the case begins.
            ExecutionEntity review =
                    Context.getCommandContext().getExecutionManager().findExecutionById(instance);
            TimerDeclarationImpl.getDeclarationsForScope(review.getProcessDefinition())
                    .get(timer)
                    .createTimerInstance(review);
        }
        moveDeadline(reference, timer, dueOn);
    }

    private Optional<String> review(String reference) {
        return Optional.ofNullable(runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey(reference)
                        .processDefinitionKey(AccessReview.KEY)
                        .singleResult())
                .map(ProcessInstance::getId);
    }

    /** The applicant has answered; whoever asked goes on. */
    public void answered(String questionId) {
        runtime.createMessageCorrelation(ApplicantQuestion.ANSWER_RECEIVED)
                .processInstanceVariableEquals(ApplicantQuestion.QUESTION_ID, questionId)
                .setVariable(ApplicantQuestion.ANSWERED, true)
                .correlate();
    }

    public void withdrawn(String reference) {
        correlate(AccessReview.APPLICATION_WITHDRAWN, reference);
    }

    public void rebutted(String reference) {
        correlate(AccessReview.REBUTTAL_RECEIVED, reference);
    }

    /** No usage report of this license is missing any more. */
    public void reportsCaughtUp(String reference, String licenseId) {
        runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(reference)
                .processDefinitionKey(LicenseMonitoring.KEY)
                .variableValueEquals(LicenseMonitoring.LICENSE_ID, licenseId)
                .list()
                .forEach(monitoring -> runtime.createMessageCorrelation(LicenseMonitoring.REPORTS_CAUGHT_UP)
                        .processInstanceId(monitoring.getId())
                        .correlate());
    }

    /** Ends the watch over a license. */
    public void licenseSurrendered(String reference) {
        endAll(LicenseMonitoring.KEY, LicenseMonitoring.LICENSE_SURRENDERED, reference);
        oversight.end(reference);
    }

    /** The license has ended by a decision: nobody audits it any longer. */
    public void endMonitoring(String reference) {
        endAll(LicenseMonitoring.KEY, LicenseMonitoring.LICENSE_ENDED, reference);
        oversight.end(reference);
    }

    /** Its date has come and its watch is about to end by itself. */
    public void licenseExpired(String reference) {
        oversight.end(reference);
        endRevocation(reference);
    }

    /** @param occasion scheduled or ordered */
    public void startAudit(
            String reference,
            String applicationId,
            String licenseId,
            String caseTitle,
            String riskBand,
            String occasion,
            Instant dueOn) {
        startAudit(
                UUID.randomUUID().toString(),
                reference,
                applicationId,
                licenseId,
                caseTitle,
                riskBand,
                occasion,
                dueOn);
    }

    /** As above, with the id the audit is to have. */
    public void startAudit(
            String auditId,
            String reference,
            String applicationId,
            String licenseId,
            String caseTitle,
            String riskBand,
            String occasion,
            Instant dueOn) {
        oversight.startAudit(
                new Oversight.Watched(reference, applicationId, licenseId, caseTitle, riskBand),
                auditId,
                occasion,
                dueOn);
    }

    /** Somebody has to look, by its date, whether a finding is put right. */
    public void startFinding(
            String reference,
            String applicationId,
            String licenseId,
            String caseTitle,
            String riskBand,
            String findingId,
            Instant dueOn) {
        oversight.startFinding(
                new Oversight.Watched(reference, applicationId, licenseId, caseTitle, riskBand), findingId, dueOn);
    }

    /** Asks the agencies that signed whether the license is to be suspended or revoked; once on each ground. */
    public void startSanctionProposal(
            String reference,
            String applicationId,
            String licenseId,
            String caseTitle,
            String riskBand,
            String ground) {
        oversight.startSanctionProposal(
                new Oversight.Watched(reference, applicationId, licenseId, caseTitle, riskBand), ground);
    }

    /** What it was proposed for is over. */
    public void endSanctionProposals(String reference, String ground) {
        oversight.endSanctionProposals(reference, ground);
    }

    /** The license has ended in another way: there is nothing left to revoke. */
    public void endRevocation(String reference) {
        endAll(LicenseRevocation.KEY, LicenseMonitoring.LICENSE_ENDED, reference);
    }

    /** Lets the watch over a license note its end at another moment, because a renewal keeps it alive or no longer does. */
    public void setExpiry(String reference, Instant at) {
        runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(reference)
                .processDefinitionKey(LicenseMonitoring.KEY)
                .list()
                .forEach(monitoring -> management
                        .createJobQuery()
                        .processInstanceId(monitoring.getId())
                        .activityId(LicenseMonitoring.LICENSE_LAPSED)
                        .list()
                        .forEach(job -> management.setJobDuedate(job.getId(), Date.from(at))));
    }

    private void endAll(String process, String message, String reference) {
        runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(reference)
                .processDefinitionKey(process)
                .list()
                .forEach(instance -> end(instance.getId(), message));
    }

    private void end(String instance, String message) {
        boolean knows = runtime.createEventSubscriptionQuery()
                        .processInstanceId(instance)
                        .eventName(message)
                        .count()
                > 0;
        if (knows) {
            runtime.createMessageCorrelation(message)
                    .processInstanceId(instance)
                    .correlate();
        } else { // begun by an earlier version of the diagram
            runtime.deleteProcessInstance(instance, "The license has ended");
        }
    }

    public void startRevocation(
            String reference,
            String applicationId,
            String licenseId,
            String caseTitle,
            String riskBand,
            String revocationId,
            boolean atOnce) {
        runtime.startProcessInstanceByKey(
                LicenseRevocation.KEY,
                reference,
                Map.of(
                        AccessReview.APPLICATION_ID, applicationId,
                        LicenseMonitoring.LICENSE_ID, licenseId,
                        AccessReview.CASE_TITLE, caseTitle,
                        AccessReview.RISK_BAND, riskBand,
                        LicenseRevocation.REVOCATION_ID, revocationId,
                        LicenseRevocation.AT_ONCE, atOnce));
    }

    public void complianceReceived(String revocationId) {
        correlateRevocation(LicenseRevocation.COMPLIANCE_RECEIVED, revocationId);
    }

    public void revocationWithdrawn(String revocationId) {
        correlateRevocation(LicenseRevocation.REVOCATION_WITHDRAWN, revocationId);
    }

    private void correlateRevocation(String message, String revocationId) {
        runtime.createMessageCorrelation(message)
                .processInstanceVariableEquals(LicenseRevocation.REVOCATION_ID, revocationId)
                .correlate();
    }

    /** Opens the sign-off of one more agency. False when the agencies of the case are not at work. */
    public boolean addAgency(String reference, String agency) {
        try {
            runtime.createMessageCorrelation(AccessReview.AGENCY_ADDED)
                    .processInstanceBusinessKey(reference)
                    .setVariableToTriggeredScope(AgencySignOff.AGENCY, agency)
                    .correlate();
            return true;
        } catch (MismatchingMessageCorrelationException e) {
            return false;
        }
    }

    private void correlate(String message, String reference) {
        runtime.createMessageCorrelation(message)
                .processInstanceBusinessKey(reference)
                .correlate();
    }

    /** After a list has changed: screens the licenses in force again, once the change is committed. */
    public void startScreeningRefresh(String list, int afterVersion) {
        runtime.startProcessInstanceByKey(
                ScreeningRefresh.KEY,
                list,
                Map.of(
                        ScreeningRefresh.LIST_ID, list,
                        ScreeningRefresh.AFTER_VERSION, afterVersion,
                        ScreeningRefresh.SCREENED_UP_TO, ""));
    }

    /** Opens the screening of a license, unless one is open. */
    public void startLicenseScreening(String reference, String applicationId, String licenseId, String caseTitle) {
        boolean open = runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey(reference)
                        .processDefinitionKey(LicenseScreening.KEY)
                        .count()
                > 0;
        if (!open) {
            runtime.startProcessInstanceByKey(
                    LicenseScreening.KEY,
                    reference,
                    Map.of(
                            AccessReview.APPLICATION_ID, applicationId,
                            LicenseMonitoring.LICENSE_ID, licenseId,
                            AccessReview.CASE_TITLE, caseTitle));
        }
    }

    /** Lets the cases and licenses that wait for a list look again now, a few at a time. */
    public void wakeWaitingForScreening() {
        List<Job> waiting = waitingForScreening();
        while (!waiting.isEmpty()) {
            waiting.forEach(job -> management.setJobDuedate(job.getId(), ClockUtil.getCurrentTime()));
            waiting = waitingForScreening();
        }
    }

    private List<Job> waitingForScreening() {
        return management
                .createJobQuery()
                .activityId(PartyScreening.WAIT_FOR_SCREENING)
                .duedateHigherThan(ClockUtil.getCurrentTime())
                .listPage(0, WOKEN_AT_ONCE);
    }

    public void startNoticeDelivery(String reference, String noticeId) {
        runtime.startProcessInstanceByKey(NoticeDelivery.KEY, reference, Map.of(NoticeDelivery.NOTICE_ID, noticeId));
    }
}
