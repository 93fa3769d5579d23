package org.countersign.workflow;

/** Names in {@code processes/records-retention.bpmn}. */
public final class RecordsRetention {

    public static final String KEY = "records-retention";

    public static final String DISPOSE_RECORDS = "disposeRecords";

    public static final String MORE_RECORDS = "moreRecords";

    private RecordsRetention() {}
}
