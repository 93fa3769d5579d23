package org.countersign.proof;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.application.CaseProgress;
import org.countersign.clock.ClockLedger;
import org.countersign.journal.Journal;
import org.countersign.journal.PublishedTree;
import org.countersign.journal.Receipts;
import org.countersign.problem.NotFound;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Receipts for whoever has the key of an applicant's page. */
@RestController
class ReceiptController {

    private final Applications applications;
    private final CaseProgress progress;
    private final Journal journal;
    private final Receipts receipts;
    private final PublishedTree tree;

    ReceiptController(
            Applications applications, CaseProgress progress, Journal journal, Receipts receipts, PublishedTree tree) {
        this.applications = applications;
        this.progress = progress;
        this.journal = journal;
        this.receipts = receipts;
        this.tree = tree;
    }

    /** What the applicant is told of a step elsewhere. */
    private record Told(Instant at, String action) {}

    @GetMapping("/journal/receipts/{reference}")
    public ResponseEntity<Receipt> receipt(
            @PathVariable String reference, @RequestParam(defaultValue = "") String key) {
        // One answer, whether the reference or the key is wrong.
        Application application = applications
                .byReference(reference)
                .filter(found -> found.opensWith(key))
                .orElseThrow(() -> new NotFound("receipt"));
        journal.head();
        Set<Told> told = progress.timelineOf(application).stream()
                .map(step -> new Told(step.at(), step.event()))
                .collect(Collectors.toSet());
        Receipts.Proven proven = receipts.about(application.reference());
        var receipt = new Receipt(
                application.reference(),
                tree.key(),
                proven.checkpoint(),
                proven.entries().stream()
                        .map(entry -> Receipt.entry(
                                entry,
                                isOwn(entry)
                                        || entry.action().startsWith("application-")
                                        || told.contains(new Told(entry.at(), entry.action())),
                                isOwn(entry)))
                        .toList());
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(receipt);
    }

    /** What the applicant wrote, here or in the application that the lab handed in. */
    private static boolean isOwn(Receipts.Entry entry) {
        return entry.actor().equals(ClockLedger.APPLICANT) || entry.action().equals("application-received");
    }
}
