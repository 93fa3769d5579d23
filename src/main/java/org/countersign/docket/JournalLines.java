package org.countersign.docket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.countersign.journal.Journal;
import org.springframework.stereotype.Component;

/** The journal of a case as people read it: one fact a line instead of JSON. */
@Component
class JournalLines {

    /** Where an entry keeps the diagram and the tables it was decided under. */
    private static final String UNDER = "under";

    private final Journal journal;
    private final ObjectMapper json;

    JournalLines(Journal journal, ObjectMapper json) {
        this.journal = journal;
        this.json = json;
    }

    record Fact(String name, String value) {}

    /**
     * One entry.
     *
     * @param policies name and version, and the hash of the text
     */
    record Line(long seq, Instant at, String actor, String action, List<Fact> policies, List<Fact> facts) {}

    List<Line> about(String reference) {
        return journal.about(reference).stream().map(this::line).toList();
    }

    private Line line(Journal.JournalEntry entry) {
        JsonNode content = read(entry);
        var policies = new ArrayList<Fact>();
        var facts = new ArrayList<Fact>();
        if (content.isObject()) {
            content.properties().forEach(field -> {
                if (field.getKey().equals(UNDER)) {
                    field.getValue()
                            .properties()
                            .forEach(policy -> policies.add(new Fact(
                                    policy.getKey().replace(":", ", version "),
                                    policy.getValue().asText())));
                } else {
                    flatten(words(field.getKey()), field.getValue(), facts);
                }
            });
        } else {
            flatten("content", content, facts);
        }
        return new Line(
                entry.seq(),
                entry.at(),
                entry.actor(),
                entry.action().replace('-', ' ').replace("sign off", "sign-off"),
                policies,
                facts);
    }

    private static void flatten(String name, JsonNode value, List<Fact> facts) {
        if (value.isObject()) {
            value.properties().forEach(field -> flatten(name + ", " + words(field.getKey()), field.getValue(), facts));
        } else if (value.isArray() && holdsObjects(value)) {
            int number = 0;
            for (JsonNode item : value) {
                flatten(name + " " + ++number, item, facts);
            }
        } else if (value.isArray()) {
            String all = StreamSupport.stream(value.spliterator(), false)
                    .map(JsonNode::asText)
                    .reduce((a, b) -> a + ", " + b)
                    .orElse("");
            add(name, all, facts);
        } else {
            add(name, value.isNull() ? "" : value.asText(), facts);
        }
    }

    private static boolean holdsObjects(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).anyMatch(JsonNode::isContainerNode);
    }

    private static void add(String name, String value, List<Fact> facts) {
        if (!value.isEmpty()) {
            facts.add(new Fact(name, value));
        }
    }

    /** {@code beneficialOwners} becomes “beneficial owners”. */
    private static String words(String member) {
        return member.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replace('-', ' ').toLowerCase(Locale.ROOT);
    }

    private JsonNode read(Journal.JournalEntry entry) {
        try {
            return json.readTree(entry.content());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
