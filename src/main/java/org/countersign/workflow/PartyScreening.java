package org.countersign.workflow;

/** Names in {@code processes/party-screening.bpmn}. */
public final class PartyScreening {

    public static final String KEY = "party-screening";

    public static final String RESOLVE_SCREENING_HITS = "resolveScreeningHits";
    public static final String WAIT_FOR_SCREENING = "waitForScreening";

    public static final String APPLICATION_ID = "applicationId";
    public static final String SCREENING_RESULT = "screeningResult";
    public static final String RESOLUTION = "resolution";

    private PartyScreening() {}
}
