package org.countersign.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/** A copy as a ZIP: a page to read and print, the same for machines, and the log of what is under bars. */
@Component
class CopyArchive {

    private static final String AS_JSON = "case.json";

    private static final String STYLE =
            """
            body{font:16px/1.5 Georgia,serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#111}
            h1,h2{font-family:Arial,sans-serif}h2{border-bottom:1px solid #999;margin-top:2rem}
            dt{font:bold 14px Arial,sans-serif;margin-top:.7rem;color:#333}dd{margin:0;white-space:pre-wrap}
            .bar{background:#000;color:#fff;padding:0 .5rem;font:bold 13px Arial,sans-serif}
            .line{padding-right:10rem}.paragraph,.page{display:block;min-height:3rem}.page{min-height:10rem}
            table{border-collapse:collapse;font:14px Arial,sans-serif}td,th{border:1px solid #999;padding:.3rem;text-align:left}
            @media print{.bar{-webkit-print-color-adjust:exact;print-color-adjust:exact}}""";

    private final ObjectMapper json;

    CopyArchive(ObjectMapper json) {
        this.json = json;
    }

    /**
     * @param bars by passage; what is under one never reaches this class's output
     */
    record Copy(
            String id,
            String reference,
            String purpose,
            String preparedBy,
            Instant preparedAt,
            List<Passage> passages,
            Map<String, Bar> bars,
            Map<String, String> labels) {}

    /** A redaction with the salted hash of what it covers. */
    record Bar(String passage, String ground, String harm, String lengthClass, byte[] salt, byte[] hash) {}

    byte[] zip(Copy copy) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            put(zip, "case.html", html(copy), copy.preparedAt());
            put(zip, AS_JSON, pretty(caseAsJson(copy)), copy.preparedAt());
            put(zip, "redactions.json", pretty(log(copy)), copy.preparedAt());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: the stream is in memory
        }
        return bytes.toByteArray();
    }

    /** The passages of a copy, as it has them: without text where there is a bar. */
    Map<String, String> textsIn(byte[] archive) {
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(AS_JSON)) {
                    var texts = new LinkedHashMap<String, String>();
                    for (JsonNode passage : json.readTree(zip.readAllBytes()).get("passages")) {
                        texts.put(
                                passage.get("id").asText(),
                                passage.has("text") ? passage.get("text").asText() : null);
                    }
                    return texts;
                }
            }
            throw new IllegalStateException("Every copy has its passages");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: the stream is in memory
        }
    }

    private static void put(ZipOutputStream zip, String name, String text, Instant at) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTime(at.toEpochMilli());
        zip.putNextEntry(entry);
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static String html(Copy copy) {
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Case ")
                .append(escaped(copy.reference()))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>Case ")
                .append(escaped(copy.reference()))
                .append("</h1>\n<p>Copy of the case file, prepared on ")
                .append(copy.preparedAt())
                .append(" for: ")
                .append(escaped(copy.purpose()))
                .append(
                        ". A black bar stands for words that are kept back and names the exemption of 5 USC 552(b).</p>\n");
        String section = "";
        for (Passage passage : copy.passages()) {
            if (!passage.section().equals(section)) {
                page.append(section.isEmpty() ? "" : "</dl>\n").append("<h2>").append(escaped(passage.section()));
                page.append("</h2>\n<dl>\n");
                section = passage.section();
            }
            page.append("<dt>").append(escaped(passage.label())).append("</dt><dd>");
            Bar bar = copy.bars().get(passage.id());
            if (bar == null) {
                page.append(escaped(passage.text()));
            } else {
                page.append("<span class=\"bar ").append(bar.lengthClass()).append("\">");
                page.append(escaped(copy.labels().get(bar.ground()))).append("</span>");
            }
            page.append("</dd>\n");
        }
        return page.append("</dl>\n</body></html>\n").toString();
    }

    private ObjectNode caseAsJson(Copy copy) {
        ObjectNode file = head(copy);
        var passages = file.putArray("passages");
        for (Passage passage : copy.passages()) {
            ObjectNode item = passages.addObject()
                    .put("id", passage.id())
                    .put("section", passage.section())
                    .put("label", passage.label());
            Bar bar = copy.bars().get(passage.id());
            if (bar == null) {
                item.put("text", passage.text());
            } else {
                item.put("redacted", copy.labels().get(bar.ground())).put("length", bar.lengthClass());
            }
        }
        return file;
    }

    private ObjectNode log(Copy copy) {
        ObjectNode file = head(copy);
        file.put("redactedBy", copy.preparedBy());
        var redactions = file.putArray("redactions");
        for (Bar bar : copy.bars().values()) {
            redactions
                    .addObject()
                    .put("passage", bar.passage())
                    .put("ground", copy.labels().get(bar.ground()))
                    .put("harm", bar.harm())
                    .put("length", bar.lengthClass())
                    .put("redactedBy", copy.preparedBy())
                    .put("redactedAt", copy.preparedAt().toString())
                    .put("saltedSha256", HexFormat.of().formatHex(bar.hash()));
        }
        return file;
    }

    private ObjectNode head(Copy copy) {
        return json.createObjectNode()
                .put("copy", copy.id())
                .put("reference", copy.reference())
                .put("purpose", copy.purpose())
                .put("preparedAt", copy.preparedAt().toString());
    }

    private String pretty(ObjectNode node) {
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of texts is always JSON", e);
        }
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
