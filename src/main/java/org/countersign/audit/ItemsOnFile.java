package org.countersign.audit;

import java.util.List;
import java.util.stream.Stream;
import org.countersign.application.Question;
import org.countersign.application.Questions;
import org.countersign.document.Documents;
import org.countersign.document.Tier;
import org.countersign.finding.Finding;
import org.countersign.finding.Findings;
import org.countersign.license.License;
import org.springframework.stereotype.Component;

/** Conditions, findings, documents and answers: what the registry itself has about a license. */
@Component
class ItemsOnFile implements AuditItems {

    private static final int OPEN_FINDING = 3;
    private static final int CONDITION = 2;
    private static final int CLOSED_FINDING = 1;

    private final Findings findings;
    private final Documents documents;
    private final Questions questions;

    ItemsOnFile(Findings findings, Documents documents, Questions questions) {
        this.findings = findings;
        this.documents = documents;
        this.questions = questions;
    }

    @Override
    public List<Item> of(License license) {
        return Stream.of(
                        conditionsOf(license),
                        findings.of(license.id()).stream()
                                .map(finding -> new Item("finding:" + finding.id(), weightOf(finding))),
                        documents.of(license.applicationId(), Tier.APPLICANT).stream()
                                .map(document -> new Item("document:" + document.id(), 0)),
                        questions.of(license.applicationId()).stream()
                                .filter(question -> question.answer() != null)
                                .map(Question::id)
                                .map(id -> new Item("answer:" + id, 0)))
                .flatMap(items -> items)
                .toList();
    }

    private static Stream<Item> conditionsOf(License license) {
        return license.conditions().stream()
                .filter(condition -> condition.releasedAt() == null)
                .map(condition -> new Item("condition:" + condition.id(), CONDITION));
    }

    private static int weightOf(Finding finding) {
        return finding.open() ? OPEN_FINDING : CLOSED_FINDING;
    }
}
