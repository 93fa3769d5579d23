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

    /** The engine follows the declaration: after this byte it would see other elements than a reader of UTF-8. */
    @Test
    void whatTwoReadersCouldReadDifferentlyIsRefused() {
        for (String file : List.of("access-review.bpmn", "required-agencies.dmn")) {
            String text = Models.text(file);
            for (String declared : List.of(
                    "version=\"1.0\" encoding=\"Shift_JIS\"",
                    "version='1.0' encoding='UTF-16'",
                    "version=\"1.0\" encoding=\"ISO-8859-1\"",
                    "version=\"1.1\" encoding=\"UTF-8\"")) {
                refusedAtTheFirstLine(
                        file,
                        text.replace("version=\"1.0\" encoding=\"UTF-8\"", declared)
                                .getBytes(StandardCharsets.UTF_8));
            }
            refusedAtTheFirstLine(file, text.getBytes(StandardCharsets.UTF_16));
            refusedAtTheFirstLine(file, text.getBytes(StandardCharsets.UTF_16LE));
            refusedAtTheFirstLine(file, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8));
            refusedAtTheFirstLine(
                    file, text.replaceFirst("name=\"", "name=\"\u00e9").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(Models.check(file, text.replace("encoding=\"UTF-8\"", "encoding='utf-8'")))
                    .isEmpty();
            assertThat(Models.check(file, text.replace(" encoding=\"UTF-8\"", "")))
                    .isEmpty();
        }
        String form = Models.text("countersign.form");
        refusedAtTheFirstLine("countersign.form", ("\uFEFF" + form).getBytes(StandardCharsets.UTF_8));
        refusedAtTheFirstLine("countersign.form", form.getBytes(StandardCharsets.UTF_16BE));
        refusedAtTheFirstLine(
                "countersign.form", form.replace("Reasons", "R\u00e9asons").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void refusedAtTheFirstLine(String file, byte[] content) {
        assertThat(Models.CHECK.check(file, content)).singleElement().satisfies(complaint -> {
            assertThat(complaint.line()).isEqualTo(1);
            assertThat(complaint.message()).contains("UTF-8");
        });
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
