package org.countersign.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The outline of a form: each field is an entry, with everything the form says about it. */
final class FormOutline {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OF_NO_MEANING = Set.of("id", "exporter", "$schema");
    private static final int LONGEST_LABEL = 60;

    private final Outline outline = new Outline();

    private FormOutline() {}

    static List<Difference> between(byte[] before, byte[] after) {
        return Outline.between(of(before), of(after));
    }

    private static Outline of(byte[] form) {
        var reading = new FormOutline();
        try {
            JsonNode root = JSON.readTree(form);
            Outline.Entry entry = reading.outline.add("form", "form");
            entry.label("the form itself");
            reading.says(entry, root);
            reading.fields(root, entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reading.outline;
    }

    private void fields(JsonNode parent, Outline.Entry holder) {
        for (JsonNode field : parent.path("components")) {
            String id = field.path("id").asText(field.path("key").asText());
            Outline.Entry entry = outline.add(field.path("type").asText("field"), id);
            entry.label(label(field, id));
            entry.place(field.path("layout").toString());
            holder.follows("order of the fields", id);
            says(entry, field);
            fields(field, entry);
        }
    }

    private void says(Outline.Entry entry, JsonNode node) {
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String name = property.getKey();
            if (!OF_NO_MEANING.contains(name) && !name.equals("components") && !name.equals("layout")) {
                flatten(entry, name, property.getValue());
            }
        }
    }

    private void flatten(Outline.Entry entry, String name, JsonNode value) {
        if (value.isObject()) {
            value.properties().forEach(inside -> flatten(entry, name + " " + inside.getKey(), inside.getValue()));
        } else if (value.isArray()) {
            int number = 1;
            for (JsonNode member : value) {
                flatten(entry, name + " " + number++, member);
            }
        } else {
            entry.says(name, value.asText());
        }
    }

    private static String label(JsonNode field, String id) {
        for (String name : new String[] {"label", "key", "text"}) {
            String words = field.path(name).asText().strip();
            if (!words.isEmpty()) {
                return words.length() <= LONGEST_LABEL ? words : words.substring(0, LONGEST_LABEL) + "…";
            }
        }
        return id;
    }
}
