package org.countersign.application;

import java.util.Map;
import java.util.UUID;
import org.countersign.clock.ClockEvent;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ReviewClock;
import org.countersign.journal.Journal;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Puts a question to the applicant: the clock of whoever asks stands still until the answer, or its cap. */
@Component
public class AskApplicant {

    private final Applications applications;
    private final Questions questions;
    private final ClockLedger ledger;
    private final ReviewClock reviewClock;
    private final CaseStatus status;
    private final Journal journal;

    AskApplicant(
            Applications applications,
            Questions questions,
            ClockLedger ledger,
            ReviewClock reviewClock,
            CaseStatus status,
            Journal journal) {
        this.applications = applications;
        this.questions = questions;
        this.ledger = ledger;
        this.reviewClock = reviewClock;
        this.status = status;
        this.journal = journal;
    }

    /**
     * Asks, in the words given.
     *
     * @param asker intake or an agency
     * @param clockName the clock of the asker that is paused
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Question ask(String applicationId, String asker, String clockName, String askedBy, String words) {
        ClockEvent pause =
                ledger.pauseForAnswer(applicationId, clockName, asker, askedBy, "Question to the applicant: " + words);
        var question = new Question(
                UUID.randomUUID().toString(),
                applicationId,
                asker,
                words,
                askedBy,
                pause.at(),
                reviewClock.allowance("reminder").before(pause.dueOn()),
                pause.dueOn(),
                Question.OPEN,
                null);
        questions.add(question);
        journal.record(
                askedBy,
                "applicant-asked",
                applications.get(applicationId).reference(),
                Map.of(
                        "questionId",
                        question.id(),
                        "asker",
                        asker,
                        "question",
                        words,
                        "dueOn",
                        pause.dueOn().toString()));
        status.follow(applicationId);
        return question;
    }
}
