package org.countersign.workflow;

/** Names in {@code processes/sanction-proposal.bpmn}. */
public final class SanctionProposal {

    public static final String KEY = "sanction-proposal";

    public static final String DECIDE_SANCTION = "decideSanction";

    /** What it was proposed for is over. */
    public static final String PROPOSAL_MOOT = "proposalMoot";

    public static final String PROPOSAL_ID = "proposalId";
    public static final String SANCTION_GROUND = "sanctionGround";
    public static final String DIRECTORS = "directors";
    public static final String SANCTION = "sanction";

    private SanctionProposal() {}
}
