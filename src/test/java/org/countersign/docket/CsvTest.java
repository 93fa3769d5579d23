package org.countersign.docket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @Test
    void quotesWhatWouldEndACellAndEndsEachRowAsTheStandardSays() {
        assertThat(Csv.of(List.of("a", "b"), List.of("x,y", "say \"so\"")))
                .isEqualTo("a,b\r\n\"x,y\",\"say \"\"so\"\"\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1"})
    void letsNoSpreadsheetTakeATextForAFormula(String text) {
        assertThat(Csv.of(List.of(text)).replace("\"", "")).startsWith("'");
    }

    @Test
    void leavesNumbersAsTheyAre() {
        assertThat(Csv.of(List.of(-3, 4L, ""))).isEqualTo("-3,4,\r\n");
    }
}
