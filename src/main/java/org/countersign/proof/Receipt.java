package org.countersign.proof;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.countersign.journal.Receipts;

/** What an applicant can prove by: every entry of the case with its way to a root that was signed. Hashes are hexadecimal. */
record Receipt(String reference, String key, String checkpoint, List<Entry> entries) {

    /**
     * An entry as the applicant may see it. Of a step inside the offices there is only its hash; names are there as hashes,
     * and texts too, but for what came from the applicant.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            long number,
            Instant at,
            String action,
            String subject,
            String actor,
            String actorSalt,
            String actorHash,
            String content,
            String salt,
            String contentHash,
            String entryHash,
            Long index,
            List<String> proof) {}

    static Entry entry(Receipts.Entry entry, boolean isTold, boolean isOwn) {
        HexFormat hex = HexFormat.of();
        boolean showsContent = isOwn && entry.content() != null;
        return new Entry(
                entry.number(),
                isTold ? entry.at() : null,
                isTold ? entry.action() : null,
                isTold ? entry.subject() : null,
                isOwn ? entry.actor() : null,
                isOwn ? hex.formatHex(entry.actorSalt()) : null,
                isTold ? hex.formatHex(entry.actorHash()) : null,
                showsContent ? entry.content() : null,
                showsContent ? hex.formatHex(entry.salt()) : null,
                isTold ? hex.formatHex(entry.contentHash()) : null,
                hex.formatHex(entry.entryHash()),
                entry.index(),
                entry.proof().stream().map(hex::formatHex).toList());
    }
}
