package org.countersign.workflow;

/** Names in {@code processes/finding.bpmn}. */
public final class FindingProcess {

    public static final String KEY = "finding";

    public static final String CLOSE_FINDING = "closeFinding";

    public static final String FINDING_ID = "findingId";
    public static final String FINDING_DUE_ON = "findingDueOn";
    public static final String MENDED = "mended";

    private FindingProcess() {}
}
