package org.countersign.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.finding.Involved;
import org.countersign.finding.MendBy;
import org.countersign.journal.Journal;
import org.countersign.license.Licenses;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.Refused;
import org.countersign.problem.WrongState;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.Duties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** An auditor asks the lab for evidence while an audit is open. */
@Component
class AskForEvidence {

    private static final int MOST_REQUESTS = 50;

    private final Applications applications;
    private final Licenses licenses;
    private final Audits audits;
    private final Evidence evidence;
    private final Involved involved;
    private final Journal journal;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AskForEvidence(
            Applications applications,
            Licenses licenses,
            Audits audits,
            Evidence evidence,
            Involved involved,
            Journal journal,
            ApplicationEventPublisher events,
            Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.audits = audits;
        this.evidence = evidence;
        this.involved = involved;
        this.journal = journal;
        this.events = events;
        this.clock = clock;
    }

    /** @param dueOn a day */
    @Transactional(propagation = Propagation.MANDATORY)
    public Evidence.Request ask(String auditId, String question, String dueOn, String by, Collection<String> groups) {
        Duties.requireFit(groups, "id");
        if (!groups.contains(ComplianceAudit.AUDITORS)) {
            throw new Refused(HttpStatus.FORBIDDEN, "id", "Only an auditor can ask for evidence.");
        }
        String licenseId =
                audits.find(auditId).orElseThrow(() -> new NotFound("audit")).licenseId();
        Application application = applications.locked(licenses.get(licenseId).applicationId());
        if (involved.isInvolved(application.id(), by)) {
            throw new Refused(HttpStatus.FORBIDDEN, "id", Involved.REFUSAL);
        }
        if (!audits.get(auditId).isOpen()) {
            throw new WrongState("This audit is closed.");
        }
        if (evidence.requestsOf(auditId).size() >= MOST_REQUESTS) {
            throw new WrongState("This audit has %d requests already, and can have no more.".formatted(MOST_REQUESTS));
        }
        Instant now = clock.instant();
        var request = new Evidence.Request(
                UUID.randomUUID().toString(),
                auditId,
                question,
                MendBy.endOf(MendBy.day(dueOn, now, words -> new Invalid("dueOn", words))),
                by,
                now);
        evidence.add(request);
        journal.record(
                by,
                "evidence-requested",
                application.reference(),
                Map.of(
                        "auditId",
                        auditId,
                        "requestId",
                        request.id(),
                        "question",
                        question,
                        "dueOn",
                        request.dueOn().toString()));
        events.publishEvent(new EvidenceRequested(application.id(), request.id()));
        return request;
    }
}
