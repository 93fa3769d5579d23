package org.countersign.workflow;

/** Names in {@code processes/license-monitoring.bpmn}. */
public final class LicenseMonitoring {

    public static final String KEY = "license-monitoring";

    public static final String AUDIT_DUE = "auditDue";
    public static final String REPORT_DUE = "reportDue";

    /** The message, and the event it starts. */
    public static final String LICENSE_SURRENDERED = "licenseSurrendered";

    /** The timer of the license's end. */
    public static final String LICENSE_LAPSED = "licenseLapsed";

    /** The message of an end by decision, and the event it starts. */
    public static final String LICENSE_ENDED = "licenseEnded";

    /** The message that ends the overdue ladder. */
    public static final String REPORTS_CAUGHT_UP = "reportsCaughtUp";

    /** The error by which a step of the ladder says that it has nothing to do. */
    public static final String NOTHING_MISSING = "nothingMissing";

    public static final String LICENSE_ID = "licenseId";
    public static final String AUDIT_DUE_ON = "auditDueOn";
    /** The first day of the period whose report is expected next. */
    public static final String REPORT_PERIOD = "reportPeriod";

    public static final String REPORT_DUE_ON = "reportDueOn";
    public static final String REPORT_MISSING = "reportMissing";
    public static final String EXPIRES_ON = "expiresOn";

    private LicenseMonitoring() {}
}
