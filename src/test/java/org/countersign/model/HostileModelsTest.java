package org.countersign.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.countersign.testing.HostileModels;
import org.countersign.testing.HostileModels.Hostile;
import org.countersign.testing.HostileTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever runs code is refused as unsafe, at its line, whether the process is known or not. */
class HostileModelsTest {

    static List<Hostile> diagrams() {
        return HostileModels.diagrams();
    }

    static List<Hostile> tables() {
        return HostileTables.tables();
    }

    static List<Hostile> forms() {
        return HostileTables.forms();
    }

    @ParameterizedTest
    @MethodSource({"diagrams", "tables", "forms"})
    void isRefusedAtItsLine(Hostile hostile) {
        assertThat(Models.safety(hostile.file(), hostile.text()))
                .as(hostile.text())
                .isNotEmpty()
                .anySatisfy(complaint -> assertThat(complaint.line()).isEqualTo(hostile.line()))
                .allSatisfy(complaint -> {
                    assertThat(complaint.line()).isPositive();
                    assertThat(complaint.column()).isPositive();
                    assertThat(complaint.message()).isNotBlank();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x [<!ENTITY a 'a'>]><definitions/>",
                "<?xml-stylesheet href='https://evil.example/x.xsl'?><definitions/>",
                "<definitions><x xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='file:///etc/passwd'/></x></definitions>",
                "<definitions",
                "\u0000",
                "not xml",
                "<a><b></a></b>"
            })
    void badXmlIsRefusedAndNothingIsRead(String text) {
        for (String file : List.of("access-review.bpmn", "risk-score.dmn")) {
            assertThat(Models.check(file, text)).isNotEmpty().allSatisfy(complaint -> assertThat(complaint.message())
                    .doesNotContain("root:"));
        }
    }

    @Test
    void depthAndNumberAreBounded() {
        String deep = "<a>".repeat(100_000);
        String wide = "<a>" + "<b/>".repeat(100_000) + "</a>";
        String entities = "<!DOCTYPE x [<!ENTITY a '" + "a".repeat(50) + "'>]><x>" + "&a;".repeat(1_000) + "</x>";
        for (String text : List.of(deep, wide, entities)) {
            assertThat(Models.check("access-review.bpmn", text)).hasSize(1);
        }
        assertThat(Models.CHECK.check(
                        "countersign.form", "{\"a\":".repeat(50_000).getBytes(StandardCharsets.UTF_8)))
                .hasSize(1);
    }

    /** The parser's own recursion must not be what ends an attack. */
    @ParameterizedTest
    @ValueSource(strings = {"(", "!", "-", "a ? ", "not ", "[", "a.b(", "1 + "})
    void endlessExpressionsAreRefused(String part) {
        String text = "${" + part.repeat(20_000) + "}";
        assertThat(Expressions.in(text).refusals()).isNotEmpty();
        assertThat(Expressions.in("${" + part.repeat(60) + "a}").names()).isNotNull();
        assertThat(new Feel().ofExpression(part.repeat(20_000))).isNotEmpty();
    }
}
