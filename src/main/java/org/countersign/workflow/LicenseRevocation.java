package org.countersign.workflow;

/** Names in {@code processes/license-revocation.bpmn}. */
public final class LicenseRevocation {

    public static final String KEY = "license-revocation";

    public static final String DECIDE_REVOCATION = "decideRevocation";

    public static final String COMPLIANCE_RECEIVED = "complianceReceived";
    public static final String REVOCATION_WITHDRAWN = "revocationWithdrawn";

    public static final String REVOCATION_ID = "revocationId";
    public static final String AT_ONCE = "atOnce";
    public static final String REVOCATION_OUTCOME = "revocationOutcome";

    private LicenseRevocation() {}
}
