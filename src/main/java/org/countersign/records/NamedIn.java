package org.countersign.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Whether a text in JSON names somebody: in what was written, not in the names of its members, and not inside other words. */
final class NamedIn {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Such as software-engineering or US: nobody is meant. */
    private static final Pattern CHOICE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*|[A-Z]{2,3}");

    private final List<Pattern> names;

    NamedIn(List<String> words) {
        this.names = words.stream()
                .map(word -> Pattern.compile(
                        "(?<![\\p{L}\\p{N}])" + Pattern.quote(word) + "(?![\\p{L}\\p{N}])",
                        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
                .toList();
    }

    boolean is(String content) {
        try {
            return is("", JSON.readTree(content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The journal holds what is no JSON", e);
        }
    }

    private boolean is(String member, JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream().anyMatch(inside -> is(inside.getKey(), inside.getValue()));
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false).anyMatch(inside -> is(member, inside));
        }
        boolean written = !CHOICE.matcher(node.asText()).matches() || member.endsWith("ame");
        return node.isTextual()
                && written
                && names.stream().anyMatch(name -> name.matcher(node.asText()).find());
    }
}
