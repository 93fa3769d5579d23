package org.countersign.workflow;

/** Names in {@code processes/emergency-directive.bpmn}. */
public final class EmergencyDirective {

    public static final String KEY = "emergency-directive";

    public static final String REVIEW_BLAST_RADIUS = "reviewBlastRadius";
    public static final String COUNTERSIGN_DIRECTIVE = "countersignDirective";
    public static final String LIFT_DIRECTIVE = "liftDirective";
    public static final String COUNTERSIGN_LIFTING = "countersignLifting";

    public static final String DIRECTIVE_ID = "directiveId";
    public static final String CASE_TITLE = "caseTitle";
    public static final String DRAFTER = "drafter";
    public static final String DIRECTORS = "directors";
    public static final String OTHER_DIRECTORS = "otherDirectors";
    public static final String EXPIRES_AT = "expiresAt";
    public static final String SIGNING = "signing";
    public static final String LIFTING = "lifting";

    private EmergencyDirective() {}
}
