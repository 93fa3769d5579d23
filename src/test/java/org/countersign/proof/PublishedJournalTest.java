package org.countersign.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.countersign.journal.Journal;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The journal as anybody may fetch it, without a sign-in. */
@CountersignTest
class PublishedJournalTest {

    @Autowired
    private LabApi api;

    @Autowired
    private Journal journal;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcClient db;

    @BeforeEach
    void grow() {
        transaction.executeWithoutResult(status -> {
            for (int n = 0; n < 300; n++) {
                journal.record("somebody.secret", "step-taken", "CS-PUBLISHED", Map.of("said", "a secret word"));
            }
        });
        journal.head();
    }

    private Answer get(String path) {
        return api.anonymous("GET", "/journal/" + path, request -> {});
    }

    private long size() {
        return Long.parseLong(get("checkpoint").body().split("\n")[1]);
    }

    @Test
    void aCheckpointIsSignedUnderTheNameOfTheKey() {
        Answer checkpoint = get("checkpoint");
        Answer key = get("key");
        assertThat(checkpoint.status()).isEqualTo(200);
        assertThat(checkpoint.header("Content-Type")).startsWith("text/plain");
        assertThat(key.body()).matches("countersign\\.local/journal\\+[0-9a-f]{8}\\+[A-Za-z0-9+/=]{44}\n");
        assertThat(checkpoint.body())
                .matches(
                        "countersign\\.local/journal\n\\d+\n[A-Za-z0-9+/]{43}=\n\n— countersign\\.local/journal [A-Za-z0-9+/=]+\n");
    }

    @Test
    void whoeverHasTheCheckpointGetsItOnlyWhenThereIsALargerOne() {
        Answer first = get("checkpoint");
        Answer again = api.anonymous(
                "GET", "/journal/checkpoint", request -> request.header("If-None-Match", first.header("ETag")));
        assertThat(again.status()).isEqualTo(304);
        grow();
        Answer later = api.anonymous(
                "GET", "/journal/checkpoint", request -> request.header("If-None-Match", first.header("ETag")));
        assertThat(later.status()).isEqualTo(200);
        assertThat(first.header("Cache-Control")).contains("max-age=", "public");
        assertThat(first.header("Set-Cookie")).isNull();
    }

    @Test
    void fullAndPartialTilesStayAsTheyAre() {
        for (String tile : new String[] {"tile/0/000", "tile/0/000.p/7", "tile/1/000.p/1", "tile/entries/000"}) {
            Answer answer = get(tile);
            assertThat(answer.status()).as(tile).isEqualTo(200);
            assertThat(answer.header("Cache-Control")).contains("immutable", "max-age=31536000", "public");
            assertThat(answer.header("ETag")).isEqualTo('"' + tile + '"');
            assertThat(answer.body()).doesNotContain("secret", "step-taken", "CS-PUBLISHED");
            assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(length(tile)));
        }
    }

    private static int length(String tile) {
        return switch (tile) {
            case "tile/0/000" -> 256 * 32;
            case "tile/entries/000" -> 256 * 34;
            case "tile/0/000.p/7" -> 7 * 32;
            default -> 32;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/x999/999",
                "tile/0/0",
                "tile/0/000.p/256",
                "tile/0/000.p/0",
                "tile/9/000",
                "tile/",
                "tile/0/000/",
                "tile/entries/x999/999.p/3",
                "receipts/CS-2026-000001",
                "receipts/CS-2026-000001?key=wrong",
                "receipts/nothing?key="
            })
    void nothingElseIsThere(String path) {
        Answer answer = new NoTrace(db).of(() -> get(path));
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void aTileThatIsNotFullYetIsThereAsFarAsItGoes() {
        long size = size();
        long n = size / 256;
        String group = n < 1_000 ? "%03d".formatted(n) : "x%03d/%03d".formatted(n / 1_000, n % 1_000);
        long width = size % 256;
        if (width > 0) {
            assertThat(get("tile/0/" + group + ".p/" + width).status()).isEqualTo(200);
            assertThat(get("tile/0/" + group).status()).isEqualTo(404);
        }
        if (width < 255) {
            assertThat(get("tile/0/" + group + ".p/" + (width + 1)).status()).isEqualTo(404);
        }
    }

    @Test
    void growthIsProvenBetweenAnyTwoSizes() {
        long before = size();
        grow();
        Answer growth = get("consistency?from=" + before);
        assertThat(growth.status()).isEqualTo(200);
        assertThat(growth.json().get("to").asLong()).isEqualTo(before + 300);
        assertThat(growth.json().get("proof")).isNotEmpty();
        assertThat(get("consistency?from=0&to=0").json().get("proof")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "from=-1, from",
        "from=7&to=3, from",
        "from=1&to=99999999999, to",
        "from=x, from",
        "from=1&to=x, to",
        "to=3, from",
        "from=99999999999999999999, from"
    })
    void refusesSizesThatCannotBeInPlainWords(String query, String field) {
        Answer answer = new NoTrace(db).of(() -> get("consistency?" + query));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
    }
}
