package org.countersign.document;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.problem.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where a document comes in. A slow sender keeps nobody waiting: the file is on disk, measured and recognised
 * before the application is held, and held only while its rows are added.
 */
@Component
public class Uploads {

    private final Applications applications;
    private final Documents documents;
    private final Recognition recognition;
    private final Contents contents;
    private final DocumentSettings settings;
    private final TransactionTemplate transaction;
    private final Journal journal;
    private final Clock clock;

    Uploads(
            Applications applications,
            Documents documents,
            Recognition recognition,
            List<Contents> stores,
            DocumentSettings settings,
            TransactionTemplate transaction,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.documents = documents;
        this.recognition = recognition;
        this.contents = stores.stream()
                .filter(store -> store.store() == settings.store())
                .findFirst()
                .orElseThrow();
        this.settings = settings;
        this.transaction = transaction;
        this.journal = journal;
        this.clock = clock;
    }

    /** Adds the file, or finds the same one: sending it twice is sending it once. */
    Document add(Application application, Tier tier, String by, Offered offered) {
        String name = FileName.clean(offered.name());
        try (ReceivedFile file = ReceivedFile.from(offered.content(), settings.maxSize())) {
            Kind kind = recognition.kindOf(file.path(), name, offered.declaredType());
            Document document = document(application, tier, by, name, kind, file);
            Optional<Document> same = sameOrRoomFor(document, application);
            if (same.isPresent()) {
                return same.get();
            }
            contents.bringAhead(document, file.path());
            return transaction.execute(committed -> addHeld(document, file));
        }
    }

    /** The file of a form, sent for a purpose of its own, which takes it whether the case is closed or not. */
    public Document add(Application application, String by, HttpServletRequest form, Purpose purpose) {
        Offered offered = Offered.inForm(form, Optional.empty());
        String name = FileName.clean(offered.name());
        purpose.requireRoom(application);
        try (ReceivedFile file = ReceivedFile.from(offered.content(), settings.maxSize())) {
            Kind kind = recognition.kindOf(file.path(), name, offered.declaredType());
            Document document = document(application, Tier.APPLICANT, by, name, kind, file);
            contents.bringAhead(document, file.path());
            return transaction.execute(committed -> {
                Application held = applications.locked(application.id());
                purpose.requireRoom(held);
                Document added = documents
                        .same(held.id(), document.tier(), document.name(), document.sha256())
                        .orElseGet(() -> added(document, file, held));
                purpose.remember(added);
                return added;
            });
        }
    }

    /** Everything is asked again while nobody else can add or decide. */
    private Document addHeld(Document document, ReceivedFile file) {
        Application held = applications.locked(document.applicationId());
        Optional<Document> same = sameOrRoomFor(document, held);
        if (same.isPresent()) {
            return same.get();
        }
        return added(document, file, held);
    }

    private Document added(Document document, ReceivedFile file, Application held) {
        documents.add(document);
        contents.add(document, file.path());
        journal.record(document.uploadedBy(), "document-added", held.reference(), entry(document));
        return document;
    }

    private Document document(
            Application application, Tier tier, String by, String name, Kind kind, ReceivedFile file) {
        return new Document(
                UUID.randomUUID().toString(),
                application.id(),
                name,
                kind.mediaType(),
                file.size(),
                file.sha256(),
                tier,
                by,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                settings.store());
    }

    private Optional<Document> sameOrRoomFor(Document document, Application application) {
        Optional<Document> same = documents.same(application.id(), document.tier(), document.name(), document.sha256());
        if (same.isEmpty()) {
            requireRoom(document, application);
        }
        return same;
    }

    private void requireRoom(Document document, Application application) {
        if (!application.status().takesEvidence()) {
            throw new Refused(
                    HttpStatus.CONFLICT,
                    "file",
                    "%s is closed (%s) and takes no more documents."
                            .formatted(
                                    application.reference(),
                                    application.status().key()));
        }
        Documents.Shelf shelf = documents.shelf(application.id(), document.tier());
        if (shelf.documents() >= settings.maxCount()) {
            throw new Refused(
                    HttpStatus.CONFLICT,
                    "file",
                    "This application already has %d documents, and can have no more.".formatted(settings.maxCount()));
        }
        if (shelf.bytes() + document.size() > settings.maxTotal().toBytes()) {
            throw new Refused(
                    HttpStatus.CONFLICT,
                    "file",
                    "With this file the application's documents would be larger than %s together."
                            .formatted(ReceivedFile.words(settings.maxTotal())));
        }
    }

    private static Map<String, Object> entry(Document document) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("id", document.id());
        entry.put("name", document.name());
        entry.put("mediaType", document.mediaType());
        entry.put("size", document.size());
        entry.put("sha256", document.sha256());
        entry.put("tier", document.tier().key());
        entry.put("by", document.uploadedBy());
        return entry;
    }
}
