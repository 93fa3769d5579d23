package org.countersign.workflow;

import java.util.List;

/** Names in {@code processes/agency-sign-off.bpmn}. */
public final class AgencySignOff {

    public static final String KEY = "agency-sign-off";

    /** Each is a group of its own, beside that of its directors. */
    public static final List<String> AGENCIES =
            List.of("oncd", "ostp", "commerce", "state", "energy", "defense", "hhs");

    public static final String DRAFT_VOTE = "draftVote";
    public static final String COUNTERSIGN_VOTE = "countersignVote";

    public static final String AGENCY = "agency";
    public static final String VOTE = "vote";
    public static final String ACCEPTED = "accepted";
    public static final String INFORMATION_NEEDED = "informationNeeded";

    private static final String DIRECTORS = "-directors";

    private AgencySignOff() {}

    /** The group whose members may countersign for an agency. */
    public static String directorsOf(String agency) {
        return agency + DIRECTORS;
    }

    /** For whom a member of a group acts: directors and reviewers for their agency, others for their office. */
    static String officeOf(String group) {
        return group.endsWith(DIRECTORS) ? group.substring(0, group.length() - DIRECTORS.length()) : group;
    }
}
