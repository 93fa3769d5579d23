package org.countersign.license;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.NoTrace;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A lab goes through all its licenses, page by page. */
@CountersignTest
class LicenseListTest {

    private static final String LICENSES = "/api/v1/licenses";

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private JdbcClient db;

    @Test
    void findsTheLicensesOfACustomer() {
        Case acme = cases.approved();

        JsonNode items = page("?customerId=" + acme.customerId()).get("items");
        assertThat(items).hasSize(1);
        JsonNode license = items.get(0);
        assertThat(license.get("applicationId").asText()).isEqualTo(acme.id());
        assertThat(license.get("status").asText()).isEqualTo("issued");
        assertThat(license.get("conditions")).isEmpty();
        assertThat(license.get("statusList").get("uri").asText()).endsWith("/status-lists/0");
        assertThat(license.get("statusList").get("idx").isInt()).isTrue();
        assertThat(license)
                .isEqualTo(api.get(
                                LabApi.AURORA,
                                LICENSES + "/" + license.get("id").asText())
                        .json());
    }

    @Test
    void filtersByReleaseAndStatus() {
        Case acme = cases.approved();
        String of = "?customerId=" + acme.customerId();

        assertThat(page(of + "&releaseId=aurora-6&status=issued").get("items")).hasSize(1);
        assertThat(page(of + "&releaseId=aurora-5").get("items")).isEmpty();
        assertThat(page(of + "&status=surrendered").get("items")).isEmpty();
    }

    @Test
    void givesEachLicenseOnceOverAllPages() {
        for (int n = 0; n < 3; n++) {
            cases.approved();
        }
        List<String> ids = new ArrayList<>();
        String cursor = null;
        do {
            JsonNode page = page("?limit=2" + (cursor == null ? "" : "&cursor=" + cursor));
            assertThat(page.get("items").size()).isBetween(1, 2);
            page.get("items").forEach(license -> ids.add(license.get("id").asText()));
            cursor = page.get("nextCursor").textValue();
        } while (cursor != null);

        assertThat(ids).doesNotHaveDuplicates();
        assertThat((long) ids.size())
                .isEqualTo(db.sql("SELECT count(*) FROM license WHERE lab_id = 'lab-aurora'")
                        .query(Long.class)
                        .single());
    }

    @Test
    void showsNothingOfAnotherLab() {
        Case acme = cases.approved();

        assertThat(api.get(LabApi.BOREALIS, LICENSES + "?customerId=" + acme.customerId())
                        .json()
                        .get("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=101, limit",
        "limit=x, limit",
        "status=fine, status",
        "cursor=x, cursor",
        "releaseId=%00, releaseId",
        "customerId=%20, customerId"
    })
    void namesTheParameterThatIsOdd(String query, String field) {
        api.bearer(LabApi.AURORA);
        Answer answer = new NoTrace(db).of(() -> api.get(LabApi.AURORA, LICENSES + "?" + query));

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsText("field")).containsExactly(field);
    }

    private JsonNode page(String query) {
        Answer answer = api.get(LabApi.AURORA, LICENSES + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }
}
