package org.countersign.gateway;

/** Why a token or a list is not taken. Thrown where nobody needs to know from where, so without a stack trace. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    Refused(Answer answer) {
        super(answer.reason(), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
