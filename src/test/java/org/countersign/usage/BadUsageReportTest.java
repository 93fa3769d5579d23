package org.countersign.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.usage.UsageDesk.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestCases;
import org.countersign.testing.TimeMachine;
import org.countersign.usage.UsageDesk.Licensed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What cannot be is refused by its field and leaves nothing behind; the database refuses it as well. */
@CountersignTest
class BadUsageReportTest {

    private static Licensed acme;

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private JdbcClient db;

    private UsageDesk desk;
    private NoTrace noTrace;

    @BeforeEach
    void sitDown() {
        desk = new UsageDesk(api, cases, time, db);
        noTrace = new NoTrace(db);
        if (acme == null) {
            acme = desk.licensed();
        }
    }

    static Stream<Arguments> oddities() {
        return Stream.of(
                odd("requests", report -> report.put("requests", -1)),
                odd("tokens", report -> report.put("tokens", -1)),
                odd("activeUsers", report -> report.put("activeUsers", -1)),
                odd("foreignPersonUsers", report -> report.put("foreignPersonUsers", -1)),
                odd("incidents", report -> report.put("incidents", -1)),
                odd("requests", report -> report.put("requests", 1.5)),
                odd("requests", report -> report.put("requests", "many")),
                odd("requests", report -> report.put("requests", 2e18)),
                odd("requests", report -> report.putNull("requests")),
                odd("tokens", report -> report.remove("tokens")),
                odd("byUseCase", report -> report.remove("byUseCase")),
                odd("byUseCase", report -> report.withObject("/byUseCase").put("finance", -1)),
                odd("byUseCase", report -> report.withObject("/byUseCase").put("a\u202Eb", 1)),
                odd("byUseCase", report -> report.withObject("/byUseCase").put("finance", 1e300)),
                odd("byUseCase", report -> report.withObject("/byUseCase")
                        .put("finance", new BigDecimal("1E+2147483647"))),
                odd("byUseCase", report -> report.withObject("/byUseCase")
                        .put("finance", new BigDecimal("1E-2147483647"))),
                odd("requests", report -> report.put("requests", new BigDecimal("1E+2147483647"))),
                odd("foreignPersonUsers", report -> report.put("foreignPersonUsers", 41)),
                odd("periodEnd", report -> report.put("periodEnd", "2026-11-01").put("periodStart", "2026-11-02")),
                odd("periodEnd", report -> report.put("periodEnd", "2027-02-29")),
                odd("periodEnd", report -> report.put("periodEnd", "2026-11-30T00:00:00Z")),
                odd("periodEnd", report -> report.put("periodEnd", "2026-11-30+01:00")),
                odd("periodEnd", report -> report.put("periodEnd", "9999-12-31")),
                odd(
                        "periodStart",
                        report ->
                                report.putArray("periodStart").add(2026).add(11).add(1)),
                odd("periodEnd", report -> report.put("periodStart", "2021-01-01")
                        .put("periodEnd", "2021-01-31")),
                odd("periodEnd", report -> report.put("periodStart", "0001-01-01")
                        .put("periodEnd", "0001-01-31")),
                odd("periodEnd", report -> report.put("periodStart", "2021-01-01")),
                odd("reportId", report -> report.put("reportId", "")),
                odd("reportId", report -> report.put("reportId", "a b")),
                odd("reportId", report -> report.put("reportId", "x".repeat(101))),
                odd("countries[0]", report -> report.putArray("countries").add("XX")),
                odd("users", report -> report.put("users", 3)));
    }

    private static Arguments odd(String field, Consumer<ObjectNode> change) {
        return Arguments.of(field, change);
    }

    @ParameterizedTest
    @MethodSource("oddities")
    void refusesWhatCannotBeByItsField(String field, Consumer<ObjectNode> change) {
        ObjectNode report = report(acme, 80, 89, change);

        LabApi.Answer answer = noTrace.of(() -> desk.sends(acme, report));

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
    }

    @Test
    void refusesAPeriodThatIsNotOver() {
        ObjectNode report = report(
                acme,
                80,
                89,
                late -> late.put("periodEnd", desk.today().plusDays(1).toString()));

        LabApi.Answer answer = noTrace.of(() -> desk.sends(acme, report));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("periodEnd");
    }

    /** No library writes the last of these. */
    @ParameterizedTest
    @ValueSource(strings = {"1E400", "1E-400", "1E+2147483647", "1E+2147483648", "1E99999999999"})
    void refusesNumbersOfAnySize(String number) {
        String report = report(
                        acme, 80, 89, exact -> exact.withObject("/byUseCase").put("finance", 7))
                .toString()
                .replace("\"finance\":7", "\"finance\":" + number);

        LabApi.Answer answer = noTrace.of(() -> desk.sends(LabApi.AURORA, acme.id(), report));

        assertThat(answer.status()).as(answer.body()).isBetween(400, 422);
    }

    @Test
    void takesTheMonthInWhichALicenseBegins() {
        Licensed young = desk.licensed();

        assertThat(desk.sends(young, report(young, -9, -1)).status()).isEqualTo(422);
        assertThat(desk.sends(young, report(young, -9, 0)).status()).isEqualTo(201);
    }

    @Test
    void refusesFiftyMegabytes() {
        LabApi.Answer answer = noTrace.of(
                () -> desk.sends(LabApi.AURORA, acme.id(), "{\"reportId\":\"" + "x".repeat(50_000_000) + "\"}"));

        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void doesNotTellAnotherLabsLicenseFromNone() {
        String report = report(acme, 80, 89).toString();

        LabApi.Answer other = noTrace.of(() -> desk.sends(LabApi.BOREALIS, acme.id(), report));
        LabApi.Answer none = noTrace.of(() -> desk.sends(LabApi.BOREALIS, "none", report));

        assertThat(other.status()).isEqualTo(404);
        assertThat(other.body().replace(acme.id(), "none")).isEqualTo(none.body());
        assertThat(api.get(LabApi.BOREALIS, "/api/v1/licenses/" + acme.id() + "/usage-reports")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void noReportIsChangedOrTakenAway() {
        desk.sends(acme, report(acme, 60, 69));

        for (String change : new String[] {
            "UPDATE usage_report SET requests = 1 WHERE license_id = ?",
            "DELETE FROM usage_report WHERE license_id = ?",
            "UPDATE usage_report_key SET period_end = period_end WHERE license_id = ?",
            "DELETE FROM usage_report_key WHERE license_id = ?",
            "UPDATE usage_deviation SET said = '-' WHERE license_id = ?"
        }) {
            assertThatThrownBy(() -> db.sql(change).param(acme.id()).update())
                    .as(change)
                    .hasStackTraceContaining("permission denied");
        }
    }

    @Test
    void aReportThatIsCorrectedStaysCorrected() {
        ObjectNode first = report(acme, 50, 59);
        desk.sends(acme, first);
        desk.sends(acme, report(acme, 50, 59));

        assertThatThrownBy(() -> db.sql("UPDATE usage_report SET superseded_by = 'other' WHERE report_id = ?")
                        .param(first.get("reportId").asText())
                        .update())
                .hasStackTraceContaining("is refused");
    }

    @Test
    void noReportStopsCountingWithoutACorrectionOfTheSameDays() {
        ObjectNode alone = report(acme, 40, 49);
        desk.sends(acme, alone);
        ObjectNode other = report(acme, 30, 39);
        desk.sends(acme, other);

        for (String by : new String[] {"made-up", other.get("reportId").asText()}) {
            assertThatThrownBy(() -> db.sql("UPDATE usage_report SET superseded_by = ? WHERE report_id = ?")
                            .params(by, alone.get("reportId").asText())
                            .update())
                    .as(by)
                    .hasStackTraceContaining("corrected by another report of the same days");
        }
    }

    @Test
    void noMonthIsOpenedButAMonth() {
        assertThatThrownBy(() -> opened("2027-03-02")).hasStackTraceContaining("no month");
        assertThatThrownBy(() -> opened("1999-01-01")).hasStackTraceContaining("no month");
        opened("2040-02-01");
        opened("2040-02-01");
        assertThat(db.sql(
                                """
                        SELECT pg_get_expr(relpartbound, oid) FROM pg_class
                        WHERE oid = 'countersign.usage_report_2040_02'::regclass""")
                        .query(String.class)
                        .single())
                .contains("'2040-02-01'", "'2040-03-01'");
        assertThatThrownBy(() -> db.sql("DELETE FROM usage_report_2040_02").update())
                .hasStackTraceContaining("permission denied");
    }

    private void opened(String month) {
        db.sql("SELECT open_usage_month(?)")
                .param(LocalDate.parse(month))
                .query((row, n) -> month)
                .list();
    }
}
