package org.countersign.records;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.application.Removed;
import org.countersign.application.Submission;
import org.countersign.journal.Journal;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.Refused;
import org.countersign.problem.WrongState;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Removes a person's data from a case where the law demands it: asked for by one, agreed to by another, then done. */
@Component
class Erasures {

    static final Map<String, String> GROUNDS = new java.util.TreeMap<>(Map.of(
            "5-usc-552a-d", "5 USC 552a(d): an amendment the Privacy Act demands",
            "court-order", "An order of a court",
            "gdpr-17", "GDPR, Article 17: erasure for somebody in the European Union"));

    private static final String COURT_ORDER = "court-order";
    private static final String SIGNATORY = "signatory";
    private static final String OWNER = "beneficial-owner-";
    private static final int MOST_DOCUMENTS = 50;

    private final Applications applications;
    private final Copies copies;
    private final JdbcClient db;
    private final Journal journal;
    private final Clock clock;

    Erasures(Applications applications, Copies copies, JdbcClient db, Journal journal, Clock clock) {
        this.applications = applications;
        this.copies = copies;
        this.db = db;
        this.journal = journal;
        this.clock = clock;
    }

    public record Request(
            String id,
            String reference,
            String party,
            String ground,
            String authority,
            String requestedBy,
            Instant requestedAt,
            Boolean approved,
            String decidedBy,
            Instant doneAt) {

        @JsonProperty("state")
        public String state() {
            return approved == null ? "requested" : approved ? "carried out" : "refused";
        }
    }

    @Transactional
    public String request(
            Application application,
            String party,
            String ground,
            String authority,
            List<String> documents,
            String person) {
        if (ground == null || !GROUNDS.containsKey(ground)) {
            throw new Invalid("ground", "Name the law: " + String.join(", ", GROUNDS.keySet()) + ".");
        }
        String source = Words.required("authority", authority, "Write the number of the request or the order.");
        List<String> words = wordsOf(application, party);
        requireOwn(application, documents);
        requireNotNeeded(application, ground);
        String id = UUID.randomUUID().toString();
        db.sql(
                        """
                INSERT INTO erasure (id, application_id, party, words, documents, ground, authority, requested_by, requested_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        id,
                        application.id(),
                        party,
                        words.toArray(String[]::new),
                        documents.toArray(String[]::new),
                        ground,
                        source,
                        person,
                        now())
                .update();
        journal.record(
                person,
                "erasure-requested",
                application.reference(),
                Map.of("erasure", id, "party", party, "ground", ground, "authority", source, "documents", documents));
        return id;
    }

    /** The words that name the person, as the application gives them. */
    private static List<String> wordsOf(Application application, String party) {
        Submission.Customer customer = application.customer();
        var words = new ArrayList<String>();
        if (SIGNATORY.equals(party)) {
            words.add(customer.signatory().name());
            words.add(customer.signatory().email());
        } else if (party != null && party.matches(OWNER + "\\d{1,3}")) {
            int number = Integer.parseInt(party.substring(OWNER.length()));
            if (number < customer.beneficialOwners().size()) {
                words.add(customer.beneficialOwners().get(number).name());
            }
        }
        if (words.isEmpty()) {
            throw new Invalid("party", "The application has no such person: signatory, or beneficial-owner-0 and on.");
        }
        if (Removed.is(words.get(0))) {
            throw new WrongState("This person's data has been removed already.");
        }
        return words;
    }

    private void requireOwn(Application application, List<String> documents) {
        if (documents.size() > MOST_DOCUMENTS) {
            throw new Invalid("documents", "At most %d documents, please.".formatted(MOST_DOCUMENTS));
        }
        for (String document : documents) {
            boolean own = db.sql("SELECT count(*) FROM document WHERE id = ? AND application_id = ?")
                            .params(document, application.id())
                            .query(Integer.class)
                            .single()
                    == 1;
            if (!own) {
                throw new Invalid("documents", "The case has no such document.");
            }
        }
    }

    /** Whoever is behind a license in force has to be screened: GDPR, Article 17(3)(b). A court may say otherwise. */
    private void requireNotNeeded(Application application, String ground) {
        boolean needed = db.sql(
                                """
                        SELECT count(*) FROM application a LEFT JOIN license l ON l.application_id = a.id
                        WHERE a.id = ? AND (l.status IN ('issued', 'suspended') OR a.status NOT IN ('approved',
                          'approved-with-conditions', 'denied', 'returned', 'withdrawn', 'closed-unanswered'))""")
                        .param(application.id())
                        .query(Integer.class)
                        .single()
                > 0;
        if (needed && !ground.equals(COURT_ORDER)) {
            throw new WrongState(
                    "The case or its license is not over: who is behind it must stay known. Only a court can order otherwise.");
        }
        boolean held = db.sql("SELECT count(*) FROM legal_hold WHERE application_id = ? AND lifted_at IS NULL")
                        .param(application.id())
                        .query(Integer.class)
                        .single()
                > 0;
        if (held) {
            throw new WrongState("This case is under a legal hold.");
        }
    }

    @Transactional
    public Request decide(String id, boolean approved, String note, String person) {
        db.sql("SELECT pg_advisory_xact_lock(hashtext('erasure'), hashtext(?))")
                .param(id)
                .query((row, n) -> 0)
                .list();
        Request request = byId(id);
        String why = Words.optional("note", note);
        if (request.approved() != null) {
            throw new WrongState("This request has been decided on already.");
        }
        if (request.requestedBy().equals(person)) {
            throw new Refused(HttpStatus.FORBIDDEN, "", "You have asked for this; somebody else decides.");
        }
        if (!approved && why.isEmpty()) {
            throw new Invalid("note", "Write why nothing is removed.");
        }
        Application application = applications.byReference(request.reference()).orElseThrow(() -> new NotFound("case"));
        if (approved) {
            requireNotNeeded(application, request.ground());
        }
        List<Long> entries = approved ? entriesNaming(id, application) : List.of();
        db.sql("INSERT INTO erasure_decision VALUES (?, ?, ?, ?, ?, ?)")
                .params(id, request.requestedBy(), approved, why, person, now())
                .update();
        if (approved) {
            Integer fields = db.sql("SELECT erase_person(?, ?)")
                    .params(id, now())
                    .query(Integer.class)
                    .single();
            if (!entries.isEmpty()) {
                journal.erase(entries, GROUNDS.get(request.ground()), person, application.reference());
            }
            journal.record(
                    person,
                    "erasure-done",
                    application.reference(),
                    Map.of("erasure", id, "fields", fields, "entries", entries, "copies", copies.removedFor(id)));
        } else {
            journal.record(person, "erasure-refused", application.reference(), Map.of("erasure", id, "note", why));
        }
        return byId(id);
    }

    /** Entries of the journal whose content names the person. */
    private List<Long> entriesNaming(String id, Application application) {
        List<String> words = db.sql("SELECT unnest(words) FROM erasure WHERE id = ?")
                .param(id)
                .query(String.class)
                .list();
        var named = new NamedIn(words);
        return journal.about(application.reference()).stream()
                .filter(entry -> named.is(entry.content()))
                .map(Journal.JournalEntry::seq)
                .toList();
    }

    private static final String REQUESTS =
            """
            SELECT e.id, reference, party, ground, authority, e.requested_by, requested_at, approved, decided_by, done_at
            FROM erasure e JOIN application a ON a.id = e.application_id LEFT JOIN erasure_decision d ON d.erasure_id = e.id
            """;

    private Request byId(String id) {
        return db.sql(REQUESTS + "WHERE e.id = ?")
                .param(id)
                .query(Erasures::request)
                .optional()
                .orElseThrow(() -> new NotFound("request"));
    }

    List<Request> latest(int most) {
        return db.sql(REQUESTS + "ORDER BY requested_at DESC LIMIT ?")
                .param(most)
                .query(Erasures::request)
                .list();
    }

    private static Request request(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        OffsetDateTime done = row.getObject("done_at", OffsetDateTime.class);
        return new Request(
                row.getString("id"),
                row.getString("reference"),
                row.getString("party"),
                row.getString("ground"),
                row.getString("authority"),
                row.getString("requested_by"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                row.getObject("approved", Boolean.class),
                row.getString("decided_by"),
                done == null ? null : done.toInstant());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
