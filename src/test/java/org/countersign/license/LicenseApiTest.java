package org.countersign.license;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A lab reads its licenses, and nobody else's. */
@CountersignTest
class LicenseApiTest {

    @Autowired
    private LabApi api;

    @Autowired
    private TestCases cases;

    @Autowired
    private TimeMachine time;

    @Test
    void showsALicense() {
        Case acme = cases.approved();

        JsonNode license = license(acme);
        assertThat(license.get("applicationId").asText()).isEqualTo(acme.id());
        assertThat(license.get("releaseId").asText()).isEqualTo("aurora-6");
        assertThat(license.get("customerId").asText()).isEqualTo(acme.customerId());
        assertThat(license.get("status").asText()).isEqualTo("issued");
        assertThat(license.get("conditions")).isEmpty();
        assertThat(Period.parse(license.get("auditInterval").asText()).getDays())
                .isPositive();
        assertThat(Instant.parse(license.get("expiresOn").asText()))
                .isAfter(Instant.parse(license.get("issuedAt").asText()));
        assertThat(license.has("labId")).isFalse();
    }

    @Test
    void showsThatALicenseHasExpired() {
        Case acme = cases.approved();

        time.advance(Duration.ofDays(366));

        assertThat(license(acme).get("status").asText()).isEqualTo("expired");
    }

    @Test
    void doesNotTellAnotherLabsLicenseFromNone() {
        String id = cases.asTheLabSeesIt(cases.approved()).get("licenseId").asText();

        LabApi.Answer other = api.get(LabApi.BOREALIS, "/api/v1/licenses/" + id);
        LabApi.Answer none = api.get(LabApi.BOREALIS, "/api/v1/licenses/none");
        assertThat(other.status()).isEqualTo(404);
        assertThat(other.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(other.json().get("detail")).isEqualTo(none.json().get("detail"));
    }

    private JsonNode license(Case of) {
        String id = cases.asTheLabSeesIt(of).get("licenseId").asText();
        return api.get(LabApi.AURORA, "/api/v1/licenses/" + id).json();
    }
}
