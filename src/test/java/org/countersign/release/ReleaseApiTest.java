package org.countersign.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A lab reads its releases, and nobody else's. */
@CountersignTest
class ReleaseApiTest {

    @Autowired
    private LabApi api;

    @Test
    void listsTheReleasesOfALab() {
        JsonNode items = api.get(LabApi.AURORA, "/api/v1/releases").json().get("items");

        assertThat(items.findValuesAsText("id"))
                .contains("aurora-5", "aurora-6")
                .doesNotContain("borealis-3");
        assertThat(items.findValuesAsText("labId")).isEmpty();
    }

    @Test
    void showsOneRelease() {
        JsonNode release = api.get(LabApi.AURORA, "/api/v1/releases/aurora-6").json();

        assertThat(release.get("id").asText()).isEqualTo("aurora-6");
        assertThat(release.get("name").asText()).isEqualTo("Aurora 6");
        assertThat(release.get("predecessorId").asText()).isEqualTo("aurora-5");
        assertThat(release.get("gate").asText()).isEqualTo("gated");
        assertThat(release.get("stage").asText()).isEqualTo("preview");
        assertThat(release.get("plannedReleaseOn").asText()).matches("\\d{4}-\\d{2}-\\d{2}");
        assertThat(release.get("trainingComputeFlop").isNumber()).isTrue();
        assertThat(release.get("accessModes").isArray()).isTrue();
    }

    @Test
    void doesNotTellAnotherLabsReleaseFromNone() {
        LabApi.Answer other = api.get(LabApi.AURORA, "/api/v1/releases/borealis-3");
        LabApi.Answer none = api.get(LabApi.AURORA, "/api/v1/releases/borealis-99");

        assertThat(other.status()).isEqualTo(404);
        assertThat(other.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(other.json().get("detail")).isEqualTo(none.json().get("detail"));
    }
}
