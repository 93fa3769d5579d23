package org.countersign.workflow;

/** Names in {@code processes/applicant-question.bpmn}. */
public final class ApplicantQuestion {

    public static final String KEY = "applicant-question";

    public static final String AWAIT_ANSWER = "awaitAnswer";
    public static final String ANSWER_RECEIVED = "answerReceived";

    public static final String QUESTION_ID = "questionId";
    public static final String ANSWERED = "answered";

    private ApplicantQuestion() {}
}
