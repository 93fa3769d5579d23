package org.countersign.workflow;

/** Names in {@code processes/license-monitoring.bpmn}. */
public final class LicenseMonitoring {

    public static final String KEY = "license-monitoring";

    public static final String AUDIT_LICENSE = "auditLicense";
    public static final String AUDIT_DUE = "auditDue";

    /** The message, and the event it starts. */
    public static final String LICENSE_SURRENDERED = "licenseSurrendered";

    /** The timer of the license's end. */
    public static final String LICENSE_LAPSED = "licenseLapsed";

    /** The message of an end by decision, and the event it starts. */
    public static final String LICENSE_ENDED = "licenseEnded";

    public static final String LICENSE_ID = "licenseId";
    public static final String AUDIT_DUE_ON = "auditDueOn";
    public static final String EXPIRES_ON = "expiresOn";

    public static final String AUDITORS = "auditors";

    private LicenseMonitoring() {}
}
