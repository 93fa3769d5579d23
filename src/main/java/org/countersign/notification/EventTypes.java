package org.countersign.notification;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a lab is told of, by action of the journal: the steps it can see with its own calls as well. Of an entry's content
 * only the members named here are passed on, ids and published words; never a text somebody wrote, never who did it.
 */
final class EventTypes {

    private static final Map<String, EventType> TOLD = new HashMap<>();

    /** Recorded, and nobody's business outside. */
    private static final Set<String> NOT_FOR_LABS = Set.of(
            "vote-drafted",
            "vote-sent-back",
            "escalation-waived",
            "chair-voted",
            "committee-voted",
            "board-voted",
            "principals-voted",
            "recused",
            "screening-hits-resolved",
            "parties-rescreened",
            "licenses-rescreened",
            "screening-list-imported",
            "screening-list-retired",
            "audit-scheduled",
            // The lab has just sent it and has the answer; a finding is told of by itself.
            "usage-report-received",
            "usage-reports-received",
            // What somebody has found counts when it needs nobody's word any more.
            "audit-result-recorded",
            "audit-confirmed",
            "audit-sent-back",
            // The audit is told of when it opens.
            "audit-ordered",
            // The end of the license is told of by itself.
            "revocation-moot",
            "audit-moot",
            "sanction-moot",
            "models-deployed",
            "instances-migrated",
            "model-proposed",
            "model-accepted",
            "model-refused",
            "model-withdrawn",
            "copy-prepared",
            "copy-approved",
            "copy-refused",
            "hold-placed",
            "hold-lifted",
            "retention-changed",
            "records-disposed",
            "erasure-requested",
            "erasure-refused",
            "erasure-done",
            "demo-seeded",
            "staff-groups-changed",
            // Each step that moves a clock is told of by itself.
            "clock-started",
            "clock-paused",
            "clock-resumed",
            "clock-stopped",
            "webhook-registered",
            "webhook-removed",
            // Of its keys and its own standing a lab is told by mail.
            "lab-registered",
            "lab-changed",
            "lab-key-added",
            "lab-key-removed",
            "lab-keys-revoked",
            "lab-suspended",
            "lab-reinstated",
            // About the record itself.
            "content-erased",
            "chain-closed",
            // Of a directive labs are told when it bites and when it no longer does.
            "directive-drafted",
            "directive-withdrawn",
            "directive-countersigned",
            "directive-refused",
            "directive-acknowledged",
            "directive-lifting-drafted",
            "directive-lifting-countersigned",
            "directive-lifting-refused");

    static {
        tell("application-received", "application.received");
        tell("application-referred", "application.referred");
        tell("application-returned", "application.returned");
        tell("application-withdrawn", "application.withdrawn");
        tell("application-closed-unanswered", "application.closed-unanswered");
        tell("parties-screened", "application.screened");
        tell("screening-unavailable", "application.screening-unavailable");
        tell("risk-assessed", "application.risk-assessed");
        tell("sign-offs-requested", "application.sign-offs-requested");
        tell("agency-added", "application.agency-added").with("agency");
        // A question is told of as such.
        tell("vote-countersigned", "application.position-recorded")
                .with("agency")
                .unless("vote", "need-information");
        tell("silence-recorded", "application.silence-recorded").with("agency");
        tell("deadline-missed", "application.deadline-missed").with("clock").with("holder");
        tell("document-added", "application.document-added")
                .as("id", "documentId")
                .onlyIf("tier", "applicant");

        tell("applicant-asked", "request.opened")
                .as("questionId", "requestId")
                .as("asker", "agency")
                .with("dueOn");
        tell("applicant-answered", "request.closed")
                .as("questionId", "requestId")
                .as("asker", "agency")
                .saying("outcome", "answered");
        tell("question-unanswered", "request.closed")
                .as("questionId", "requestId")
                .as("asker", "agency")
                .saying("outcome", "unanswered");

        tell("escalation-opened", "escalation.opened");
        tell("escalated", "escalation.carried-up").with("agency");
        for (String level : new String[] {"committee", "board", "principals"}) {
            tell(level + "-convened", "escalation.convened").saying("level", level);
        }
        for (String level : new String[] {"chair", "committee", "board", "principals"}) {
            tell(level + "-decided", "escalation.level-decided").saying("level", level);
        }
        tell("escalation-decided", "escalation.decided");

        tell("case-countersigned", "decision.countersigned");
        tell("denial-intended", "decision.denial-intended");
        tell("rebuttal-received", "decision.rebuttal-received");
        tell("rebuttal-considered", "decision.rebuttal-considered");
        tell("case-reopened", "decision.reopened");
        tell("application-approved", "decision.approved");
        tell("application-approved-with-conditions", "decision.approved-with-conditions");
        tell("application-denied", "decision.denied");

        tell("appeal-filed", "appeal.filed").with("appealId").with("ground");
        tell("appeal-decided", "appeal.decided").with("appealId").with("ground").with("outcome");
        tell("match-overturned", "appeal.match-overturned");
        tell("agencies-asked-again", "application.sign-offs-requested");
        tell("delay-found-unjustified", "appeal.delay-found-unjustified")
                .with("clock")
                .with("holder");

        tell("license-issued", "license.issued");
        tell("license-suspended", "license.suspended").with("ground");
        tell("license-hold-lifted", "license.reinstated").saying("ground", "unscreened");
        tell("license-reinstated", "license.reinstated").with("ground");
        tell("revocation-opened", "license.revocation-opened")
                .with("revocationId")
                .with("exception")
                .with("complyBy");
        tell("compliance-answered", "license.revocation-answered").with("revocationId");
        tell("revocation-decided", "license.revocation-decided")
                .with("revocationId")
                .with("outcome");
        tell("revocation-withdrawn", "license.revocation-withdrawn").with("revocationId");
        tell("license-revoked", "license.revoked");
        tell("license-surrendered", "license.surrendered");
        tell("license-expired", "license.expired");
        tell("renewal-received", "license.renewal-received").with("applicationId");
        tell("report-overdue", "license.report-overdue")
                .with("periodStart")
                .with("periodEnd")
                .with("dueOn");
        tell("report-reminded", "license.report-overdue").with("dueOn").saying("step", "reminder");
        tell("report-warned", "license.report-overdue").with("dueOn").saying("step", "warning");
        tell("revocation-proposed", "license.report-overdue").with("dueOn").saying("step", "proposal");
        tell("report-caught-up", "license.report-caught-up");
        tell("audit-opened", "license.audit-opened")
                .with("auditId")
                .with("occasion")
                .with("dueOn");
        tell("evidence-requested", "license.evidence-requested")
                .with("auditId")
                .with("requestId")
                .with("dueOn");
        tell("evidence-received", "license.evidence-received").with("auditId").with("requestId");
        tell("license-audited", "license.audited").with("auditId").with("result");
        tell("finding-raised", "license.finding-raised").with("findingId").with("dueOn");
        tell("finding-carried-over", "license.finding-carried-over")
                .with("findingId")
                .with("dueOn");
        tell("finding-overdue", "license.finding-overdue").with("findingId").with("dueOn");
        tell("finding-not-mended", "license.finding-not-mended")
                .with("findingId")
                .with("dueOn");
        tell("finding-closed", "license.finding-closed").with("findingId");
        tell("sanction-proposed", "license.sanction-proposed").with("ground");
        tell("sanction-decided", "license.sanction-decided").with("ground").with("outcome");
        tell("condition-released", "license.condition-changed")
                .with("conditionId")
                .with("agency")
                .saying("change", "released");
        tell("condition-changed", "license.condition-changed")
                .with("conditionId")
                .with("agency")
                .saying("change", "changed");

        // One for each lab concerned, not one for each license.
        tellOfDirective("directive-in-force", "directive.in-force", "in-force");
        tellOfDirective("directive-narrowed", "directive.narrowed", "in-force");
        tellOfDirective("directive-lifted", "directive.lifted", "lifted");
        tellOfDirective("directive-expired", "directive.expired", "expired");
    }

    private EventTypes() {}

    /** What the content of an entry becomes, and under which name. */
    static final class EventType {

        private final String type;
        private final boolean ofDirective;
        private final Map<String, String> copied = new LinkedHashMap<>();
        private final Map<String, String> said = new LinkedHashMap<>();
        private String askedMember;
        private String askedValue;
        private boolean toldWhenEqual;

        private EventType(String type, boolean ofDirective) {
            this.type = type;
            this.ofDirective = ofDirective;
        }

        String type() {
            return type;
        }

        boolean isOfDirective() {
            return ofDirective;
        }

        boolean tells(JsonNode content) {
            return askedMember == null || content.path(askedMember).asText().equals(askedValue) == toldWhenEqual;
        }

        Map<String, Object> data(JsonNode content) {
            Map<String, Object> data = new LinkedHashMap<>(said);
            copied.forEach((member, name) -> {
                if (content.path(member).isValueNode()) {
                    data.put(name, content.get(member).asText());
                }
            });
            return data;
        }

        private EventType with(String member) {
            return as(member, member);
        }

        private EventType as(String member, String name) {
            copied.put(member, name);
            return this;
        }

        private EventType saying(String name, String value) {
            said.put(name, value);
            return this;
        }

        private EventType unless(String member, String value) {
            return asking(member, value, false);
        }

        private EventType onlyIf(String member, String value) {
            return asking(member, value, true);
        }

        private EventType asking(String member, String value, boolean toldWhen) {
            askedMember = member;
            askedValue = value;
            toldWhenEqual = toldWhen;
            return this;
        }
    }

    static Optional<EventType> of(String action) {
        return Optional.ofNullable(TOLD.get(action));
    }

    static boolean knows(String action) {
        return TOLD.containsKey(action) || NOT_FOR_LABS.contains(action);
    }

    static Set<String> actions() {
        return Set.copyOf(TOLD.keySet());
    }

    private static EventType tell(String action, String type) {
        return add(action, new EventType(type, false));
    }

    private static void tellOfDirective(String action, String type, String status) {
        add(action, new EventType(type, true)).saying("status", status);
    }

    private static EventType add(String action, EventType told) {
        TOLD.put(action, told);
        return told;
    }
}
