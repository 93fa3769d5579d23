package org.countersign.workflow;

/** Names in {@code processes/escalation.bpmn}. */
public final class Escalation {

    public static final String KEY = "escalation";

    public static final String DECIDE_AS_CHAIR = "decideAsChair";
    public static final String CONSIDER_ESCALATION = "considerEscalation";
    public static final String VOTE_IN_COMMITTEE = "voteInCommittee";
    public static final String CONSIDER_BOARD = "considerBoard";
    public static final String VOTE_IN_BOARD = "voteInBoard";
    public static final String RECORD_PRINCIPALS_DECISION = "recordPrincipalsDecision";

    /** The property of a task that says which level of the ladder it is about. */
    public static final String LEVEL = "level";

    public static final String ESCALATES = "escalates";
    public static final String CARRIED_UP = "carriedUp";

    private Escalation() {}
}
