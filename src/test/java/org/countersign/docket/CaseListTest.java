package org.countersign.docket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** How staff find a case. */
@CountersignTest
class CaseListTest {

    private static final Pattern ROW = Pattern.compile("href=\"/cases/(CS-[0-9-]+)\"");

    @Autowired
    private TestCases cases;

    @Autowired
    private LabApi api;

    private Visitor officer;

    @BeforeEach
    void anOfficer() {
        officer = Visitor.signedIn(api, "intake.officer");
    }

    private java.util.List<String> found(String query) {
        return ROW.matcher(officer.get("/cases" + query).body())
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static String encoded(String words) {
        return URLEncoder.encode(words, StandardCharsets.UTF_8);
    }

    @Test
    void findsACaseByItsReferenceItsCustomerAndItsStatus() {
        String id = "quay-" + System.nanoTime();
        Case quay = cases.received(id, Submissions.with(body -> body.withObject("/customer")
                .put("customerId", id)
                .put("legalName", "Quay 100%_ \\ Harbour & Sons " + id)));

        assertThat(found("?q=" + quay.reference())).containsExactly(quay.reference());
        assertThat(found("?q=" + id)).containsExactly(quay.reference());
        assertThat(found("?q=" + encoded("100%_ \\ harbour & sons " + id))).containsExactly(quay.reference());
        assertThat(found("?q=" + id + "&status=received")).containsExactly(quay.reference());
        assertThat(found("?q=" + id + "&status=denied")).isEmpty();
        assertThat(officer.get("/cases?q=" + id + "&status=denied").body()).contains("No case fits.");
    }

    @Test
    void showsTheNewestFirstPageByPage() {
        String id = "many-" + System.nanoTime();
        for (int i = 0; i < 27; i++) {
            cases.received(id + i, Submissions.acmeNamed(id + "-" + i));
        }
        var first = found("?q=" + id);
        assertThat(first).hasSize(25).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        String page = officer.get("/cases?q=" + id).body();
        String older = page.replaceAll("(?s).*before=(\\d+)\".*", "$1");
        var second = found("?q=" + id + "&before=" + older);
        assertThat(second).hasSize(2).doesNotContainAnyElementsOf(first);
        assertThat(officer.get("/cases?q=" + id + "&before=" + older).body()).contains(">Newest</a>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?q=%00",
                "?q=%25",
                "?q=%E2%80%AE",
                "?before=-1",
                "?before=99999999999999999999999",
                "?before=x",
                "?status=%27%3B--",
                "?status=RECEIVED",
                "?q=%3Cscript%3Ealert(1)%3C/script%3E"
            })
    void survivesOddQuestions(String query) {
        var answer = officer.get("/cases" + query);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("<script>alert");
        assertThat(officer.get("/cases?q=" + "x".repeat(2_000)).status()).isEqualTo(200);
    }
}
