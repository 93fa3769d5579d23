package org.countersign.workflow;

/** Names in {@code processes/license-screening.bpmn}. */
public final class LicenseScreening {

    public static final String KEY = "license-screening";

    private LicenseScreening() {}
}
