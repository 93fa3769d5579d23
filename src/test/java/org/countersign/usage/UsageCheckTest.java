package org.countersign.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.usage.UsageDesk.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.countersign.testing.TimeMachine;
import org.countersign.usage.UsageDesk.Licensed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What lies outside a published bound becomes a finding with the numbers, one of a kind. */
@CountersignTest
class UsageCheckTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    private UsageDesk desk;

    @BeforeEach
    void sitDown() {
        desk = new UsageDesk(api, cases, time, db);
    }

    static Stream<Arguments> deviations() {
        return Stream.of(
                shows("active users 61, declared 50", report -> report.put("activeUsers", 61)),
                shows(
                        "30% of the use lies outside the declared software-engineering; the bound is 20%",
                        report -> report.putObject("byUseCase")
                                .put("software-engineering", 70)
                                .put("finance", 30)),
                shows(
                        "used from DE, FR; declared are US, IN",
                        report ->
                                report.putArray("countries").add("US").add("FR").add("DE")),
                shows("incidents in the period: 2", report -> report.put("incidents", 2)));
    }

    private static Arguments shows(String words, Consumer<ObjectNode> change) {
        return Arguments.of(words, change);
    }

    @ParameterizedTest
    @MethodSource("deviations")
    void raisesAFindingWithTheNumbers(String words, Consumer<ObjectNode> change) {
        Licensed acme = desk.licensed();
        ObjectNode report = report(acme, 90, 99, change);

        assertThat(desk.sends(acme, report).status()).isEqualTo(201);

        assertThat(desk.findings(acme)).singleElement().asString().contains(words);
        assertThat(db.sql("SELECT found_in FROM finding WHERE license_id = ?")
                        .param(acme.id())
                        .query(String.class)
                        .single())
                .isEqualTo(report.get("reportId").asText());
        assertThat(desk.count("finding-raised", acme.reference())).isOne();
    }

    @Test
    void findsNothingAtTheBounds() {
        Licensed acme = desk.licensed();

        desk.sends(acme, report(acme, 90, 99, report -> {
            report.put("activeUsers", 60);
            report.putObject("byUseCase").put("software-engineering", 0.8).put("finance", 0.2);
            report.putArray("countries").add("IN");
        }));

        assertThat(desk.findings(acme)).isEmpty();
    }

    @Test
    void findsForeignPersonsThatTheLicenseDoesNotCover() {
        Licensed covered = desk.licensed();
        var declared = new Declared(
                covered.id(),
                "lab-aurora",
                "CS-1",
                50,
                false,
                List.of("US"),
                "software-engineering",
                "low",
                time.now(),
                null);
        var bounds = new UsageBounds.OfBand("low", List.of(new UsageBounds.Bound("foreign-persons", 0, 14, "-")));

        assertThat(Checks.of(declared, bounds, sample(3), new Counted()))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.said()).contains("foreign persons among the users 3");
                    assertThat(found.days()).isEqualTo(14);
                });
        assertThat(Checks.of(declared, bounds, sample(0), new Counted())).isEmpty();
        desk.sends(covered, report(covered, 90, 99));
        assertThat(desk.findings(covered)).isEmpty();
    }

    private static UsageReport sample(long foreignPersons) {
        return new UsageReport(
                "r", "2028-02-01", "2028-02-29", 1L, 1L, 10L, foreignPersons, java.util.Map.of(), 0L, null);
    }

    @Test
    void countsTheDaysOfALeapYear() {
        assertThat(sample(0).days()).isEqualTo(29);
        assertThat(Counted.Period.of("r", sample(0).start(), sample(0).end(), 29)
                        .requestsADay())
                .isEqualTo(1);
    }

    @Test
    void findsASuddenRiseAgainstTheMedianOfTheReportsBefore() {
        Licensed acme = desk.licensed();
        desk.sends(acme, report(acme, 10, 19));
        desk.sends(acme, report(acme, 20, 29));
        desk.sends(acme, report(acme, 30, 39, much -> much.put("requests", 6_000)));
        assertThat(desk.findings(acme))
                .as("two reports say nothing of what is usual")
                .isEmpty();

        desk.sends(acme, report(acme, 40, 49, much -> much.put("requests", 5_000)));
        assertThat(desk.findings(acme)).as("five times the median, not more").isEmpty();

        desk.sends(acme, report(acme, 50, 54, much -> much.put("requests", 20_000)));
        assertThat(desk.findings(acme))
                .singleElement()
                .asString()
                .contains("requests a day 4,000, median of the reports before it 300; the bound is 5 times that");
    }

    @Test
    void findsDaysThatAreReportedTwice() {
        Licensed acme = desk.licensed();
        ObjectNode first = report(acme, 80, 89);
        desk.sends(acme, first);

        desk.sends(acme, report(acme, 85, 94));

        assertThat(desk.findings(acme))
                .singleElement()
                .asString()
                .contains("shares days with report " + first.get("reportId").asText());
    }

    @Test
    void givesTimeUntilTheLastSecondOfADay() {
        Licensed acme = desk.licensed();
        desk.sends(acme, report(acme, 60, 69, report -> report.put("activeUsers", 100)));

        assertThat(db.sql("SELECT due_on AT TIME ZONE 'UTC' FROM finding WHERE license_id = ?")
                        .param(acme.id())
                        .query(LocalDateTime.class)
                        .single())
                .isEqualTo(desk.today().plusDays(30).atTime(23, 59, 59));
    }

    @Test
    void keepsOneFindingOfAKindOpen() {
        Licensed acme = desk.licensed();
        Consumer<ObjectNode> crowded = report -> report.put("activeUsers", 100);
        desk.sends(acme, report(acme, 60, 69, crowded));
        desk.sends(acme, report(acme, 70, 79, crowded.andThen(report -> report.put("incidents", 1))));

        assertThat(desk.findings(acme)).hasSize(2);
        assertThat(db.sql(
                                "SELECT count(DISTINCT finding_id) FROM usage_deviation WHERE license_id = ? AND kind = 'users'")
                        .param(acme.id())
                        .query(Long.class)
                        .single())
                .isOne();
        desk.mended(acme);
        desk.sends(acme, report(acme, 80, 89, crowded));
        assertThat(desk.findings(acme)).hasSize(3);
    }
}
