package org.countersign.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.countersign.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Follows the journal and queues what labs are told. The journal has no gap and one order, and an entry is there if and only
 * if its step is: so nothing is told that did not happen, nothing that happened is left out, and no step has to know
 * of webhooks. How far it has read commits together with what it queued.
 */
@Component
class WebhookEvents {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookEvents.class);

    private static final int ENTRIES_AT_ONCE = 200;

    private final JdbcClient db;
    private final Journal journal;
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final WebhookSettings settings;
    private final ObjectMapper json;
    private final String publicUrl;

    WebhookEvents(
            JdbcClient db,
            Journal journal,
            Webhooks webhooks,
            Deliveries deliveries,
            WebhookSettings settings,
            ObjectMapper json,
            @Value("${countersign.public-url:http://localhost:${server.port:8080}}") String publicUrl) {
        this.db = db;
        this.journal = journal;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.settings = settings;
        this.json = json;
        this.publicUrl = publicUrl;
    }

    /** Reads on. @return whether there may be more; false also when another node is at it */
    @Transactional
    public boolean follow() {
        Optional<Long> cursor = db.sql("SELECT seq FROM webhook_cursor FOR UPDATE SKIP LOCKED")
                .query(Long.class)
                .optional();
        if (cursor.isEmpty()) {
            return false;
        }
        List<Journal.JournalEntry> entries = journal.after(cursor.get(), ENTRIES_AT_ONCE);
        if (entries.isEmpty()) {
            return false;
        }
        // After the entries: a lab that had registered before an entry was committed is seen here.
        Map<String, Webhook> byLab =
                webhooks.allHeld().stream().collect(Collectors.toMap(Webhook::labId, Function.identity()));
        entries.forEach(entry -> tell(entry, byLab));
        db.sql("UPDATE webhook_cursor SET seq = ?")
                .param(entries.get(entries.size() - 1).seq())
                .update();
        return entries.size() == ENTRIES_AT_ONCE;
    }

    private void tell(Journal.JournalEntry entry, Map<String, Webhook> byLab) {
        Optional<EventTypes.EventType> type = EventTypes.of(entry.action());
        if (type.isEmpty() && !EventTypes.knows(entry.action())) {
            LOG.warn("Whether labs are told of {} is not said anywhere; they are not", entry.action());
        }
        if (type.isEmpty() || byLab.isEmpty()) {
            return;
        }
        JsonNode content = contentOf(entry);
        if (!type.get().tells(content)) {
            return;
        }
        List<Concerned> concerned = type.get().isOfDirective() ? byDirective(entry.subject()) : byCase(entry.subject());
        for (Concerned lab : concerned) {
            Webhook webhook = byLab.get(lab.labId());
            if (webhook != null && entry.seq() > webhook.followsFrom()) {
                Map<String, Object> data = new LinkedHashMap<>(lab.facts());
                data.putAll(type.get().data(content));
                queue(entry, lab.labId(), type.get().type(), data);
            }
        }
    }

    private void queue(Journal.JournalEntry entry, String labId, String type, Map<String, Object> data) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("type", type);
        payload.put("timestamp", entry.at());
        payload.put("data", data);
        Instant giveUpAt = entry.at().plus(settings.giveUpAfter());
        deliveries.add(
                new Deliveries.Event(labId, entry.subject(), type, text(payload), entry.seq(), entry.at(), giveUpAt));
    }

    /** A lab that an entry concerns, and what it may know of the entry's subject. */
    private record Concerned(String labId, Map<String, Object> facts) {}

    private List<Concerned> byCase(String reference) {
        return db.sql(
                        """
                SELECT a.id, a.lab_id, a.reference, a.release_id, a.customer_id, a.status, l.id AS license_id,
                  l.status AS license_status
                FROM application a LEFT JOIN license l ON l.application_id = a.id WHERE a.reference = ?""")
                .param(reference)
                .query((row, n) -> {
                    Map<String, Object> facts = new LinkedHashMap<>();
                    Map<String, String> links = new LinkedHashMap<>();
                    facts.put("applicationId", row.getString("id"));
                    facts.put("reference", row.getString("reference"));
                    facts.put("releaseId", row.getString("release_id"));
                    facts.put("customerId", row.getString("customer_id"));
                    facts.put("status", row.getString("status"));
                    links.put("application", publicUrl + "/api/v1/applications/" + row.getString("id"));
                    String license = row.getString("license_id");
                    if (license != null) {
                        facts.put("licenseId", license);
                        facts.put("licenseStatus", row.getString("license_status"));
                        links.put("license", publicUrl + "/api/v1/licenses/" + license);
                    }
                    facts.put("links", links);
                    return new Concerned(row.getString("lab_id"), facts);
                })
                .list();
    }

    /** Whom else a directive names, other labs' customers and releases, is not told. */
    private List<Concerned> byDirective(String reference) {
        return db.sql(
                        """
                SELECT lab, d.id, d.reference, d.expires_at,
                  CASE WHEN d.kind IN ('customers', 'lab') THEN d.kind ELSE d.population END AS population,
                  ARRAY(SELECT r.id FROM release r WHERE r.lab_id = lab AND r.id = ANY (d.release_ids) ORDER BY r.id)
                    AS release_ids
                FROM directive d, labs_under(d.reference) AS lab WHERE d.reference = ? ORDER BY lab""")
                .param(reference)
                .query((row, n) -> {
                    Map<String, Object> facts = new LinkedHashMap<>();
                    facts.put("directiveId", row.getString("id"));
                    facts.put("reference", row.getString("reference"));
                    facts.put("population", row.getString("population"));
                    facts.put("releaseIds", List.of((String[])
                            row.getArray("release_ids").getArray()));
                    facts.put(
                            "expiresAt",
                            row.getObject("expires_at", OffsetDateTime.class).toInstant());
                    facts.put("links", Map.of("directives", publicUrl + "/api/v1/directives"));
                    return new Concerned(row.getString("lab"), facts);
                })
                .list();
    }

    private JsonNode contentOf(Journal.JournalEntry entry) {
        try {
            return json.readTree(entry.content());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The journal's own text can be read", e);
        }
    }

    private String text(Map<String, Object> payload) {
        try {
            return json.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A payload can always be written", e);
        }
    }
}
