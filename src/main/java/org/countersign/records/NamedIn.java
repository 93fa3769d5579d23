package org.countersign.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Whether a text in JSON names somebody: in what was written, not in the names of its members, and not inside other words. */
final class NamedIn {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Such as software-engineering or US: nobody is meant. */
    private static final Pattern CHOICE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*|[A-Z]{2,3}");

    /** Scripts that put no spaces between words. */
    private static final Pattern SPACELESS = Pattern.compile(
            "[\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af]");

    private static final Set<String> IDS = Set.of("releaseId", "customerId", "renews");

    private static final Set<String> WRITTEN =
            Set.of("name", "names", "legalName", "alternativeNames", "title", "summary", "description");

    private final List<Pattern> names;

    NamedIn(List<String> words) {
        this.names = words.stream().map(NamedIn::pattern).toList();
    }

    private static Pattern pattern(String word) {
        String quoted = Pattern.quote(word);
        boolean spaced = !SPACELESS.matcher(word).find();
        return Pattern.compile(
                spaced ? "(?<![\\p{L}\\p{N}])" + quoted + "(?![\\p{L}\\p{N}])" : quoted,
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
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
        boolean written = !IDS.contains(member)
                && (WRITTEN.contains(member) || !CHOICE.matcher(node.asText()).matches());
        return node.isTextual()
                && written
                && names.stream().anyMatch(name -> name.matcher(node.asText()).find());
    }
}
