package org.countersign.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.workflow.LicenseRevocation;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an exception has put upon a license at once is taken off by a decision, and by nothing else. */
@CountersignTest
class SuspendedAtOnceTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private JdbcClient db;

    @Test
    void nobodyLiftsItByHandNorPutsItBack() {
        Case acme = cases.approved();
        String licenseId = cases.asTheLabSeesIt(acme).get("licenseId").asText();
        LabApi.Answer opened = api.staff(
                "ostp.director",
                "POST",
                "/api/v1/licenses/" + licenseId + "/revocation",
                "{\"ground\":\"The API was resold.\",\"evidence\":\"Report 17\",\"whatToDo\":\"End the resale.\","
                        + "\"exception\":\"wilfulness\"}");
        assertThat(opened.status()).as(opened.body()).isEqualTo(201);

        assertThatThrownBy(() -> change("lifted_at = suspended_at, lifted_by = 'x'", licenseId))
                .hasMessageContaining("stays suspended until its revocation is decided");
        assertThat(cases.greenLight(acme).get("reason").asText()).isEqualTo("license-suspended");

        staff.complete(
                "commerce.director",
                cases.task(acme, LicenseRevocation.DECIDE_REVOCATION),
                Map.of("outcome", "keep", "reasons", "The resale has ended."));
        assertThatThrownBy(() -> change("lifted_at = NULL, lifted_by = NULL", licenseId))
                .isNotNull();
        assertThat(cases.greenLight(acme).get("reason").asText()).isEqualTo("licensed");
    }

    private void change(String columns, String licenseId) {
        db.sql("UPDATE license_suspension SET " + columns + " WHERE license_id = ?")
                .param(licenseId)
                .update();
    }
}
