package org.countersign.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases.Case;

/** The two people of records at work, over HTTP. */
final class RecordsDesk {

    static final String OFFICER = "records.officer";
    static final String SECOND = "records.second";
    static final String API = "/api/v1/staff/records";

    private final ObjectMapper json = new ObjectMapper();
    private final LabApi api;

    RecordsDesk(LabApi api) {
        this.api = api;
    }

    JsonNode passages(Case of) {
        return api.staff(OFFICER, "GET", API + "/cases/" + of.reference() + "/passages", null)
                .json()
                .get("passages");
    }

    /** A copy with the suggested bars, as far as they are wanted. */
    LabApi.Answer prepares(Case of, Predicate<JsonNode> barred) {
        ObjectNode body = json.createObjectNode().put("purpose", "Request 2026-17 of a newspaper");
        var redactions = body.putArray("redactions");
        for (JsonNode passage : passages(of)) {
            if (barred.test(passage)) {
                String ground = passage.path("suggestedGround").asText("b6");
                redactions
                        .addObject()
                        .put("passage", passage.get("id").asText())
                        .put("ground", ground.equals("null") ? "b6" : ground)
                        .put("harm", "People would be written to at home.");
            }
        }
        return prepares(of, body.toString());
    }

    LabApi.Answer prepares(Case of, String body) {
        return api.staff(OFFICER, "POST", API + "/cases/" + of.reference() + "/copies", body);
    }

    String prepared(Case of) {
        return prepares(of, RecordsDesk::isSuggested).json().get("id").asText();
    }

    static boolean isSuggested(JsonNode passage) {
        return !passage.path("suggestedGround").asText("null").equals("null");
    }

    LabApi.Answer decides(String person, String copy, boolean approved, String note) {
        return api.staff(
                person,
                "POST",
                API + "/copies/" + copy + "/decision",
                json.createObjectNode()
                        .put("approved", approved)
                        .put("note", note)
                        .toString());
    }

    LabApi.Answer posts(String person, String path, Map<String, ?> body) {
        return api.staff(person, "POST", API + path, json.valueToTree(body).toString());
    }

    /** By name, the files of the ZIP; under {@code zip} the bytes as they are. */
    Map<String, String> archive(String copy) {
        try {
            byte[] zip = HttpClient.newHttpClient()
                    .send(
                            api.request(API + "/copies/" + copy + "/archive")
                                    .header("Authorization", LabApi.basic(OFFICER + ":demo"))
                                    .build(),
                            BodyHandlers.ofByteArray())
                    .body();
            var files = new TreeMap<String, String>();
            files.put("zip", new String(zip, StandardCharsets.ISO_8859_1));
            try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
                for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
                    files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
