package org.countersign.document;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.Parts;
import org.countersign.testing.TestCases.Case;

/** Labs that send files, in both ways the API takes them. */
record Senders(LabApi api) {

    static String documentsOf(Case of) {
        return "/api/v1/applications/" + of.id() + "/documents";
    }

    Answer inForm(String lab, Case to, Parts parts) {
        return api.send(api.request(documentsOf(to))
                .header("Authorization", api.bearer(lab))
                .header("Content-Type", parts.contentType())
                .POST(parts.publisher()));
    }

    Answer inForm(Case to, String name, byte[] bytes) {
        return inForm(LabApi.AURORA, to, Parts.file(name, "application/octet-stream", bytes));
    }

    Answer asBody(String lab, Case to, String name, String type, BodyPublisher body) {
        return api.send(api.request(documentsOf(to) + "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .header("Authorization", api.bearer(lab))
                .header("Content-Type", type)
                .POST(body));
    }

    Answer asBody(Case to, String name, String type, byte[] bytes) {
        return asBody(LabApi.AURORA, to, name, type, BodyPublishers.ofByteArray(bytes));
    }
}
