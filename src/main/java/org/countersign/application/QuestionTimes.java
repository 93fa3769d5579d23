package org.countersign.application;

import java.util.Date;
import org.countersign.workflow.ForProcesses;

/** For the diagram: when the applicant is reminded, and when the time for an answer is over. */
@ForProcesses
public class QuestionTimes {

    private final Questions questions;

    QuestionTimes(Questions questions) {
        this.questions = questions;
    }

    public Date remindOn(String questionId) {
        return Date.from(questions.get(questionId).remindOn());
    }

    public Date dueOn(String questionId) {
        return Date.from(questions.get(questionId).dueOn());
    }
}
