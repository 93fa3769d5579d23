package org.countersign.workflow;

/** Names in {@code processes/compliance-audit.bpmn}. */
public final class ComplianceAudit {

    public static final String KEY = "compliance-audit";

    public static final String AUDIT_LICENSE = "auditLicense";
    public static final String CONFIRM_AUDIT = "confirmAudit";

    public static final String AUDIT_ID = "auditId";
    public static final String OCCASION = "occasion";
    public static final String SECOND_AUDITOR = "secondAuditor";
    public static final String ACCEPTED = "accepted";
    public static final String AUDIT_RESULT = "auditResult";

    public static final String AUDITORS = "auditors";

    private ComplianceAudit() {}
}
