package org.countersign.workflow;

/** Names in {@code processes/access-review.bpmn}. */
public final class AccessReview {

    public static final String KEY = "access-review";

    public static final String CHECK_COMPLETENESS = "checkCompleteness";
    public static final String COUNTERSIGN = "countersign";

    public static final String APPLICATION_ID = "applicationId";
    public static final String CASE_TITLE = "caseTitle";
    public static final String RISK_BAND = "riskBand";
    public static final String ALL_CONCUR = "allConcur";
    public static final String OUTCOME = "outcome";

    private AccessReview() {}
}
