package org.countersign.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.journal.Journal;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.Parts;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Labs add documents to their applications, and get back exactly what they sent. */
@CountersignTest
class DocumentApiTest {

    private static final byte[] CONTRACT = Samples.pdf("contract");

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private Journal journal;

    @Autowired
    private JdbcClient db;

    private Senders senders;

    @BeforeEach
    void send() {
        senders = new Senders(api);
    }

    @Test
    void keepsAFileOfAForm() {
        Case acme = cases.received();

        Answer answer = senders.inForm(LabApi.AURORA, acme, Parts.file("contract.pdf", "application/pdf", CONTRACT));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        JsonNode document = answer.json();
        assertThat(document.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", "name", "mediaType", "size", "sha256", "uploadedAt");
        assertThat(document.get("name").asText()).isEqualTo("contract.pdf");
        assertThat(document.get("mediaType").asText()).isEqualTo("application/pdf");
        assertThat(document.get("size").asInt()).isEqualTo(CONTRACT.length);
        assertThat(document.get("sha256").asText()).isEqualTo(Samples.sha256(CONTRACT));
        String path = "/api/v1/documents/" + document.get("id").asText();
        assertThat(answer.header("Location")).isEqualTo(path);
        assertThat(api.get(LabApi.AURORA, path).json()).isEqualTo(document);
        assertThat(api.get(LabApi.AURORA, Senders.documentsOf(acme)).json().get("items"))
                .containsExactly(document);
    }

    @Test
    void keepsABodyWithANameInTheAddress() {
        Case acme = cases.received();

        Answer answer = senders.asBody(acme, "Größe & mehr.json", "application/json", Samples.text("{\"a\":1}"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.json().get("name").asText()).isEqualTo("Größe & mehr.json");
        assertThat(answer.json().get("mediaType").asText()).isEqualTo("application/json");
    }

    @Test
    void keepsManyPartsInOrder() {
        Case acme = cases.received();
        byte[] large = Samples.pdf(3 * 512 * 1024 + 17);

        Answer answer = senders.inForm(acme, "large.pdf", large);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        String id = answer.json().get("id").asText();
        assertThat(api.download(LabApi.AURORA, contentOf(id)).body()).isEqualTo(large);
        assertThat(db.sql("SELECT count(*) FROM document_content WHERE document_id = ?")
                        .param(id)
                        .query(Integer.class)
                        .single())
                .isEqualTo(4);
    }

    @Test
    void handsOutAFileToKeepAndNotToRun() {
        Case acme = cases.received();
        byte[] text = Samples.text("a first line\nthen <script>alert(1)</script>");
        String id = senders.asBody(acme, "note \"ü\".txt", "text/plain", text)
                .json()
                .get("id")
                .asText();

        Answer file = api.get(LabApi.AURORA, contentOf(id));
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.body().getBytes(StandardCharsets.UTF_8)).isEqualTo(text);
        assertThat(file.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=UTF-8");
        assertThat(file.header("Content-Length")).isEqualTo(String.valueOf(text.length));
        assertThat(file.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"note ___.txt\"; filename*=UTF-8''note%20_%C3%BC_.txt");
        assertThat(file.http().headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(file.http().headers().allValues("Content-Security-Policy")).containsExactly("sandbox");
        assertThat(file.http().headers().allValues("Cache-Control")).containsExactly("private, no-store");
        assertThat(file.header("ETag")).isEqualTo('"' + Samples.sha256(text) + '"');
    }

    @Test
    void doesNotSendAFileThatTheLabStillHas() {
        Case acme = cases.received();
        String id =
                senders.inForm(acme, "contract.pdf", CONTRACT).json().get("id").asText();

        Answer answer = api.send(api.request(contentOf(id))
                .header("Authorization", api.bearer(LabApi.AURORA))
                .header("If-None-Match", '"' + Samples.sha256(CONTRACT) + '"')
                .GET());
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void takesTheSameFileUnderTheSameNameForTheSameDocument() {
        Case acme = cases.received();

        Answer first = senders.inForm(acme, "contract.pdf", CONTRACT);
        Answer second = senders.asBody(acme, "contract.pdf", "application/pdf", CONTRACT);
        Answer otherName = senders.inForm(acme, "appendix.pdf", CONTRACT);
        Answer otherContent = senders.inForm(acme, "contract.pdf", Samples.pdf("second draft"));

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(List.of(otherName.json().get("id"), otherContent.json().get("id")))
                .doesNotContain(first.json().get("id"))
                .doesNotHaveDuplicates();
        assertThat(added(acme)).hasSize(3);
    }

    @Test
    void keepsTheSameFilesOfTwoApplicationsApart() {
        String one = senders.inForm(cases.received(), "contract.pdf", CONTRACT).body();
        String other =
                senders.inForm(cases.received(), "contract.pdf", CONTRACT).body();

        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void writesEachDocumentIntoTheJournal() throws Exception {
        Case acme = cases.received();
        JsonNode document = senders.inForm(acme, "contract.pdf", CONTRACT).json();

        List<Journal.JournalEntry> added = added(acme);
        assertThat(added).hasSize(1);
        assertThat(added.get(0).actor()).isEqualTo("lab-aurora");
        assertThat(new ObjectMapper().readValue(added.get(0).content(), new TypeReference<Map<String, Object>>() {}))
                .isEqualTo(Map.of(
                        "id", document.get("id").asText(),
                        "name", "contract.pdf",
                        "mediaType", "application/pdf",
                        "size", CONTRACT.length,
                        "sha256", Samples.sha256(CONTRACT),
                        "tier", "applicant",
                        "by", "lab-aurora"));
    }

    @Test
    void hidesDocumentsFromOtherLabs() {
        Case acme = cases.received();
        String id =
                senders.inForm(acme, "contract.pdf", CONTRACT).json().get("id").asText();

        for (String path : List.of("/api/v1/documents/" + id, contentOf(id), Senders.documentsOf(acme))) {
            Answer other = api.get(LabApi.BOREALIS, path);
            Answer none = api.get(
                    LabApi.BOREALIS,
                    path.replace(id, UUID.randomUUID().toString())
                            .replace(acme.id(), UUID.randomUUID().toString()));
            assertThat(other.status()).isEqualTo(404);
            assertThat(other.json().get("detail")).isEqualTo(none.json().get("detail"));
            assertThat(other.http().headers().map()).doesNotContainKey("ETag");
        }
        Answer added = senders.inForm(LabApi.BOREALIS, acme, Parts.file("contract.pdf", "application/pdf", CONTRACT));
        assertThat(added.status()).isEqualTo(404);
    }

    @Test
    void refusesWhatTheDatabaseHoldsWhenItIsNotWhatWasSent() {
        Case acme = cases.received();
        String id =
                senders.inForm(acme, "contract.pdf", CONTRACT).json().get("id").asText();
        db.sql("INSERT INTO document_content VALUES (?, 1, 'more'::bytea)")
                .param(id)
                .update();

        Answer answer = api.get(LabApi.AURORA, contentOf(id));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("detail").asText()).contains("not handed out");
        assertThat(answer.body()).doesNotContain("contract");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE document SET name = 'x.pdf'",
                "DELETE FROM document",
                "UPDATE document_content SET bytes = 'x'::bytea",
                "DELETE FROM document_content",
                "TRUNCATE document, document_content"
            })
    void neverChangesADocument(String attack) {
        senders.inForm(cases.received(), "contract.pdf", CONTRACT);

        assertThatThrownBy(() -> db.sql(attack).update()).isInstanceOf(Exception.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'text/html', 5", "'application/pdf', 5", "'application/pdf', 0"})
    void commitsNoHalfDocumentAndNoneThatRuns(String typeAndSize) {
        Case acme = cases.received();

        assertThatThrownBy(() -> db.sql(
                                """
                        INSERT INTO document (media_type, size, id, application_id, name, sha256, tier, uploaded_by,
                          uploaded_at, store)
                        VALUES (%s, ?, ?, 'x.pdf', repeat('0', 64), 'applicant', 'aurora', now(), 'postgresql')"""
                                        .formatted(typeAndSize))
                        .params(UUID.randomUUID().toString(), acme.id())
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    private List<Journal.JournalEntry> added(Case of) {
        return journal.about(of.reference()).stream()
                .filter(entry -> entry.action().equals("document-added"))
                .toList();
    }

    private static String contentOf(String id) {
        return "/api/v1/documents/" + id + "/content";
    }
}
