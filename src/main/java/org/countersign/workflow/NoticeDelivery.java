package org.countersign.workflow;

/** Names in {@code processes/notice-delivery.bpmn}. */
public final class NoticeDelivery {

    public static final String KEY = "notice-delivery";

    public static final String SEND_NOTICE = "sendNotice";

    public static final String NOTICE_ID = "noticeId";

    private NoticeDelivery() {}
}
