package org.countersign.workflow;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.JobQuery;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The audits that come by themselves, as the timers of the watch over each license have them. */
@Component
public class ComingAudits {

    private final ManagementService management;
    private final RuntimeService runtime;

    ComingAudits(@Lazy ManagementService management, @Lazy RuntimeService runtime) {
        this.management = management;
        this.runtime = runtime;
    }

    /** @param reference of the case */
    public record ComingAudit(String reference, Instant dueOn) {}

    /** The next first. */
    public List<ComingAudit> until(Instant last, int limit) {
        List<Job> timers = timers(last).orderByJobDuedate().asc().listPage(0, limit);
        if (timers.isEmpty()) {
            return List.of();
        }
        Map<String, String> references = runtime
                .createProcessInstanceQuery()
                .processInstanceIds(
                        timers.stream().map(Job::getProcessInstanceId).collect(Collectors.toSet()))
                .list()
                .stream()
                .collect(Collectors.toMap(ProcessInstance::getId, ProcessInstance::getBusinessKey));
        return timers.stream()
                // A license may have ended since the first query.
                .filter(timer -> references.containsKey(timer.getProcessInstanceId()))
                .map(timer -> new ComingAudit(
                        references.get(timer.getProcessInstanceId()),
                        timer.getDuedate().toInstant()))
                .toList();
    }

    /** Of one case. */
    public List<ComingAudit> of(String reference, Instant last) {
        ProcessInstance watch = runtime.createProcessInstanceQuery()
                .processDefinitionKey(LicenseMonitoring.KEY)
                .processInstanceBusinessKey(reference)
                .singleResult();
        return watch == null
                ? List.of()
                : timers(last).processInstanceId(watch.getId()).list().stream()
                        .map(timer ->
                                new ComingAudit(reference, timer.getDuedate().toInstant()))
                        .toList();
    }

    public long countUntil(Instant last) {
        return timers(last).count();
    }

    private JobQuery timers(Instant last) {
        return management
                .createJobQuery()
                .processDefinitionKey(LicenseMonitoring.KEY)
                .activityId(LicenseMonitoring.AUDIT_DUE)
                .duedateLowerThan(Date.from(last));
    }
}
