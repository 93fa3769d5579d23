package org.countersign.workflow;

/** Names in {@code processes/license-screening.bpmn}. */
public final class LicenseScreening {

    public static final String KEY = "license-screening";

    public static final String RESOLVE_SCREENING_HITS = "resolveScreeningHits";

    public static final String FURTHER_HITS = "furtherHits";

    private LicenseScreening() {}
}
