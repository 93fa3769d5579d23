package org.countersign.screening;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.countersign.journal.Journal;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;

/** Lists as they come in through the API, good ones and bad ones, one at a time and two at once. */
@CountersignTest
class ListApiTest {

    private static final String LIST = "invented";

    @Autowired
    private LabApi api;

    @Autowired
    private Journal journal;

    @Autowired
    private TimeMachine time;

    @Autowired
    private ScreeningLists lists;

    @Autowired
    private ListEntries entries;

    @Autowired
    private ScreeningIndex index;

    @Autowired
    private PlatformTransactionManager transactions;

    private ScreeningDesk desk;

    @BeforeEach
    void openDesk() {
        desk = new ScreeningDesk(api);
    }

    @AfterEach
    void retire() {
        desk.retire(LIST);
    }

    private static ListText two() {
        return ListText.of().person("a", "DRAVENKO, Maksym").company("b", "VORSHANOV EXPORT OOO");
    }

    /** On the list under test; the demonstration's own list has entries of its own. */
    private List<String> found(String name) {
        var found = new ArrayList<String>();
        desk.check(name, "unknown").get("hits").forEach(hit -> {
            if (hit.get("list").asText().equals(LIST)) {
                found.add(hit.get("entryId").asText());
            }
        });
        return found;
    }

    private static void counts(Answer answer, int rows, int added, int changed, int removed) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode report = answer.json();
        assertThat(report.get("rows").asInt()).isEqualTo(rows);
        assertThat(report.get("added").asInt()).isEqualTo(added);
        assertThat(report.get("changed").asInt()).isEqualTo(changed);
        assertThat(report.get("removed").asInt()).isEqualTo(removed);
    }

    @Test
    void saysWhatIsNewWhatChangedAndWhatIsGone() {
        counts(desk.put(LIST, two().csv()), 2, 2, 0, 0);
        counts(
                desk.put(
                        LIST,
                        ListText.of()
                                .person("a", "DRAVENKO, Maksym", "remarks", "Now with a remark.")
                                .company("c", "ZHUMAREN MICROSYSTEMS")
                                .csv()),
                2,
                1,
                1,
                1);
        assertThat(found("Maksym Dravenko")).containsExactly("a");
        assertThat(found("Zhumaren Microsystems")).containsExactly("c");
        assertThat(found("Vorshanov Export")).doesNotContain("b");
    }

    @Test
    void takesTheSameFileAgainAsAConfirmationThatItIsStillFresh() {
        desk.put(LIST, two().csv());
        JsonNode before = desk.list(LIST);
        time.advance(java.time.Duration.ofMinutes(10));

        counts(desk.put(LIST, two().csv()), 2, 0, 0, 0);

        JsonNode after = desk.list(LIST);
        assertThat(after.get("version")).isEqualTo(before.get("version"));
        assertThat(after.get("confirmedAt").asText())
                .isGreaterThan(before.get("confirmedAt").asText());
    }

    @Test
    void recordsEveryImportInTheJournal() {
        desk.put(LIST, two().csv());
        assertThat(journal.about(LIST)).last().satisfies(entry -> {
            assertThat(entry.actor()).isEqualTo("admin");
            assertThat(entry.action()).isEqualTo("screening-list-imported");
            assertThat(entry.content()).contains("\"added\":2", "sha256");
        });
    }

    @Test
    void keepsTheOldListWhenTheNewOneIsBadAndNamesTheLine() {
        desk.put(LIST, two().csv());
        for (String bad : List.of(
                two().csv() + "c,short row\n",
                two().person("c", "").csv(),
                two().person("a", "AGAIN, The same id").csv(),
                two().csv() + "c,\"open quote\n")) {
            Answer answer = desk.put(LIST, bad);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("line 4");
        }
        assertThat(desk.put(LIST, ListText.header())
                        .json()
                        .at("/errors/0/message")
                        .asText())
                .contains("no rows");
        assertThat(desk.put(LIST, "nonsense").json().at("/errors/0/field").asText())
                .isEqualTo("line 1");
        assertThat(found("Maksym Dravenko")).containsExactly("a");
        assertThat(found("Vorshanov Export")).containsExactly("b");
        assertThat(desk.list(LIST).get("rows").asInt()).isEqualTo(2);
    }

    @Test
    void leavesNoTraceOfANewListThatIsBad() {
        assertThat(desk.put("never-good", "nonsense").status()).isEqualTo(422);
        assertThat(desk.list("never-good")).isNull();
    }

    @Test
    void takesAListTenTimesAsLong() {
        counts(desk.put(LIST, many(200).csv()), 200, 200, 0, 0);
        counts(desk.put(LIST, many(2_000).csv()), 2_000, 1_800, 0, 0);
        assertThat(found("Maksym Dravenko 1999")).contains("id1999");
    }

    private static ListText many(int rows) {
        ListText list = ListText.of();
        for (int i = 0; i < rows; i++) {
            list.person("id" + i, "DRAVENKO " + i + ", Maksym");
        }
        return list;
    }

    @Test
    void letsTwoImportsOfOneListFollowEachOther() throws Exception {
        String csv = many(300).csv();
        Callable<Answer> put = () -> desk.put(LIST, csv);
        var both = Executors.newFixedThreadPool(2);
        try {
            List<Future<Answer>> answers = both.invokeAll(List.of(put, put));
            int added = 0;
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
                added += answer.get().json().get("added").asInt();
            }
            assertThat(added).isEqualTo(300);
        } finally {
            both.shutdown();
        }
        assertThat(desk.list(LIST).get("rows").asInt()).isEqualTo(300);
    }

    @Test
    void isKnownToEveryNodeWithTheNextQuestion() {
        var otherNode = new ScreeningIndex(lists, entries, transactions);
        var maksym = new Party("x", "Maksym Dravenko", PartyType.PERSON, null, null);
        assertThat(otherNode.of(lists.inForce()).find(maksym))
                .noneMatch(match -> match.entry().list().equals(LIST));

        desk.put(LIST, two().csv());

        assertThat(otherNode.of(lists.inForce()).find(maksym))
                .anyMatch(match -> match.entry().list().equals(LIST));
        assertThat(index.of(lists.inForce()).find(maksym))
                .anyMatch(match -> match.entry().list().equals(LIST));
        desk.retire(LIST);
        assertThat(otherNode.of(lists.inForce()).find(maksym))
                .noneMatch(match -> match.entry().list().equals(LIST));
    }

    @Test
    void refusesNamesThatNoListCanHave() {
        for (String name : List.of("Invented", "in_vented", "-invented", "a".repeat(64))) {
            Answer answer = desk.put(name, two().csv());
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("list");
        }
    }

    @Test
    void refusesAnotherTypeOrEncoding() {
        assertThat(desk.put(LIST, two().csv(), "application/json").status()).isEqualTo(415);
        assertThat(desk.put(LIST, two().csv(), "text/csv;charset=ISO-8859-1").status())
                .isEqualTo(400);
        assertThat(desk.put(LIST, two().csv(), "text/csv; charset=utf-8").status())
                .isEqualTo(200);
    }

    @Test
    void isOpenToAdministratorsOnly() {
        var request = api.request("/api/v1/screening/lists/" + LIST);
        for (String stranger : List.of("intake.officer:demo", "oncd.director:demo")) {
            assertThat(put(stranger).status()).as(stranger).isEqualTo(403);
        }
        for (String stranger : List.of("lab-aurora:demo-aurora", "nobody:demo")) {
            Answer answer = put(stranger);
            assertThat(answer.status()).as(stranger).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Basic");
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        Answer lab = api.send(request.header("Authorization", api.bearer(LabApi.AURORA))
                .header("Content-Type", "text/csv")
                .PUT(BodyPublishers.ofString(two().csv())));
        assertThat(lab.status()).isEqualTo(401);
        assertThat(desk.list(LIST)).isNull();
    }

    private Answer put(String nameAndPassword) {
        String basic = Base64.getEncoder().encodeToString(nameAndPassword.getBytes(StandardCharsets.UTF_8));
        return api.send(api.request("/api/v1/screening/lists/" + LIST)
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "text/csv")
                .PUT(BodyPublishers.ofString(two().csv())));
    }

    @Test
    void retiresAListOnce() {
        desk.put(LIST, two().csv());
        assertThat(desk.retire(LIST).status()).isEqualTo(204);
        assertThat(desk.retire(LIST).status()).isEqualTo(404);
        assertThat(found("Maksym Dravenko")).doesNotContain("a");
        counts(desk.put(LIST, two().csv()), 2, 2, 0, 0);
    }
}
