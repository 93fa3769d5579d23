package org.countersign.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files as they are published, and files that are not. */
class ListFileTest {

    private static final String GOOD = ListText.of()
            .person(
                    "1",
                    "ONE, Person",
                    "alt_names",
                    "UNO, Persona; EINS, Mensch",
                    "dates_of_birth",
                    "1950; 01 Jan 1951")
            .company(
                    "2",
                    "TWO \"THE SECOND\" LTD",
                    "addresses",
                    "1 Main St, Minsk, Belarus; Seoul, Korea, South",
                    "remarks",
                    "first line\nsecond line")
            .person("3", "THREE, Person", "nationalities", "Iran", "citizenships", "Russia")
            .csv();

    private static List<ListEntry> read(byte[] bytes) throws IOException {
        List<ListEntry> entries = new ArrayList<>();
        try (ListUpload upload = ListUpload.receive(new ByteArrayInputStream(bytes))) {
            Path file = upload.file();
            ListFile.read("list", file, 100, (row, line) -> entries.add(row.entry()));
        }
        return entries;
    }

    private static List<ListEntry> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuses(String text, String line, String words) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        BadList.class, e -> assertThat(e.field()).isEqualTo(line))
                .hasMessageContaining(words);
    }

    @Test
    void readsNamesDatesAndCountries() throws IOException {
        List<ListEntry> entries = read(GOOD);
        assertThat(entries).hasSize(3);
        assertThat(entries.get(0).names()).containsExactly("ONE, Person", "UNO, Persona", "EINS, Mensch");
        assertThat(entries.get(0).datesOfBirth()).containsExactly("1950", "01 Jan 1951");
        assertThat(entries.get(1).name()).isEqualTo("TWO \"THE SECOND\" LTD");
        assertThat(entries.get(1).countries()).containsExactly("BY", "KR");
        assertThat(entries.get(1).remarks()).isEqualTo("first line\nsecond line");
        assertThat(entries.get(2).countries()).containsExactly("IR", "RU");
    }

    @Test
    void readsTheSameWithByteOrderMarkAndWithCarriageReturns() throws IOException {
        assertThat(read('\uFEFF' + GOOD)).isEqualTo(read(GOOD));
        List<ListEntry> withReturns = read(GOOD.replace("\n", "\r\n"));
        assertThat(withReturns.get(0)).isEqualTo(read(GOOD).get(0));
        assertThat(withReturns).hasSize(3);
    }

    @Test
    void refusesAWrongHeader() {
        refuses("", "line 1", "29 columns");
        refuses("a,b,c\n1,2,3\n", "line 1", "29 columns");
        refuses(GOOD.replaceFirst("entity_number", "entity"), "line 1", "29 columns");
    }

    @Test
    void refusesARowWithTooFewOrTooManyColumnsAndNamesItsLine() {
        // The second row goes over two lines, so the third begins in line 5.
        refuses(GOOD + "4,x,y\n", "line 6", "has 3 columns");
        refuses(GOOD.stripTrailing() + ",extra\n", "line 5", "has 30 columns");
    }

    @Test
    void refusesARowWithoutNameOrId() {
        refuses(ListText.of().person("1", "A, B").person("2", "").csv(), "line 3", "has no name");
        refuses(ListText.of().person("1", "A, B").person("", "C, D").csv(), "line 3", "needs an _id");
    }

    @Test
    void refusesBrokenQuotation() {
        refuses(GOOD + "5,\"never closed", "line 6", "quotation marks");
        refuses(GOOD + "5,\"closed\" too early,x\n", "line 6", "quotation marks");
    }

    @Test
    void refusesAFileWithoutRows() {
        refuses(ListText.header(), "line 2", "no rows");
    }

    @Test
    void refusesMoreRowsThanAreAllowed() {
        ListText list = ListText.of();
        for (int i = 0; i < 101; i++) {
            list.person("id" + i, "NAME" + i + ", Some");
        }
        refuses(list.csv(), "line 102", "more than 100 rows");
    }

    @Test
    void refusesBytesThatAreNotUtf8AndNamesTheirLine() {
        byte[] latin1 = GOOD.replace("THREE", "TRÈS").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> read(latin1)).isInstanceOfSatisfying(BadList.class, e -> assertThat(e.field())
                .isEqualTo("line 5"));
        byte[] cut = "x".concat(GOOD).concat("é").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(java.util.Arrays.copyOf(cut, cut.length - 1)))
                .isInstanceOf(BadList.class);
    }

    @Test
    void refusesCharactersThatAreNoText() {
        refuses(GOOD.replace("first line", "first\0line"), "line 3", "no text");
    }

    @Test
    void leavesOutWhatDeceivesTheReader() throws IOException {
        assertThat(read(GOOD.replace("THREE, Person", "THR\u202EEE, Person"))
                        .get(2)
                        .name())
                .isEqualTo("THREE, Person");
    }
}
