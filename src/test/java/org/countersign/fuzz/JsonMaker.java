package org.countersign.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** JSON as the API's description asks for it, and the same with something wrong. */
final class JsonMaker {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEEPEST = 6;

    private final JsonNode schemas;
    private final Random chance;
    private final KnownIds ids;

    JsonMaker(JsonNode schemas, Random chance, KnownIds ids) {
        this.schemas = schemas;
        this.chance = chance;
        this.ids = ids;
    }

    /** A third of them as described, the others changed in one to three places or broken as a text. */
    String body(JsonNode schema) {
        JsonNode tree = described(schema, "", 0);
        if (chance.nextInt(3) == 0) {
            return written(tree);
        }
        if (chance.nextInt(100) < 4) {
            tree = anything(0);
        }
        for (int changes = 1 + chance.nextInt(3); changes > 0; changes--) {
            change(tree);
        }
        return chance.nextInt(100) < 15 ? broken(written(tree)) : written(tree);
    }

    JsonNode described(JsonNode reference, String name, int depth) {
        JsonNode schema = reference.has("$ref")
                ? schemas.path(reference.get("$ref").asText().replaceFirst(".*/", ""))
                : reference;
        if (schema.has("enum")) {
            JsonNode words = schema.get("enum");
            return words.get(chance.nextInt(words.size()));
        }
        String type = schema.path("type").isArray()
                ? schema.path("type").get(0).asText()
                : schema.path("type").asText("object");
        return switch (type) {
            case "string" -> JSON.getNodeFactory().textNode(text(schema, name));
            case "integer" -> JSON.getNodeFactory().numberNode(number(schema));
            case "number" -> JSON.getNodeFactory().numberNode(BigDecimal.valueOf(number(schema), 1));
            case "boolean" -> JSON.getNodeFactory().booleanNode(chance.nextBoolean());
            case "array" -> list(schema, name, depth);
            default -> object(schema, depth);
        };
    }

    private JsonNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.createObjectNode();
        if (depth > DEEPEST) {
            return object;
        }
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(field -> required.add(field.asText()));
        schema.path("properties").properties().forEach(field -> {
            if (required.contains(field.getKey()) || chance.nextInt(3) > 0) {
                object.set(field.getKey(), described(field.getValue(), field.getKey(), depth + 1));
            }
        });
        JsonNode others = schema.path("additionalProperties");
        if (others.isObject()) {
            for (int left = chance.nextInt(3); left > 0; left--) {
                object.set(text(schema, ""), described(others, "", depth + 1));
            }
        }
        return object;
    }

    private JsonNode list(JsonNode schema, String name, int depth) {
        ArrayNode list = JSON.createArrayNode();
        for (int left = depth > DEEPEST ? 0 : chance.nextInt(4); left > 0; left--) {
            list.add(described(schema.path("items"), name, depth + 1));
        }
        return list;
    }

    private String text(JsonNode schema, String name) {
        String format = schema.path("format").asText();
        if (format.equals("date")) {
            return "2026-%02d-%02d".formatted(1 + chance.nextInt(12), 1 + chance.nextInt(28));
        }
        if (format.equals("date-time")) {
            return "2026-%02d-%02dT10:00:00Z".formatted(1 + chance.nextInt(12), 1 + chance.nextInt(28));
        }
        if (name.toLowerCase().endsWith("id") || name.toLowerCase().endsWith("ids") || name.equals("reference")) {
            return ids.next(chance);
        }
        if (name.equals("country") || name.equals("countries")) {
            return List.of("US", "IN", "FR", "CN", "KP").get(chance.nextInt(5));
        }
        if (format.equals("uri") || name.equals("website") || name.equals("url")) {
            return "https://fuzz.example/" + chance.nextInt(100);
        }
        if (name.equals("email") || name.equals("contactEmail")) {
            return "somebody@fuzz.example";
        }
        int shortest = Math.min(schema.path("minLength").asInt(1), 10_000);
        int longest = Math.max(shortest, Math.min(schema.path("maxLength").asInt(120), shortest + 120));
        int length = shortest + chance.nextInt(longest - shortest + 1);
        return "Review of the firmware of robots. ".repeat(length / 34 + 1).substring(0, Math.max(1, length));
    }

    private long number(JsonNode schema) {
        long smallest = schema.path("minimum").asLong(0);
        long largest = schema.path("maximum").asLong(smallest + 1_000);
        return smallest + (long) (chance.nextDouble() * (largest - smallest));
    }

    /** In one place of the tree: something missing, something more, something else. */
    private void change(JsonNode tree) {
        List<JsonNode> containers = new ArrayList<>();
        collect(tree, containers);
        if (containers.isEmpty()) {
            return;
        }
        JsonNode chosen = containers.get(chance.nextInt(containers.size()));
        if (chosen instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() ? "a" : names.get(chance.nextInt(names.size()));
            switch (chance.nextInt(8)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(HostileText.next(chance), anything(0));
                case 2 -> object.putNull(name);
                default -> object.set(name, anything(0));
            }
        } else if (chosen instanceof ArrayNode list) {
            if (list.isEmpty() || chance.nextBoolean()) {
                JsonNode member = anything(0);
                for (int times = chance.nextInt(20) == 0 ? 2_000 : 1; times > 0; times--) {
                    list.add(member);
                }
            } else {
                list.set(chance.nextInt(list.size()), anything(0));
            }
        }
    }

    private static void collect(JsonNode tree, List<JsonNode> containers) {
        if (tree.isContainerNode()) {
            containers.add(tree);
            tree.forEach(member -> collect(member, containers));
        }
    }

    private JsonNode anything(int depth) {
        return switch (chance.nextInt(depth > 3 ? 7 : 9)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.getNodeFactory().booleanNode(chance.nextBoolean());
            case 2 -> JSON.getNodeFactory().numberNode(chance.nextLong());
            case 3 -> JSON.getNodeFactory().numberNode(new BigDecimal("1E" + (chance.nextInt(4_000) - 2_000)));
            case 4 -> JSON.getNodeFactory().numberNode(chance.nextInt(3) - 1);
            case 5 -> JSON.getNodeFactory().textNode(ids.next(chance));
            case 6 -> JSON.getNodeFactory().textNode(HostileText.next(chance));
            case 7 -> JSON.createArrayNode().add(anything(depth + 1));
            default -> JSON.createObjectNode().set(HostileText.next(chance), anything(depth + 1));
        };
    }

    /** No JSON any more, or JSON that readers take differently. */
    private String broken(String text) {
        int at = text.isEmpty() ? 0 : chance.nextInt(text.length());
        return switch (chance.nextInt(8)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + HostileText.next(chance) + text.substring(at);
            case 2 -> text + text;
            case 3 -> "[".repeat(20_000);
            case 4 -> "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000);
            case 5 -> text.replaceFirst("\\{", "{\"releaseId\":\"aurora-6\",\"releaseId\":\"aurora-5\",");
            case 6 -> text.replace('"', '\'');
            default -> "9".repeat(3_000);
        };
    }

    private static String written(JsonNode tree) {
        return tree.toString();
    }
}
