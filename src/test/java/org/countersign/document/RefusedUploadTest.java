package org.countersign.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.Parts;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Uploads that are too large, of the wrong kind, too many, too late or broken are told so, and leave no trace. */
@CountersignTest
class RefusedUploadTest {

    private static final int LARGEST = 20 * 1024 * 1024;

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private JdbcClient db;

    private Senders senders;
    private Case acme;

    @BeforeEach
    void receive() {
        senders = new Senders(api);
        acme = cases.received();
    }

    private Answer refused(int status, String field, Supplier<Answer> request) {
        Answer answer = new NoTrace(db).of(request);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(answer.json().at("/errors/0/message").asText()).isNotBlank();
        return answer;
    }

    @Test
    void refusesAnEmptyFile() {
        refused(422, "file", () -> senders.inForm(acme, "empty.pdf", new byte[0]));
        refused(422, "file", () -> senders.asBody(acme, "empty.pdf", "application/pdf", new byte[0]));
    }

    @Test
    void keepsTheLargestFileAndRefusesOneByteMore() {
        assertThat(senders.asBody(acme, "large.pdf", "application/pdf", Samples.pdf(LARGEST))
                        .status())
                .isEqualTo(201);
        byte[] larger = Samples.pdf(LARGEST + 1);
        refused(413, "file", () -> senders.asBody(acme, "larger.pdf", "application/pdf", larger));
        refused(413, "file", () -> senders.inForm(acme, "larger.pdf", larger));
    }

    @Test
    void refusesAFileThatIsMuchTooLargeBeforeItIsRead() {
        byte[] larger = new byte[LARGEST + 1024 * 1024];
        refused(413, "body", () -> senders.asBody(acme, "larger.pdf", "application/pdf", larger));
        refused(413, "body", () -> senders.inForm(acme, "larger.pdf", larger));
    }

    @Test
    void refusesAFileThatIsTooLargeAndDoesNotSaySo() {
        byte[] larger = Samples.pdf(LARGEST + 1024 * 1024);
        refused(
                413,
                "file",
                () -> senders.asBody(
                        LabApi.AURORA,
                        acme,
                        "larger.pdf",
                        "application/pdf",
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(larger))));
        Parts parts = Parts.file("larger.pdf", "application/pdf", larger);
        byte[] form = parts.bytes();
        refused(
                413,
                "file",
                () -> api.send(api.request(Senders.documentsOf(acme))
                        .header("Authorization", api.bearer(LabApi.AURORA))
                        .header("Content-Type", parts.contentType())
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form)))));
    }

    @Test
    void leavesTheLimitOfEverythingElseAsItIs() {
        byte[] large = new byte[300 * 1024];
        refused(
                413,
                "body",
                () -> api.send(api.request("/api/v1/applications/" + acme.id() + "/withdrawal")
                        .header("Authorization", api.bearer(LabApi.AURORA))
                        .POST(BodyPublishers.ofByteArray(large))));
    }

    @Test
    void refusesAFileOfAnotherKind() {
        refused(
                415,
                "file",
                () -> senders.inForm(acme, "page.pdf", Samples.text("<html><body>%PDF-1.4</body></html>")));
        refused(415, "file", () -> senders.inForm(acme, "setup.exe", Samples.windowsProgram()));
    }

    @Test
    void refusesAFileThatIsNotWhatItIsSaidToBe() {
        refused(422, "name", () -> senders.inForm(acme, "plan.pdf", Samples.png()));
        refused(422, "Content-Type", () -> senders.asBody(acme, "plan.png", "application/pdf", Samples.png()));
        refused(
                415,
                "Content-Type",
                () -> senders.asBody(acme, "a.txt", "application/x-www-form-urlencoded", Samples.text("a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"contract", "..", "\u202E.pdf"})
    void refusesAFileWithoutAName(String name) {
        refused(422, "name", () -> senders.asBody(acme, name, "application/pdf", Samples.pdf("x")));
    }

    @Test
    void wantsTheNameOfABody() {
        refused(
                400,
                "name",
                () -> api.send(api.request(Senders.documentsOf(acme))
                        .header("Authorization", api.bearer(LabApi.AURORA))
                        .header("Content-Type", "application/pdf")
                        .POST(BodyPublishers.ofByteArray(Samples.pdf("x")))));
    }

    @ParameterizedTest
    @CsvSource({
        "../../../etc/cron.d/x.pdf, x.pdf",
        "/var/lib/x.pdf, x.pdf",
        "invoice\u202Efdp.exe.pdf, invoicefdp.exe.pdf",
        "a%00b.pdf, a%00b.pdf"
    })
    void keepsNothingOfANameThatDeceives(String name, String kept) {
        Answer inForm = senders.inForm(acme, name, Samples.pdf(name));
        assertThat(inForm.json().get("name").asText()).isEqualTo(kept);
        assertThat(senders.asBody(acme, name, "application/pdf", Samples.pdf(name))
                        .body())
                .isEqualTo(inForm.body());
    }

    @Test
    void wantsOneFileInAForm() {
        Parts two = Parts.file("a.pdf", "application/pdf", Samples.pdf("a"))
                .and("file", "b.pdf", "application/pdf", Samples.pdf("b"));
        refused(422, "file", () -> senders.inForm(LabApi.AURORA, acme, two));
        Parts none = new Parts().and("words", "hello");
        refused(422, "file", () -> senders.inForm(LabApi.AURORA, acme, none));
        Parts other = new Parts().and("attachment", "a.pdf", "application/pdf", Samples.pdf("a"));
        refused(422, "file", () -> senders.inForm(LabApi.AURORA, acme, other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x"})
    void refusesAFormWhosePartsCannotBeToldApart(String type) {
        Answer answer = new NoTrace(db)
                .of(() -> api.send(api.request(Senders.documentsOf(acme))
                        .header("Authorization", api.bearer(LabApi.AURORA))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString("--x\r\nContent-Disposition: form-data; name=\"file\"; fil"))));
        assertThat(answer.status()).as(answer.body()).isIn(400, 422);
    }

    @Test
    void refusesTooManyParts() {
        Parts many = Parts.file("a.pdf", "application/pdf", Samples.pdf("a"));
        IntStream.range(0, 1000).forEach(n -> many.and("field" + n, "x"));

        Answer answer = new NoTrace(db).of(() -> senders.inForm(LabApi.AURORA, acme, many));
        assertThat(answer.status()).as(answer.body()).isIn(400, 413);
    }

    @Test
    void takesAFileWhileTheCaseIsOpenAndWhileItsDecisionCanBeAppealed() {
        for (String status : List.of(
                "received",
                "in-review",
                "waiting-for-applicant",
                "escalated",
                "intent-to-deny",
                "denied",
                "approved",
                "approved-with-conditions")) {
            Case open = in(status);
            assertThat(senders.inForm(open, "contract.pdf", Samples.pdf("x")).status())
                    .as(status)
                    .isEqualTo(201);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"returned", "withdrawn", "closed-unanswered"})
    void takesNoFileForAClosedCase(String status) {
        Case closed = in(status);
        Answer answer = refused(409, "file", () -> senders.inForm(closed, "contract.pdf", Samples.pdf("x")));
        assertThat(answer.json().get("detail").asText()).contains(closed.reference(), status);
    }

    @Test
    void givesTheFirstAnswerEvenWhenTheCaseWasClosedSince() {
        Answer first = senders.inForm(acme, "contract.pdf", Samples.pdf("x"));
        staff.complete(
                "intake.officer",
                cases.task(acme, "checkCompleteness"),
                Map.of("outcome", "return", "note", "Who owns the rest?"));

        Answer second = senders.inForm(acme, "contract.pdf", Samples.pdf("x"));
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        refused(409, "file", () -> senders.inForm(acme, "contract.pdf", Samples.pdf("y")));
    }

    @Test
    void keepsNoMoreThanTheLimitWhenEightSendTheLastOneAtOnce() throws Exception {
        shelve(acme, 49, 1000);

        List<Answer> answers = atOnce(8, n -> senders.inForm(acme, "last-" + n + ".pdf", Samples.pdf("last")));
        assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(201, 409);
        assertThat(documentsOf(acme)).isEqualTo(50);
    }

    @Test
    void keepsOneDocumentWhenEightSendTheSameFileAtOnce() throws Exception {
        List<Answer> answers = atOnce(8, n -> senders.inForm(acme, "contract.pdf", Samples.pdf("same")));

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
        assertThat(documentsOf(acme)).isEqualTo(1);
    }

    @Test
    void refusesAFileThatMakesAllOfThemTooLargeTogether() {
        shelve(acme, 1, 200L * 1024 * 1024 - 1000);

        assertThat(senders.asBody(acme, "a.pdf", "application/pdf", Samples.pdf(600))
                        .status())
                .isEqualTo(201);
        Answer answer = refused(409, "file", () -> senders.asBody(acme, "b.pdf", "application/pdf", Samples.pdf(600)));
        assertThat(answer.json().get("detail").asText()).contains("200 MiB");
    }

    /** What staff keep to themselves neither counts for the applicant nor tells how much it is. */
    @Test
    void countsEachTierForItself() {
        db.sql(
                        """
                INSERT INTO document SELECT gen_random_uuid(), ?, n || '.pdf', 'application/pdf', 5, repeat('0', 64),
                  'internal', 'oncd.reviewer', now(), 's3' FROM generate_series(1, 50) n""")
                .param(acme.id())
                .update();

        assertThat(senders.inForm(acme, "contract.pdf", Samples.pdf("x")).status())
                .isEqualTo(201);
    }

    private Case in(String status) {
        Case some = cases.received();
        db.sql("UPDATE application SET status = ? WHERE id = ?")
                .params(status, some.id())
                .update();
        return some;
    }

    /** Documents whose bytes are said to be elsewhere, so that there need not be any. */
    private void shelve(Case of, int count, long size) {
        db.sql(
                        """
                INSERT INTO document SELECT gen_random_uuid(), ?, n || '.pdf', 'application/pdf', ?, repeat('0', 64),
                  'applicant', 'aurora', now(), 's3' FROM generate_series(1, ?) n""")
                .params(of.id(), size, count)
                .update();
    }

    private int documentsOf(Case of) {
        return db.sql("SELECT count(*) FROM document WHERE application_id = ?")
                .param(of.id())
                .query(Integer.class)
                .single();
    }

    private static List<Answer> atOnce(int senders, IntFunction<Answer> send) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(senders);
        try {
            List<Callable<Answer>> calls = IntStream.range(0, senders)
                    .<Callable<Answer>>mapToObj(n -> () -> send.apply(n))
                    .toList();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }
}
