package org.countersign.workflow;

/** Names in {@code processes/agency-sign-off.bpmn}. */
public final class AgencySignOff {

    public static final String KEY = "agency-sign-off";

    public static final String DRAFT_VOTE = "draftVote";
    public static final String COUNTERSIGN_VOTE = "countersignVote";

    public static final String AGENCY = "agency";
    public static final String VOTE = "vote";
    public static final String ACCEPTED = "accepted";
    public static final String INFORMATION_NEEDED = "informationNeeded";

    private AgencySignOff() {}

    /** The group whose members may countersign for an agency. */
    public static String directorsOf(String agency) {
        return agency + "-directors";
    }
}
