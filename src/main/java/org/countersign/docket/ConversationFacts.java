package org.countersign.docket;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.countersign.application.Question;
import org.countersign.application.Questions;
import org.countersign.clock.Days;
import org.countersign.signoff.Agencies;
import org.countersign.signoff.DenialNotice;
import org.countersign.signoff.DenialNotices;
import org.springframework.stereotype.Component;

/** What was asked and answered between the offices and the applicant, as forms show it. */
@Component
class ConversationFacts {

    private final Questions questions;
    private final DenialNotices denialNotices;
    private final Agencies agencies;

    ConversationFacts(Questions questions, DenialNotices denialNotices, Agencies agencies) {
        this.questions = questions;
        this.denialNotices = denialNotices;
        this.agencies = agencies;
    }

    record QuestionRow(String asker, String question, String answer) {}

    record Fact(String fact, String value) {}

    Map<String, Object> of(String applicationId) {
        return Map.of("questionFacts", questionsOf(applicationId), "denialFacts", denialOf(applicationId));
    }

    private List<QuestionRow> questionsOf(String applicationId) {
        Map<String, String> names = agencies.shortNames();
        return questions.of(applicationId).stream()
                .map(question -> new QuestionRow(
                        names.getOrDefault(question.asker(), "Intake"), question.question(), answer(question)))
                .toList();
    }

    private static String answer(Question question) {
        if (question.answer() == null) {
            return question.state() + ", due " + Days.brief(question.dueOn());
        }
        List<String> attachments = question.answer().attachments();
        return question.answer().text()
                + (attachments.isEmpty() ? "" : "\n\nEvidence: " + String.join("\n", attachments));
    }

    private List<Fact> denialOf(String applicationId) {
        Optional<DenialNotice> latest = denialNotices.latestOf(applicationId);
        if (latest.isEmpty()) {
            return List.of();
        }
        DenialNotice notice = latest.get();
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("Notified", Days.brief(notice.notifiedAt())));
        facts.add(new Fact("Reasons", notice.reasons().applicant()));
        facts.add(new Fact("Criteria", String.join(", ", notice.criteria())));
        facts.add(new Fact("Evidence", notice.evidence()));
        facts.add(new Fact("Could be changed", notice.curable()));
        facts.add(new Fact("Final on", Days.brief(notice.finalOn())));
        if (notice.rebuttal() != null) {
            facts.add(new Fact("The applicant's answer", notice.rebuttal().text()));
            notice.rebuttal().evidence().forEach(item -> facts.add(new Fact("Evidence with the answer", item)));
        }
        return facts;
    }
}
