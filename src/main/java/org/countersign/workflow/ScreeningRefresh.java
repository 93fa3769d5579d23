package org.countersign.workflow;

/** Names in {@code processes/screening-refresh.bpmn}. */
public final class ScreeningRefresh {

    public static final String KEY = "screening-refresh";

    public static final String RESCREEN_LICENSES = "rescreenLicenses";

    public static final String LIST_ID = "listId";
    public static final String AFTER_VERSION = "afterVersion";
    public static final String SCREENED_UP_TO = "screenedUpTo";
    public static final String MORE_LICENSES = "moreLicenses";

    private ScreeningRefresh() {}
}
