package org.countersign.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.problem.Refused;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Documents in a store that speaks S3: a real one, over the network. */
@CountersignTest
class S3ContentsTest {

    private static final byte[] CONTRACT = Samples.pdf(2_000_000);
    private static final String BUCKET = "evidence";

    @TempDir
    private static Path directory;

    private static S3Peer peer;
    private static S3Client s3;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private Applications applications;

    @Autowired
    private Documents documents;

    @Autowired
    private Recognition recognition;

    @Autowired
    private DatabaseContents database;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private Journal journal;

    @Autowired
    private Clock clock;

    @Autowired
    private JdbcClient db;

    private Case acme;
    private Uploads uploads;
    private Downloads downloads;

    @BeforeAll
    static void start() throws IOException {
        peer = S3Peer.start(directory);
        s3 = client(peer.endpoint());
        s3.createBucket(create -> create.bucket(BUCKET));
    }

    @AfterAll
    static void stop() {
        s3.close();
        peer.close();
    }

    private static S3Client client(URI endpoint) {
        return new DocumentConfiguration().s3(settings(endpoint));
    }

    private static DocumentSettings settings(URI endpoint) {
        return new DocumentSettings(
                DataSize.ofMegabytes(20),
                50,
                DataSize.ofMegabytes(200),
                Store.S3,
                new DocumentSettings.S3(endpoint, BUCKET, "us-east-1", S3Peer.ACCESS_KEY, S3Peer.SECRET_KEY, true));
    }

    @BeforeEach
    void receive() {
        acme = cases.received();
        with(s3, peer.endpoint());
    }

    private void with(S3Client client, URI endpoint) {
        List<Contents> stores = List.of(database, new S3Contents(client, settings(endpoint)));
        uploads = new Uploads(
                applications, documents, recognition, stores, settings(endpoint), transaction, journal, clock);
        downloads = new Downloads(stores);
    }

    private Document add(byte[] bytes) {
        return uploads.add(
                applications.get(acme.id()),
                Tier.APPLICANT,
                "lab-aurora",
                new Offered("contract.pdf", "application/pdf", new ByteArrayInputStream(bytes)));
    }

    private byte[] sent(Document document) throws IOException {
        var response = new MockHttpServletResponse();
        downloads.send(document, new MockHttpServletRequest(), response);
        return response.getContentAsByteArray();
    }

    private static String keyOf(Document document) {
        return "documents/" + document.applicationId() + "/" + document.sha256();
    }

    private List<String> keys() {
        return s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("documents/" + acme.id() + "/")).contents().stream()
                .map(object -> object.key())
                .toList();
    }

    @Test
    void givesBackWhatWasSent() throws IOException {
        Document document = add(CONTRACT);

        assertThat(document.store()).isEqualTo(Store.S3);
        assertThat(sent(document)).isEqualTo(CONTRACT);
        assertThat(keys()).containsExactly(keyOf(document));
        assertThat(db.sql("SELECT count(*) FROM document_content WHERE document_id = ?")
                        .param(document.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void findsWhatWasStoredInTheDatabaseBefore() throws IOException {
        var before = new Uploads(
                applications,
                documents,
                recognition,
                List.of(database),
                new DocumentSettings(DataSize.ofMegabytes(20), 50, DataSize.ofMegabytes(200), Store.POSTGRESQL, null),
                transaction,
                journal,
                clock);
        Document earlier = before.add(
                applications.get(acme.id()),
                Tier.APPLICANT,
                "lab-aurora",
                new Offered("earlier.pdf", null, new ByteArrayInputStream(Samples.pdf("earlier"))));

        assertThat(earlier.store()).isEqualTo(Store.POSTGRESQL);
        assertThat(sent(earlier)).isEqualTo(Samples.pdf("earlier"));
    }

    @Test
    void doesNotHandOutAnObjectThatWasChanged() {
        Document document = add(CONTRACT);
        byte[] changed = CONTRACT.clone();
        changed[1_000_000] ^= 1;
        s3.putObject(put -> put.bucket(BUCKET).key(keyOf(document)), RequestBody.fromBytes(changed));

        requireIncident(document);
    }

    @Test
    void doesNotHandOutAnObjectThatIsGone() {
        Document document = add(CONTRACT);
        s3.deleteObject(delete -> delete.bucket(BUCKET).key(keyOf(document)));

        requireIncident(document);
    }

    private void requireIncident(Document document) {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(Downloads.class);
        log.start();
        logger.addAppender(log);
        var response = new MockHttpServletResponse();
        try {
            Refused refusal = catchThrowableOfType(
                    Refused.class, () -> downloads.send(document, new MockHttpServletRequest(), response));
            assertThat(refusal.status()).isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(response.getContentAsByteArray()).isEmpty();
        assertThat(log.list).singleElement().satisfies(event -> assertThat(event.getFormattedMessage())
                .startsWith("Incident")
                .contains(document.id(), document.sha256()));
    }

    /** What is left in the store after a refusal lies where the same file would be put again. */
    @Test
    void anObjectWithoutARowIsTakenOverByTheNextTry() throws IOException {
        var broken = new Uploads(
                applications,
                documents,
                recognition,
                List.of(new S3Contents(s3, settings(peer.endpoint())) {
                    @Override
                    public void add(Document document, Path file) {
                        throw new IllegalStateException("the database went away");
                    }
                }),
                settings(peer.endpoint()),
                transaction,
                journal,
                clock);
        assertThatThrownBy(() -> broken.add(
                        applications.get(acme.id()),
                        Tier.APPLICANT,
                        "lab-aurora",
                        new Offered("contract.pdf", null, new ByteArrayInputStream(CONTRACT))))
                .hasMessage("the database went away");
        assertThat(keys()).hasSize(1);
        assertThat(documents.of(acme.id())).isEmpty();

        Document document = add(CONTRACT);
        assertThat(keys()).containsExactly(keyOf(document));
        assertThat(sent(document)).isEqualTo(CONTRACT);
    }

    @Test
    void storesNothingWhenTheApplicationTakesNoMore() {
        staff.complete(
                "intake.officer",
                cases.task(acme, "checkCompleteness"),
                Map.of("outcome", "return", "note", "Who owns the rest?"));

        assertThatThrownBy(() -> add(CONTRACT)).isInstanceOf(Refused.class);
        assertThat(keys()).isEmpty();
    }

    @Test
    void saysThatTheStoreCannotBeReached() {
        Document document = add(CONTRACT);
        URI nobody = URI.create("http://127.0.0.1:1");
        try (S3Client cut = client(nobody)) {
            with(cut, nobody);
            assertThatThrownBy(() -> add(Samples.pdf("another")))
                    .isInstanceOfSatisfying(
                            Refused.class, e -> assertThat(e.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
            assertThatThrownBy(() -> sent(document)).isInstanceOfSatisfying(Refused.class, e -> assertThat(e.status())
                    .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
        }
        assertThat(documents.of(acme.id())).containsExactly(document);
    }
}
