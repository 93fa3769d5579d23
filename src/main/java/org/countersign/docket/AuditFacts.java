package org.countersign.docket;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.countersign.application.Question;
import org.countersign.application.Questions;
import org.countersign.audit.Audits;
import org.countersign.audit.Evidence;
import org.countersign.audit.Proposal;
import org.countersign.audit.Proposals;
import org.countersign.audit.Sample;
import org.countersign.audit.Samples;
import org.countersign.audit.UsageItems;
import org.countersign.clock.Days;
import org.countersign.document.Document;
import org.countersign.document.Documents;
import org.countersign.finding.Finding;
import org.countersign.finding.Findings;
import org.countersign.license.License;
import org.springframework.stereotype.Component;

/** Audits, findings and proposed sanctions as the forms of auditors and directors show them. */
@Component
class AuditFacts {

    private final Audits audits;
    private final Samples samples;
    private final UsageItems usage;
    private final Evidence evidence;
    private final Findings findings;
    private final Proposals proposals;
    private final Documents documents;
    private final Questions questions;
    private final Clock clock;

    AuditFacts(
            Audits audits,
            Samples samples,
            UsageItems usage,
            Evidence evidence,
            Findings findings,
            Proposals proposals,
            Documents documents,
            Questions questions,
            Clock clock) {
        this.audits = audits;
        this.samples = samples;
        this.usage = usage;
        this.evidence = evidence;
        this.findings = findings;
        this.proposals = proposals;
        this.documents = documents;
        this.questions = questions;
        this.clock = clock;
    }

    record Fact(String fact, String value) {}

    record SampleRow(String what, String which, String why) {}

    record EvidenceRow(String at, String what, String words) {}

    record FindingRow(String text, String raised, String state) {}

    record AuditRow(String due, String result, String by) {}

    /** @param auditId null, as are the others, when the task is about something else */
    Map<String, Object> of(License license, String auditId, String findingId, String proposalId) {
        Map<String, Object> facts = new LinkedHashMap<>();
        List<Finding> found = findings.of(license.id());
        facts.put("findingFacts", found.stream().map(this::row).toList());
        facts.put("earlierAudits", earlier(license, auditId));
        if (findingId != null) {
            Finding finding = findings.get(findingId);
            facts.put("thisFinding", facts(finding));
            if (finding.source().equals(Finding.AUDIT)) {
                facts.put("evidenceFacts", evidenceOf(finding.foundIn(), license));
            }
        }
        if (proposalId != null) {
            facts.put("sanctionFacts", facts(proposals.get(proposalId)));
        }
        if (auditId != null) {
            facts.put("auditFacts", facts(audits.get(auditId)));
            facts.put(
                    "sampleFacts",
                    samples.of(auditId)
                            .map(sample -> rows(sample, license, found))
                            .orElse(List.of()));
            facts.put("evidenceFacts", evidenceOf(auditId, license));
        }
        return facts;
    }

    private List<AuditRow> earlier(License license, String auditId) {
        return audits.of(license.id()).stream()
                .filter(audit -> !audit.isOpen() && !audit.id().equals(auditId))
                .map(audit -> new AuditRow(
                        Days.brief(audit.dueOn()), audit.status(), audit.auditedBy() == null ? "" : audit.auditedBy()))
                .toList();
    }

    private static List<Fact> facts(Audits.Audit audit) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("Occasion", audit.occasion() + ", due " + Days.brief(audit.dueOn())));
        facts.add(new Fact("Opened", Days.brief(audit.openedAt())));
        if (audit.twoAuditors()) {
            facts.add(new Fact("Auditors", "two people, because the risk is severe"));
        }
        if (audit.result() != null) {
            facts.add(new Fact("Result, round " + audit.round(), audit.result()));
            facts.add(new Fact("Found", audit.findings().isEmpty() ? "nothing" : audit.findings()));
            if (audit.remedyDueOn() != null) {
                facts.add(new Fact("To be put right by", Days.brief(audit.remedyDueOn())));
            }
            facts.add(new Fact("Audited by", audit.auditedBy() + ", " + Days.brief(audit.auditedAt())));
        }
        return facts;
    }

    private List<SampleRow> rows(Sample sample, License license, List<Finding> found) {
        Map<String, String> words = wordsOf(license, found);
        words.putAll(usage.inWords(
                license.id(),
                Stream.concat(sample.byRisk().stream(), sample.atRandom().stream())
                        .toList()));
        return Stream.concat(
                        sample.byRisk().stream().map(item -> row(item, "by risk", words)),
                        sample.atRandom().stream().map(item -> row(item, "drawn", words)))
                .toList();
    }

    private static SampleRow row(String item, String why, Map<String, String> words) {
        String kind = item.substring(0, Math.max(0, item.indexOf(':')));
        return new SampleRow(kind.replace('-', ' '), words.getOrDefault(item, item), why);
    }

    private Map<String, String> wordsOf(License license, List<Finding> found) {
        Map<String, String> words = new LinkedHashMap<>();
        license.conditions().forEach(condition -> words.put("condition:" + condition.id(), condition.text()));
        found.forEach(finding -> words.put("finding:" + finding.id(), finding.text()));
        documents
                .of(license.applicationId())
                .forEach(document -> words.put("document:" + document.id(), document.name()));
        for (Question question : questions.of(license.applicationId())) {
            words.put("answer:" + question.id(), question.question());
        }
        return words;
    }

    private List<EvidenceRow> evidenceOf(String auditId, License license) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Document document : documents.of(license.applicationId())) {
            files.put(document.id(), document.name());
        }
        return Stream.concat(
                        evidence.requestsOf(auditId).stream()
                                .map(request -> new EvidenceRow(
                                        Days.brief(request.askedAt()),
                                        "asked by " + request.askedBy() + ", due " + Days.brief(request.dueOn()),
                                        request.question())),
                        evidence.of(auditId).stream()
                                .map(piece -> new EvidenceRow(
                                        Days.brief(piece.receivedAt()),
                                        piece.documentId() == null
                                                ? "sent by the lab"
                                                : "file, on the case page: " + files.get(piece.documentId()),
                                        (piece.text() + "\n" + String.join("\n", piece.links())).strip())))
                .toList();
    }

    private FindingRow row(Finding finding) {
        return new FindingRow(
                finding.text(),
                "%s by %s".formatted(Days.brief(finding.raisedAt()), finding.raisedBy()),
                finding.open() ? "to be put right by " + mendBy(finding) : "put right");
    }

    private String mendBy(Finding finding) {
        return Days.brief(finding.dueOn()) + (finding.isOverdueAt(clock.instant()) ? ", overdue" : "");
    }

    private List<Fact> facts(Finding finding) {
        return List.of(
                new Fact("Finding", finding.text()),
                new Fact("Found in", finding.source().equals(Finding.AUDIT) ? "an audit" : "the usage reports"),
                new Fact("Raised", "%s by %s".formatted(Days.brief(finding.raisedAt()), finding.raisedBy())),
                new Fact("To be put right by", mendBy(finding)));
    }

    private static List<Fact> facts(Proposal proposal) {
        return List.of(
                new Fact("Proposed", Days.brief(proposal.proposedAt()) + ", because " + proposal.groundInWords()),
                new Fact("It rests on", proposal.evidence()));
    }
}
