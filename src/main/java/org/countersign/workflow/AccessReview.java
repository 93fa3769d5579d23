package org.countersign.workflow;

/** Names in {@code processes/access-review.bpmn}. */
public final class AccessReview {

    public static final String KEY = "access-review";

    public static final String CHECK_COMPLETENESS = "checkCompleteness";
    public static final String COUNTERSIGN = "countersign";
    public static final String AWAIT_REBUTTAL = "awaitRebuttal";
    public static final String CONSIDER_REBUTTAL = "considerRebuttal";

    public static final String COMPLETENESS_OVERDUE = "completenessOverdue";
    public static final String DECISION_OVERDUE = "decisionOverdue";

    public static final String AGENCY_ADDED = "agencyAdded";
    public static final String REBUTTAL_RECEIVED = "rebuttalReceived";
    public static final String APPLICATION_WITHDRAWN = "applicationWithdrawn";

    public static final String APPLICATION_ID = "applicationId";
    public static final String CASE_TITLE = "caseTitle";
    public static final String RISK_BAND = "riskBand";
    public static final String ALL_CONCUR = "allConcur";
    public static final String OUTCOME = "outcome";
    public static final String RESOLUTION = "resolution";
    public static final String ESCALATION_OUTCOME = "escalationOutcome";

    private AccessReview() {}
}
