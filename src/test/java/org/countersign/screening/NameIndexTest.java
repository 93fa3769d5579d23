package org.countersign.screening;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is found on a list and who is not. All parties are invented. */
class NameIndexTest {

    @TempDir
    private static Path folder;

    private NameIndex index;

    @BeforeEach
    void aList() throws IOException {
        index = indexOf(ListText.of()
                .person(
                        "p1",
                        "DRAVENKO, Maksym Olehovych",
                        "alt_names",
                        "EL FANTASMA",
                        "dates_of_birth",
                        "14 Mar 1968",
                        "nationalities",
                        "Ukraine")
                .person("p2", "AL-ZUBARRAN, Faris Nadim", "dates_of_birth", "circa 1974", "nationalities", "Syria")
                .person("p3", "ZHUMAREN, Weiguo")
                .person("p4", "KIM, Chol Sung", "dates_of_birth", "05 Jan 1966")
                .person("p5", "QUENTARRO VELISCO, Ramiro")
                .person("p6", "SMITH, John", "dates_of_birth", "01 Feb 1960")
                .person("p7", "Воршанов, Аркадий Леонидович")
                .person("p8", "الخرساني, مروان")
                .person("p9", "HSUEH, Kuang-tsung") // as Taiwan writes it
                .company("c1", "VORSHANOV EXPORT OOO")
                .company("c2", "GHAZALMEHR PARS ELECTRONICS COMPANY", "alt_names", "GPEC TRADING")
                .company("c3", "ZHUMAREN MICROSYSTEMS CO., LTD.")
                .company("c4", "GLOBAL TRADING INTERNATIONAL LLC")
                .company("c5", "北京龙翔航空科技有限公司")
                .row("v1", "Vessel", "KUMHWASAN STAR 7")
                .row("u1", "", "Obsidian Lantern Aerospace FZE"));
    }

    static NameIndex indexOf(ListText list) throws IOException {
        Path file = Files.createTempFile(folder, "list", ".csv");
        Files.writeString(file, list.csv());
        List<ListEntry> entries = new ArrayList<>();
        ListFile.read("invented", file, 1_000, (row, line) -> entries.add(row.entry()));
        return NameIndex.of(entries);
    }

    private List<String> find(String name, PartyType type) {
        return ids(new Party("party", name, type, null, null));
    }

    private List<String> ids(Party party) {
        return index.find(party).stream().map(match -> match.entry().id()).toList();
    }

    private double score(Party party) {
        return index.find(party).stream().mapToDouble(Match::score).findFirst().orElse(0);
    }

    @Test
    void theVeryNameIsHitWhateverTypeAndCountryTheApplicantGives() {
        assertThat(ids(new Party("customer", "Maksym Olehovych Dravenco", PartyType.ORGANIZATION, null, "CA")))
                .containsExactly("p1");
        assertThat(ids(new Party("customer", "Maksym Olehovych Dravenko", PartyType.ORGANIZATION, null, "CA")))
                .containsExactly("p1");
        assertThat(ids(new Party("owner", "Vorshanov Export OOO", PartyType.PERSON, null, "CA")))
                .contains("c1");
        assertThat(ids(new Party("owner", "Zhumaren Microsystems", PartyType.PERSON, null, "US")))
                .contains("c3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p1 | DRAVENKO, Maksym Olehovych",
                "p1 | Maksym Olehovych Dravenko",
                "p1 | Dravenko Olehovych Maksym",
                "p1 | Maxim Dravenko",
                "p1 | Maksym Olehovich Drawenko",
                "p1 | Maksym Dravneko",
                "p1 | M. O. Dravenko",
                "p1 | Maksymolehovych Dravenko",
                "p1 | Mákşým Ølehóvych Dravěnko",
                "p1 | El Fantasma",
                "p1 | Дравенко Максим Олегович",
                "p1 | Максим Олехович Дравенко",
                "p1 | Mаkѕym Olehovych Dravenko", // two letters are Cyrillic
                "p1 | дравенко максйм олехович", // letter by letter
                "p1 | Μαξίμ Ντραβένκο",
                "p1 | მაქსიმ დრავენკო",
                "p1 | Մաքսիմ Դրավենկո",
                "p1 | मक्सिम द्रावेन्को",
                "p1 | マクシム・ドラヴェンコ",
                "p1 | 막심 드라벤코",
                "p1 | מקסים דרבנקו",
                "p1 | ماكسيم درافينكو",
                "p2 | Faris Nadim Zubarran",
                "p2 | Fares Nadeem Al Zubaran",
                "p2 | فارس نديم الزباران",
                "p2 | פאריס נדים אל-זוברן",
                "p3 | 祝马仁卫国",
                "p3 | Wei Guo Zhu Maren",
                "p4 | 김철성",
                "p4 | Kim Chol-song",
                "p9 | 薛光宗",
                "p5 | Ramiro Quentarro",
                "p7 | Arkadiy Leonidovich Vorshanov",
                "p7 | Arkady Vorshanow",
                "p8 | Marwan Khorasani",
                "p8 | Marwan al-Khurasani",
            })
    void findsAPersonHoweverTheNameIsWritten(String id, String name) {
        assertThat(find(name, PartyType.PERSON)).contains(id);
        assertThat(find(name, PartyType.UNKNOWN)).contains(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c1 | Vorshanov Export LLC",
                "c1 | Vorshanov Eksport",
                "c1 | ООО Воршанов Экспорт",
                "c2 | Ghazal Mehr Pars Electronics",
                "c2 | Pars Electronics Ghazalmehr Co",
                "c2 | GPEC Trading Ltd",
                "c2 | شرکت غزالمهر پارس الکترونیکس",
                "c3 | Zhumaren Microsystem Limited",
                "c4 | Global Trading International Ltd",
                "c5 | Beijing Longxiang Aviation Technology Co., Ltd.",
                "c5 | Beijing Long Xiang Aviation Technology",
                "c5 | 北京龍翔航空科技有限公司",
                "v1 | Kumhwasan Star 7",
                "u1 | Obsidian Lantern Aerospace",
            })
    void findsACompanyHoweverTheNameIsWritten(String id, String name) {
        assertThat(find(name, PartyType.ORGANIZATION)).contains(id);
        assertThat(find(name, PartyType.UNKNOWN)).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "James Smith",
                "John Miller",
                "Maria Garcia",
                "Mohammed Ali",
                "Kim Min-jun",
                "Wei Zhang",
                "Ivan Petrov",
                "Faris",
                "Nadim Haddad",
                "Ramiro Lopez",
                "Arkady Leonidovich Petrov",
                "Marwan Haddad",
                "Jane Doe",
                "박지훈",
                "王伟",
                "محمد علي",
                "Иван Петров",
                "田中太郎"
            })
    void leavesInnocentPeopleAlone(String name) {
        assertThat(find(name, PartyType.PERSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Global Partners LLC",
                "Trading House",
                "International Business Machines",
                "Pars Foods",
                "Star Alliance",
                "Kumhwasan Star 8",
                "Beijing Technology Co., Ltd.",
                "Acme Robotics Inc",
                "Acme Holding",
                "Lantern Software",
                "Microsystems Inc",
                "北京科技有限公司",
                "ООО Экспорт",
                "Export LLC",
                "Ltd",
                "LLC",
                "The"
            })
    void leavesInnocentCompaniesAlone(String name) {
        assertThat(find(name, PartyType.ORGANIZATION)).isEmpty();
    }

    @Test
    void lowersTheScoreWhenTheDateOfBirthIsClearlyAnother() {
        double unknown = score(new Party("owner", "Faris Zubarran", PartyType.PERSON, null, null));
        double same = score(new Party("owner", "Faris Zubarran", PartyType.PERSON, "1974", null));
        double other = score(new Party("owner", "Faris Zubarran", PartyType.PERSON, "1999-07-01", null));

        assertThat(unknown).isGreaterThanOrEqualTo(Resemblance.HIT);
        assertThat(same).isGreaterThan(unknown);
        assertThat(other).isLessThan(unknown);
    }

    @Test
    void keepsAnExactNameAsAHitWhateverTheDateOfBirth() {
        var john = new Party("owner", "John Smith", PartyType.PERSON, "1999-07-01", null);
        assertThat(ids(john)).containsExactly("p6");
        assertThat(index.find(john).get(0).explanation()).contains("Same name", "date of birth differs");
    }

    @Test
    void weighsTheCountryWhenItIsKnownOnBothSides() {
        double same = score(new Party("owner", "Maksym Dravenco", PartyType.PERSON, null, "UA"));
        double other = score(new Party("owner", "Maksym Dravenco", PartyType.PERSON, null, "CA"));
        assertThat(same).isGreaterThan(other);
    }

    @Test
    void takesNoPersonForACompanyOfASimilarName() {
        assertThat(find("Zhumaren Microsistem", PartyType.PERSON)).doesNotContain("c3");
    }

    @Test
    void givesEachEntryOnceWithTheNameThatFitsBest() {
        assertThat(index.find(new Party("owner", "el fantasma", PartyType.PERSON, null, null)))
                .singleElement()
                .satisfies(match -> {
                    assertThat(match.name()).isEqualTo("EL FANTASMA");
                    assertThat(match.score()).isEqualTo(1);
                });
    }

    @Test
    void survivesNamesThatAreNone() {
        for (String name : List.of("", " ", "...", "12345", "🙂", "a".repeat(300), "O ".repeat(150), "́́")) {
            assertThat(find(name, PartyType.UNKNOWN)).as(name).isEmpty();
        }
    }

    @Test
    void findsNobodyOnAnEmptyList() {
        assertThat(NameIndex.of(List.of()).find(new Party("x", "Anybody", PartyType.UNKNOWN, null, null)))
                .isEmpty();
    }
}
