package org.countersign.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.journal.Journal;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Parts;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Documents from the applicant's page, opened by its key, and from the case page of staff. */
@CountersignTest
class DocumentPagesTest {

    private static final byte[] CONTRACT = Samples.pdf("contract");

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private Documents documents;

    @Autowired
    private Journal journal;

    @Autowired
    private JdbcClient db;

    private Case acme;
    private Visitor applicant;

    @BeforeEach
    void receive() {
        acme = cases.received();
        applicant = new Visitor(api);
    }

    private static Parts contract() {
        return Parts.file("contract.pdf", "application/pdf", CONTRACT);
    }

    private String trackDocuments() {
        return acme.trackingPath().replace("?", "/documents?");
    }

    private String trackDocument(String id) {
        return acme.trackingPath().replace("?", "/documents/" + id + "?");
    }

    private String caseDocuments() {
        return "/cases/" + acme.reference() + "/documents";
    }

    private String only() {
        List<Document> found = documents.of(acme.id());
        assertThat(found).hasSize(1);
        return found.get(0).id();
    }

    @Test
    void theApplicantAddsAFileAndIsBackOnItsPage() {
        Answer answer = applicant.post(trackDocuments(), contract());

        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo(acme.trackingPath() + "#documents");
        assertThat(documents.of(acme.id())).singleElement().satisfies(document -> {
            assertThat(document.name()).isEqualTo("contract.pdf");
            assertThat(document.tier()).isEqualTo(Tier.APPLICANT);
            assertThat(document.uploadedBy()).isEqualTo("applicant");
        });
        assertThat(journal.about(acme.reference()))
                .filteredOn(entry -> entry.action().equals("document-added"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.actor()).isEqualTo("applicant"));
    }

    @Test
    void aLongPageIsWholeOnTheFirstVisit() {
        for (int i = 0; i < 30; i++) {
            byte[] line = ("line " + i).getBytes(StandardCharsets.UTF_8);
            applicant.post(trackDocuments(), Parts.file("log-" + i + ".txt", "text/plain", line));
        }

        Answer page = new Visitor(api).get(acme.trackingPath());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body().strip()).contains("log-0.txt", "log-29.txt").endsWith("</html>");
    }

    @Test
    void whatIsNoFormIsRefusedInWords() {
        Answer answer = applicant.post(trackDocuments(), Map.of("file", "contract.pdf"));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.body()).contains("Send the file in a form");
        assertThat(documents.of(acme.id())).isEmpty();
    }

    @Test
    void theApplicantGetsItsFileBack() {
        applicant.post(trackDocuments(), contract());

        Answer file = new Visitor(api).get(trackDocument(only()));
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.body()).isEqualTo(new String(CONTRACT, StandardCharsets.UTF_8));
        assertThat(file.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(file.header("Content-Disposition")).startsWith("attachment;");
        assertThat(file.http().headers().allValues("Content-Security-Policy")).containsExactly("sandbox");
        assertThat(file.http().headers().allValues("Cache-Control")).containsExactly("private, no-store");
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(file.header("Referrer-Policy")).isEqualTo("same-origin");
    }

    @Test
    void aWrongKeyIsAsGoodAsAWrongReference() {
        applicant.post(trackDocuments(), contract());
        String id = only();
        Answer missing = applicant.get("/track/CS-2026-999999?key=wrong");

        for (String path : List.of(
                "/track/" + acme.reference() + "/documents/" + id,
                "/track/" + acme.reference() + "/documents/" + id + "?key=wrong",
                "/track/CS-2026-999999/documents/" + id + "?key=wrong")) {
            Answer answer = applicant.get(path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo(missing.body());
        }
        for (String path : List.of(
                "/track/" + acme.reference() + "/documents",
                "/track/" + acme.reference() + "/documents?key=wrong",
                "/track/CS-2026-999999/documents?key=wrong")) {
            Answer answer = new NoTrace(db).of(() -> applicant.post(path, contract()));
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo(missing.body());
        }
    }

    @Test
    void anotherCasesDocumentIsNotFoundWithThisCasesKey() {
        Case other = cases.received();
        applicant.post(other.trackingPath().replace("?", "/documents?"), contract());
        String id = documents.of(other.id()).get(0).id();

        assertThat(applicant.get(trackDocument(id)).status()).isEqualTo(404);
        assertThat(applicant.get(trackDocument(UUID.randomUUID().toString())).status())
                .isEqualTo(404);
    }

    @Test
    void aFormWithoutOurTokenIsNotTaken() {
        Answer answer = new NoTrace(db).of(() -> applicant.postWithoutToken(trackDocuments(), contract()));

        assertThat(answer.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "contract.pdf, '', 422, empty",
        "contract.pdf, '<html><body>%PDF-1.4', 415, not kept",
        "contract.pdf, plain words, 422, plain text",
        "contract, plain words, 422, ending",
        "'', '', 422, Choose a file"
    })
    void tellsInWordsWhyAFileIsNotTaken(String name, String content, int status, String words) {
        Answer answer = new NoTrace(db)
                .of(() -> applicant.post(
                        trackDocuments(), Parts.file(name, "application/octet-stream", Samples.text(content))));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.body()).contains(words);
    }

    @Test
    void tellsInWordsThatAFileIsTooLarge() {
        Parts larger = Parts.file("larger.pdf", "application/pdf", Samples.pdf(20 * 1024 * 1024 + 1));
        Answer answer = new NoTrace(db).of(() -> applicant.post(trackDocuments(), larger));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("20 MiB");

        Parts muchLarger = Parts.file("larger.pdf", "application/pdf", new byte[22 * 1024 * 1024]);
        answer = new NoTrace(db).of(() -> applicant.post(trackDocuments(), muchLarger));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("too large");
    }

    /** Nobody fills our disk through a page that has no form for files. */
    @ParameterizedTest
    @ValueSource(strings = {"/sign-in", "/track/CS-2026-000001", "/no-such-page"})
    void takesFilesNowhereElse(String path) {
        Answer answer =
                applicant.postWithoutToken(path, Parts.file("x.pdf", "application/pdf", Samples.pdf(300 * 1024)));

        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void wantsToKnowHowLongAFormIs() {
        Parts form = contract();
        byte[] bytes = form.bytes();
        Answer answer = api.send(api.request(trackDocuments())
                .header("Content-Type", form.contentType())
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))));

        assertThat(answer.status()).isEqualTo(411);
    }

    @Test
    void staffAddWhatOnlyStaffSee() {
        Visitor reviewer = Visitor.signedIn(api, "oncd.reviewer");
        Answer answer = reviewer.post(caseDocuments(), contract().and("tier", "internal"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/cases/" + acme.reference() + "#documents");
        String id = only();
        assertThat(documents.of(acme.id()).get(0).uploadedBy()).isEqualTo("oncd.reviewer");
        assertThat(documents.of(acme.id(), Tier.APPLICANT)).isEmpty();

        assertThat(reviewer.get(caseDocuments() + "/" + id).status()).isEqualTo(200);
        assertThat(Visitor.signedIn(api, "appeals.judge")
                        .get(caseDocuments() + "/" + id)
                        .status())
                .isEqualTo(200);
        assertThat(applicant.get(trackDocument(id)).status()).isEqualTo(404);
        assertThat(api.get(LabApi.AURORA, "/api/v1/documents/" + id).status()).isEqualTo(404);
        assertThat(api.get(LabApi.AURORA, "/api/v1/documents/" + id + "/content")
                        .status())
                .isEqualTo(404);
        assertThat(api.get(LabApi.AURORA, Senders.documentsOf(acme)).json().get("items"))
                .isEmpty();
    }

    /** Else an answer would tell the applicant that staff have this very file. */
    @Test
    void theSameFileIsAnotherDocumentForTheApplicant() {
        Visitor.signedIn(api, "oncd.reviewer").post(caseDocuments(), contract().and("tier", "internal"));
        String internal = only();

        String id = new Senders(api)
                .inForm(acme, "contract.pdf", CONTRACT)
                .json()
                .get("id")
                .asText();
        assertThat(id).isNotEqualTo(internal);
    }

    @Test
    void staffAddWhatTheApplicantSeesToo() {
        Visitor.signedIn(api, "intake.officer").post(caseDocuments(), contract().and("tier", "applicant"));
        String id = only();

        assertThat(applicant.get(trackDocument(id)).status()).isEqualTo(200);
        Answer seenByLab = api.get(LabApi.AURORA, "/api/v1/documents/" + id);
        assertThat(seenByLab.status()).isEqualTo(200);
        assertThat(seenByLab.body()).doesNotContain("intake.officer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "public", "INTERNAL"})
    void staffSayWhoMaySeeIt(String tier) {
        Visitor officer = Visitor.signedIn(api, "intake.officer");
        Answer answer = new NoTrace(db)
                .of(() -> officer.post(caseDocuments(), contract().and("tier", tier)));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("Choose who may see the document");
    }

    @Test
    void nobodyElseGetsAtTheDocumentsOfACase() {
        applicant.post(trackDocuments(), contract());
        String path = caseDocuments() + "/" + only();

        Answer stranger = applicant.get(path);
        assertThat(stranger.status()).isEqualTo(302);
        assertThat(stranger.header("Location")).endsWith("/sign-in");
        Visitor owner = Visitor.signedIn(api, "process.owner");
        assertThat(owner.get(path).status()).isEqualTo(403);
        assertThat(owner.post(caseDocuments(), contract().and("tier", "internal"))
                        .status())
                .isEqualTo(403);
        assertThat(api.get(LabApi.AURORA, path).status()).isEqualTo(302);
        assertThat(documents.of(acme.id())).hasSize(1);
    }

    @Test
    void whoHasSteppedBackFromTheCaseGetsAtNoneOfItsDocuments() {
        applicant.post(trackDocuments(), contract());
        Visitor reviewer = Visitor.signedIn(api, "oncd.reviewer");
        reviewer.post("/cases/" + acme.reference() + "/recusal", Map.of("reasons", "A friend.", "sure", "yes"));

        assertThat(reviewer.get(caseDocuments() + "/" + only()).status()).isEqualTo(403);
        Answer refused = new NoTrace(db)
                .of(() -> reviewer.post(caseDocuments(), contract().and("tier", "internal")));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("You have stepped back from this case.");
    }

    @Test
    void staffFindOneCasesDocumentsInThatCaseOnly() {
        applicant.post(trackDocuments(), contract());
        Visitor reviewer = Visitor.signedIn(api, "oncd.reviewer");

        assertThat(reviewer.get("/cases/" + cases.received().reference() + "/documents/" + only())
                        .status())
                .isEqualTo(404);
        assertThat(reviewer.get("/cases/CS-2026-999999/documents/" + only()).status())
                .isEqualTo(404);
        assertThat(reviewer.post("/cases/CS-2026-999999/documents", contract().and("tier", "internal"))
                        .status())
                .isEqualTo(404);
    }
}
