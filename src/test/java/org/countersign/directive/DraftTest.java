package org.countersign.directive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.DirectiveDesk;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a director can draft, what not, and what is kept of it. */
@CountersignTest
class DraftTest {

    @Autowired
    private DirectiveDesk desk;

    @Autowired
    private TestCases cases;

    @Autowired
    private LabApi api;

    @Autowired
    private Directives directives;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    @AfterEach
    void leaveNothingInForce() {
        desk.clear();
    }

    @Test
    void keepsTheWordsAndTheExactLicensesWithTheDraftAndTouchesNone() throws Exception {
        Case acme = cases.approved();
        Case beta = cases.approved();
        String reference =
                desk.drafted(desk.words("customers:" + acme.customerId() + "," + beta.customerId(), "aurora-6"));

        assertThat(reference).matches("CD-\\d{4}-\\d{6}");
        Directive drafted = directives.byReference(reference).orElseThrow();
        List<String> ids = db.sql("SELECT id FROM license WHERE application_id IN (?, ?) ORDER BY id COLLATE \"C\"")
                .params(acme.id(), beta.id())
                .query(String.class)
                .list();
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(String.join("\n", ids).getBytes(StandardCharsets.UTF_8));
        assertThat(drafted.previewed())
                .isEqualTo(new Directive.Hit(2, 100, HexFormat.of().formatHex(digest)));
        assertThat(db.sql("SELECT license_id FROM directive_preview WHERE directive_id = ?")
                        .param(drafted.id())
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(drafted.draftedBy()).isEqualTo("oncd.director");
        assertThat(drafted.draftedFor()).isEqualTo("oncd");
        // Left out over the API: a directive is for this case; the widest rule is the one of 12 June 2026.
        assertThat(drafted.exception()).isEqualTo("public-health-interest-or-safety");
        assertThat(desk.openTasks(reference)).containsExactly("reviewBlastRadius");
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isTrue();
        assertThat(db.sql("SELECT content::jsonb #>> '{preview,sha256}' FROM journal WHERE subject = ?")
                        .param(reference)
                        .query(String.class)
                        .list())
                .containsExactly(HexFormat.of().formatHex(digest));
    }

    @Test
    void keepsNothingThatWasEnteredInTheProcess() {
        String reference = desk.drafted(desk.words("foreign-persons", "aurora-6"));

        assertThat(db.sql(
                                """
                        SELECT DISTINCT v.name_ FROM act_hi_varinst v JOIN act_hi_procinst p ON p.id_ = v.proc_inst_id_
                        WHERE p.business_key_ = ?""")
                        .param(reference)
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder(
                        "directiveId", "caseTitle", "drafter", "directors", "otherDirectors", "expiresAt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "everybody|aurora-6",
                "Foreign-Persons|aurora-6, borealis-3",
                "lab-staff|all",
                "band:high,severe|aurora-6",
                "domain: life-sciences|borealis-3",
                "lab:lab-borealis|all"
            })
    void takesEveryPopulation(String population, String releases) {
        String reference = desk.drafted(desk.words(population, releases));

        assertThat(directives.byReference(reference).orElseThrow().population())
                .hasToString(population.toLowerCase().replace(" ", ""));
    }

    @Test
    void offersTheReleasesThereAre() {
        String form = api.staff(
                        DirectiveDesk.DRAFTER,
                        "GET",
                        "/engine-rest/process-definition/key/emergency-directive/deployed-start-form",
                        null)
                .body();

        assertThat(form).contains("aurora-5", "aurora-6", "borealis-3", "lab-borealis");
    }

    static Stream<List<String>> badWords() {
        return Stream.of(
                List.of("population", "", "Say whom"),
                List.of("population", "nobody", "Write everybody"),
                List.of("population", "customers", "Name at least one"),
                List.of("population", "customers: , ", "Name at least one"),
                List.of("population", "customers:nobody-knows-me", "Nobody knows this customer: nobody-knows-me."),
                List.of("population", "everybody:acme", "stands alone"),
                List.of("population", "band:highest", "Nobody knows this band"),
                List.of("population", "domain:farming,mining", "Nobody knows these domains: farming, mining."),
                List.of("population", "lab:lab-nowhere", "Nobody knows this lab"),
                List.of("population", "every\u202Ebody", "Control characters"),
                List.of("releaseIds", "", "Name the releases"),
                List.of("releaseIds", "aurora-6,aurora-99", "Nobody knows this release: aurora-99."),
                List.of("releaseIds", "all,aurora-6", "not both"),
                List.of("carveOuts", "nobody-knows-me", "Nobody knows this customer"),
                List.of("legalGround", " ", "Name the law"),
                List.of("evidence", "", "Say what shows"),
                List.of("evidence", "x".repeat(4_001), "At most 4000"),
                List.of("exception", "haste", "Choose one of"),
                List.of("foreignPersonRule", "my-own", "Choose one of"),
                List.of("expiresOn", "", "Say until when"),
                List.of("expiresOn", "tomorrow", "Enter a date"),
                List.of("expiresOn", "2026-02-30", "Enter a date"),
                List.of("expiresOn", "2020-01-01", "passed already"),
                List.of("expiresOn", "2020-01-01T00:00:00Z", "passed already"),
                List.of("expiresOn", "+999999999-12-31T00:00:00Z", "At most 180 days"));
    }

    @ParameterizedTest
    @MethodSource("badWords")
    void refusesWhatCannotBeMeantAndStoresNothing(List<String> bad) {
        Map<String, Object> words = desk.words("foreign-persons", "aurora-6");
        words.put(bad.get(0), bad.get(1));

        LabApi.Answer answer = new NoTrace(db).of(() -> desk.starts(DirectiveDesk.DRAFTER, words));

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(bad.get(0));
        assertThat(answer.json().at("/errors/0/message").asText()).contains(bad.get(2));
    }

    @Test
    void endsAtTheEndOfTheDayAndAtMost180DaysAhead() {
        Map<String, Object> words = desk.words("foreign-persons", "aurora-6");
        words.put("expiresOn", desk.day(181));
        assertThat(desk.starts(DirectiveDesk.DRAFTER, words).status()).isEqualTo(422);

        words.put("expiresOn", desk.day(180));
        String reference = desk.drafted(words);

        assertThat(directives.byReference(reference).orElseThrow().expiresAt())
                .isEqualTo(LocalDate.ofInstant(time.now(), ZoneOffset.UTC)
                        .plusDays(181)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant());
    }

    @Test
    void namesTheOtherWhenTheSameIsSaidTwiceWhoeverSaysIt() {
        Map<String, Object> words = desk.words("foreign-persons", "aurora-6, borealis-3");
        String first = desk.drafted(words);
        words.put("releaseIds", "borealis-3,aurora-6");

        LabApi.Answer again = new NoTrace(db).of(() -> desk.starts("state.director", words));

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.json().get("detail").asText()).isEqualTo(first + " says exactly this already.");
    }

    @Test
    void mayBeSaidAgainOnceTheFirstIsWithdrawn() {
        Map<String, Object> words = desk.words("foreign-persons", "aurora-6");
        String first = desk.drafted(words);
        desk.does(DirectiveDesk.DRAFTER, first, "reviewBlastRadius", Map.of("outcome", "withdraw"));

        assertThat(desk.drafted(words)).isNotEqualTo(first);
    }

    @Test
    void isSaidOnceWhenTwoDirectorsSayItAtTheSameMoment() {
        Map<String, Object> words = desk.words("foreign-persons", "aurora-6");

        List<Integer> statuses = AtOnce.run(Stream.of("oncd.director", "state.director", "hhs.director")
                        .map(person -> (java.util.concurrent.Callable<Integer>)
                                () -> desk.starts(person, words).status())
                        .toList())
                .stream()
                .map(AtOnce.Outcome::value)
                .sorted()
                .toList();

        assertThat(statuses).containsExactly(200, 422, 422);
    }

    @Test
    void isForDirectorsAndNoOtherProcessCanBeStarted() {
        Map<String, Object> words = desk.words("foreign-persons", "aurora-6");
        for (String person : List.of("oncd.reviewer", "intake.officer", "admin", "process.owner")) {
            assertThat(new NoTrace(db).of(() -> desk.starts(person, words)).status())
                    .as(person)
                    .isEqualTo(403);
        }
        for (String path : List.of(
                "key/access-review/submit-form",
                "key/appeal/submit-form",
                "key/emergency-directive/start",
                "key/emergency-directive/tenant-id/x/submit-form")) {
            assertThat(new NoTrace(db)
                            .of(() ->
                                    api.staff("oncd.director", "POST", "/engine-rest/process-definition/" + path, "{}"))
                            .status())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void theReferenceIsTheRegistrysToGive() {
        LabApi.Answer answer = api.staff(
                "oncd.director",
                "POST",
                "/engine-rest/process-definition/key/emergency-directive/submit-form",
                """
                {"businessKey":"CS-2026-000001","variables":{"population":{"value":"lab-staff"},
                 "releaseIds":{"value":"aurora-6"},"legalGround":{"value":"Law"},"evidence":{"value":"Report of today"},
                 "expiresOn":{"value":"%s"},"directiveId":{"value":"mine"},"drafter":{"value":"state.director"}}}"""
                        .formatted(desk.day(3)));

        String reference = answer.json().get("businessKey").asText();
        assertThat(reference).startsWith("CD-");
        assertThat(desk.task(reference, "reviewBlastRadius").getAssignee()).isEqualTo("oncd.director");
        desk.does("oncd.director", reference, "reviewBlastRadius", Map.of("outcome", "withdraw"));
    }

    @Test
    void anAnnexMayNameMoreThanAFormsTextHolds() {
        Case acme = cases.received();
        Map<String, Object> words = desk.words("foreign-persons", "aurora-6");
        String strangers =
                IntStream.range(0, 300).mapToObj(n -> "stranger-number-" + n).collect(Collectors.joining("\n"));
        words.put("carveOuts", acme.customerId() + "\n" + strangers);

        LabApi.Answer answer = desk.starts(DirectiveDesk.DRAFTER, words);

        assertThat(answer.json().at("/errors/0/message").asText()).contains("and 290 more");
    }

    @Test
    void theDirectiveIsShownLoudlyWhenItCoversNothing() {
        String reference = desk.drafted(desk.words("domain:life-sciences", "borealis-3"));

        LabApi.Answer form = api.staff(
                "oncd.director",
                "GET",
                "/engine-rest/task/" + desk.task(reference, "reviewBlastRadius").getId() + "/form-variables",
                null);

        assertThat(form.json().at("/blastRows/value").asText()).isEqualTo("[]");
        assertThat(form.json().at("/directivePage/value").asText()).contains(reference);
    }
}
