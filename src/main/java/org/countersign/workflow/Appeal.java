package org.countersign.workflow;

/** Names in {@code processes/appeal.bpmn}. */
public final class Appeal {

    public static final String KEY = "appeal";

    public static final String DECIDE_APPEAL = "decideAppeal";
    public static final String COUNTERSIGN = "countersign";

    public static final String APPEAL_ID = "appealId";
    public static final String APPEAL_GROUND = "appealGround";
    public static final String APPEAL_OUTCOME = "appealOutcome";

    public static final String APPEALS = "appeals";

    private Appeal() {}
}
