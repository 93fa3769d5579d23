package org.countersign.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A value of a JSON file, and where it stands. */
final class Json {

    private static final JsonFactory PARSERS = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(30)
                    .maxNumberLength(30)
                    .build())
            .build();

    private final int line;
    private final int column;
    private final Map<String, Json> fields = new LinkedHashMap<>();
    private final List<Json> items = new ArrayList<>();
    private final String kind;
    private final String text;

    private Json(JsonLocation at, String kind, String text) {
        this.line = at.getLineNr();
        this.column = at.getColumnNr();
        this.kind = kind;
        this.text = text;
    }

    static Json read(byte[] content) throws IOException {
        try (JsonParser parser = PARSERS.createParser(content)) {
            parser.nextToken();
            Json read = value(parser);
            if (parser.nextToken() != null) {
                throw new com.fasterxml.jackson.core.JsonParseException(parser, "There is more after the end");
            }
            return read;
        }
    }

    private static Json value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        JsonLocation at = parser.currentTokenLocation();
        if (token == JsonToken.START_OBJECT) {
            var object = new Json(at, "object", "");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                object.fields.put(name, value(parser));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            var list = new Json(at, "list", "");
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.items.add(value(parser));
            }
            return list;
        }
        if (token == null) {
            throw new com.fasterxml.jackson.core.JsonParseException(parser, "The file is empty");
        }
        return new Json(at, token == JsonToken.VALUE_STRING ? "text" : "literal", parser.getText());
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    boolean isObject() {
        return kind.equals("object");
    }

    boolean isText() {
        return kind.equals("text");
    }

    String text() {
        return text;
    }

    Map<String, Json> fields() {
        return fields;
    }

    List<Json> items() {
        return items;
    }

    /** The text or literal of a field, empty when it is not there. */
    String value(String field) {
        return fields.containsKey(field) ? fields.get(field).text : "";
    }

    List<Json> list(String field) {
        return fields.containsKey(field) ? fields.get(field).items : List.of();
    }

    /** The same for two values that mean the same, whatever the order of their fields. */
    String written() {
        if (!items.isEmpty()) {
            return items.stream().map(Json::written).toList().toString();
        }
        var sorted = new TreeMap<String, String>();
        fields.forEach((name, field) -> sorted.put(name, field.written()));
        return kind + " " + text + (sorted.isEmpty() ? "" : sorted.toString());
    }

    Stream<Json> all() {
        return Stream.concat(
                Stream.of(this),
                Stream.concat(fields.values().stream(), items.stream()).flatMap(Json::all));
    }
}
