package org.countersign.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests derived from the API's description: some as it says, most of them wrong somewhere. */
final class RequestMaker {

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "FROB", "get");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json;charset=utf-8",
            "application/json;charset=utf-16",
            "application/json;charset=nonsense",
            "application/problem+json",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "text/csv",
            "text/plain",
            "application/xml",
            "application/octet-stream",
            "application/cbor",
            "*/*",
            "nonsense",
            "");
    private static final List<String> ACCEPTED = List.of(
            "*/*", "application/json", "text/html", "application/xml", "text/csv", "nonsense", "image/png;q=2", "");

    /** A request as bytes, and what it was made from. */
    record Request(String operation, String method, byte[] bytes) {}

    /** Who asks, as the header says so; staff have operations of their own. */
    record Caller(String authorization, boolean staff, int weight) {}

    private final List<Operation> operations = new ArrayList<>();
    private final List<Caller> callers;
    private final Random chance;
    private final KnownIds ids;
    private final JsonMaker json;

    private record Operation(String method, String path, JsonNode description) {}

    RequestMaker(JsonNode description, List<Caller> callers, Random chance, KnownIds ids) {
        this.callers = callers;
        this.chance = chance;
        this.ids = ids;
        this.json = new JsonMaker(description.at("/components/schemas"), chance, ids);
        description.get("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> operations.add(
                        new Operation(operation.getKey().toUpperCase(), path.getKey(), operation.getValue()))));
    }

    int operations() {
        return operations.size();
    }

    Request next() {
        Operation operation = operations.get(chance.nextInt(operations.size()));
        String method = chance.nextInt(25) == 0 ? METHODS.get(chance.nextInt(METHODS.size())) : operation.method();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", "localhost");
        String caller = caller(operation);
        if (!caller.isEmpty()) {
            headers.put("Authorization", caller);
        }
        String target = path(operation) + query(operation, headers);
        byte[] body = body(operation, headers);
        oddHeaders(headers);
        if (body.length > 0 || !method.equals("GET")) {
            headers.put("Content-Length", String.valueOf(body.length));
        }
        var bytes = new ByteArrayOutputStream();
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        return new Request(operation.method() + " " + operation.path(), method, bytes.toByteArray());
    }

    /** Mostly somebody the operation is for. */
    private String caller(Operation operation) {
        boolean forStaff = operation.description().path("security").toString().contains("staff");
        List<Caller> drawnFrom = chance.nextInt(10) == 0
                ? callers
                : callers.stream().filter(caller -> caller.staff() == forStaff).toList();
        int drawn = chance.nextInt(drawnFrom.stream().mapToInt(Caller::weight).sum());
        for (Caller caller : drawnFrom) {
            drawn -= caller.weight();
            if (drawn < 0) {
                return caller.authorization();
            }
        }
        throw new IllegalStateException("The weights have no sum");
    }

    private String path(Operation operation) {
        var path = new StringBuilder();
        for (String part : operation.path().substring(1).split("/")) {
            String filled = PARAMETER
                    .matcher(part)
                    .replaceAll(parameter -> Matcher.quoteReplacement(encoded(ids.next(chance))));
            path.append('/').append(filled);
        }
        if (chance.nextInt(60) == 0) {
            int at = chance.nextInt(path.length());
            path.insert(
                    at,
                    List.of("/", "%2f", ";", "%00", "..", "/./", "%c0%ae", "?", "#", "%25")
                            .get(chance.nextInt(10)));
        }
        return path.toString();
    }

    private String query(Operation operation, Map<String, String> headers) {
        List<String> parameters = new ArrayList<>();
        for (JsonNode parameter : operation.description().path("parameters")) {
            String name = parameter.get("name").asText();
            String value = chance.nextInt(3) == 0
                    ? HostileText.next(chance)
                    : json.described(parameter.path("schema"), name, 0).asText();
            boolean left = chance.nextInt(12) == 0;
            if (parameter.get("in").asText().equals("query") && !left) {
                parameters.add(encoded(name) + "=" + encoded(value));
                if (chance.nextInt(30) == 0) {
                    parameters.add(encoded(name) + "=" + encoded(HostileText.next(chance)));
                }
            } else if (parameter.get("in").asText().equals("header") && !left) {
                headers.put(name, inOneLine(value));
            }
        }
        if (chance.nextInt(40) == 0) {
            parameters.add(encoded(HostileText.next(chance)) + "=" + encoded(HostileText.next(chance)));
        }
        if (chance.nextInt(200) == 0) {
            parameters.add("%");
        }
        return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }

    private byte[] body(Operation operation, Map<String, String> headers) {
        JsonNode contents = operation.description().at("/requestBody/content");
        if (contents.isEmpty()) {
            return chance.nextInt(50) == 0 ? HostileText.next(chance).getBytes(StandardCharsets.UTF_8) : new byte[0];
        }
        List<String> types = new ArrayList<>();
        contents.fieldNames().forEachRemaining(types::add);
        String type = types.get(chance.nextInt(types.size()));
        JsonNode schema = contents.path(type).path("schema");
        String text;
        if (type.startsWith("multipart/")) {
            type = "multipart/form-data; boundary=x";
            text = "--x\r\nContent-Disposition: form-data; name=\""
                    + (chance.nextBoolean() ? "file" : inOneLine(HostileText.next(chance)))
                    + "\"; filename=\"" + inOneLine(HostileText.next(chance)) + "\"\r\n\r\n" + HostileText.next(chance)
                    + "\r\n" + (chance.nextInt(8) == 0 ? "" : "--x--\r\n");
        } else if (type.contains("json")) {
            text = json.body(schema);
        } else if (type.equals("text/csv")) {
            text = "_id,source,entity_number,type,name\n1,SDN," + HostileText.next(chance) + ",Entity,"
                    + HostileText.next(chance) + "\n";
        } else {
            text = HostileText.next(chance);
        }
        headers.put("Content-Type", chance.nextInt(30) == 0 ? TYPES.get(chance.nextInt(TYPES.size())) : type);
        Charset charset = chance.nextInt(60) == 0 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        byte[] bytes = text.getBytes(charset);
        if (bytes.length > 0 && chance.nextInt(40) == 0) {
            bytes[chance.nextInt(bytes.length)] = (byte) chance.nextInt(256);
        }
        return bytes;
    }

    private void oddHeaders(Map<String, String> headers) {
        if (chance.nextInt(20) == 0) {
            headers.put("Accept", ACCEPTED.get(chance.nextInt(ACCEPTED.size())));
        }
        if (chance.nextInt(100) == 0) {
            headers.put("Accept-Language", inOneLine(HostileText.next(chance)));
        }
        if (chance.nextInt(100) == 0) {
            headers.put("Content-Encoding", chance.nextBoolean() ? "gzip" : "nonsense");
        }
        if (chance.nextInt(100) == 0) {
            headers.put("If-None-Match", inOneLine(HostileText.next(chance)));
        }
        if (chance.nextInt(100) == 0) {
            headers.put("Range", "bytes=" + inOneLine(HostileText.next(chance)));
        }
        if (chance.nextInt(100) == 0) {
            headers.put("X-HTTP-Method-Override", "DELETE");
        }
        if (chance.nextInt(100) == 0) {
            headers.put("Cookie", "SESSION=" + inOneLine(HostileText.next(chance)));
        }
        if (chance.nextInt(200) == 0) {
            headers.put("Host", inOneLine(HostileText.next(chance)));
        }
    }

    private String encoded(String text) {
        if (chance.nextInt(150) == 0) {
            return text.replaceAll("[\\s\\x00-\\x1f]", "_"); // as it is, which no client would send
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String inOneLine(String text) {
        return text.replaceAll("[\\r\\n]", " ");
    }
}
