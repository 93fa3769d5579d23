package org.countersign.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.countersign.problem.Invalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "contract.pdf|contract.pdf",
                "Contract 2026 (final).PDF|Contract 2026 (final).pdf",
                "Größe ✓ 株式会社.pdf|Größe ✓ 株式会社.pdf",
                "../../etc/passwd.txt|passwd.txt",
                "C:\\\\Users\\\\jane\\\\contract.pdf|contract.pdf",
                "..\\\\..\\\\x.pdf|x.pdf",
                "/x.pdf|x.pdf",
                ".htaccess.txt|htaccess.txt",
                "...x.pdf...|x.pdf",
                "a:b*c?d\"e<f>g.pdf|a_b_c_d_e_f_g.pdf"
            })
    void keepsTheNameAndNothingElse(String given, String kept) {
        assertThat(FileName.clean(given)).isEqualTo(kept);
    }

    /** A name that reads "contract-fdp.exe" backwards from its middle is an old trick. */
    @Test
    void dropsWhatNobodySees() {
        assertThat(FileName.clean("contract-\u202Egnp.pdf")).isEqualTo("contract-gnp.pdf");
        assertThat(FileName.clean("a\u0000b\u001b\u200b\u2066\ufeffc\ud800.pdf"))
                .isEqualTo("abc.pdf");
        assertThat(FileName.clean("two\r\nlines\tand\u2028more.pdf")).isEqualTo("two lines and more.pdf");
        assertThat(FileName.clean("undecodable\uFFFD.pdf")).isEqualTo("undecodable.pdf");
    }

    @Test
    void takesTheTwoWaysToWriteALetterForOne() {
        assertThat(FileName.clean("Gro\u0308ße.pdf")).isEqualTo("Gr\u00f6ße.pdf");
    }

    @Test
    void shortensTheNameAndNotItsEnding() {
        assertThat(FileName.clean("🦄".repeat(500) + ".pdf")).isEqualTo("🦄".repeat(116) + ".pdf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ".", "..", "contract", ".pdf", "/", "a/", "x.", "x.thisendingistoolong", "\u202E.pdf"})
    void wantsANameWithAnEnding(String given) {
        assertThatThrownBy(() -> FileName.clean(given)).isInstanceOf(Invalid.class);
    }
}
