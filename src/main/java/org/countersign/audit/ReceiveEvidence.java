package org.countersign.audit;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.problem.Invalid;
import org.countersign.problem.WrongState;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A lab sends evidence, asked for or not, while an audit is open. */
@Component
class ReceiveEvidence {

    private static final int MOST_PIECES = 100;

    private final Applications applications;
    private final Audits audits;
    private final Evidence evidence;
    private final Journal journal;
    private final Clock clock;

    ReceiveEvidence(Applications applications, Audits audits, Evidence evidence, Journal journal, Clock clock) {
        this.applications = applications;
        this.audits = audits;
        this.evidence = evidence;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * What a lab offers.
     *
     * @param requestId what it answers; null when nobody has asked for it
     * @param documentId null when it is words
     */
    record Offer(String requestId, String text, List<String> links, String documentId) {}

    /** The same file sent twice is one piece. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Evidence.Piece receive(String applicationId, String auditId, Offer offer, String labId) {
        Application application = applications.locked(applicationId);
        if (offer.documentId() != null) {
            var same = evidence.ofDocument(auditId, offer.documentId());
            if (same.isPresent()) {
                return same.get();
            }
        }
        requireRoom(auditId, offer.requestId());
        var piece = new Evidence.Piece(
                UUID.randomUUID().toString(),
                auditId,
                offer.requestId(),
                offer.text(),
                offer.links(),
                offer.documentId(),
                labId,
                clock.instant());
        evidence.add(piece);
        journal.record(labId, "evidence-received", application.reference(), told(piece));
        return piece;
    }

    void requireRoom(String auditId, String requestId) {
        if (!audits.get(auditId).isOpen()) {
            throw new WrongState("This audit is closed and takes no more evidence.");
        }
        if (evidence.of(auditId).size() >= MOST_PIECES) {
            throw new WrongState(
                    "This audit has %d pieces of evidence already, and can have no more.".formatted(MOST_PIECES));
        }
        if (requestId != null
                && evidence.requestsOf(auditId).stream()
                        .noneMatch(request -> request.id().equals(requestId))) {
            throw new Invalid("requestId", "There is no such request in this audit.");
        }
    }

    private static Map<String, Object> told(Evidence.Piece piece) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("auditId", piece.auditId());
        told.put("evidenceId", piece.id());
        if (piece.requestId() != null) {
            told.put("requestId", piece.requestId());
        }
        if (piece.documentId() != null) {
            told.put("documentId", piece.documentId());
        }
        told.put("text", piece.text());
        told.put("links", piece.links());
        return told;
    }
}
