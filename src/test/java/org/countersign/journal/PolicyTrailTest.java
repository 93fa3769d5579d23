package org.countersign.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Which diagram and which tables a step was decided under can be told from the journal alone. */
@CountersignTest
class PolicyTrailTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Journal journal;

    @Test
    void everyStepNamesTheDiagramItWasTakenIn() throws Exception {
        Case acme = cases.approved();

        assertThat(under(acme, "application-referred")).isEqualTo(sha256("access-review.bpmn"));
        assertThat(under(acme, "vote-drafted", "agency-sign-off:")).isEqualTo(sha256("agency-sign-off.bpmn"));
        assertThat(under(acme, "case-countersigned")).isEqualTo(sha256("access-review.bpmn"));
        assertThat(under(acme, "license-issued")).isEqualTo(sha256("access-review.bpmn"));
    }

    @Test
    void anAssessmentNamesTheTablesItWasComputedWith() throws Exception {
        Case acme = cases.referred();

        for (String table : new String[] {"risk-score", "risk-band", "country-groups"}) {
            assertThat(under(acme, "risk-assessed", table + ":")).isEqualTo(sha256(table + ".dmn"));
        }
        assertThat(under(acme, "clock-started", "review-clock:")).isEqualTo(sha256("review-clock.dmn"));
    }

    private String under(Case of, String action) throws Exception {
        return under(of, action, "access-review:");
    }

    private String under(Case of, String action, String policy) throws Exception {
        JsonNode content = new ObjectMapper()
                .readTree(journal.about(of.reference()).stream()
                        .filter(entry -> entry.action().equals(action))
                        .findFirst()
                        .orElseThrow()
                        .content());
        return content.path("under").properties().stream()
                .filter(entry -> entry.getKey().startsWith(policy))
                .map(entry -> entry.getValue().asText())
                .findFirst()
                .orElseThrow(() -> new AssertionError(policy + " in " + content));
    }

    private static String sha256(String file) throws Exception {
        byte[] text = Files.readAllBytes(Path.of("processes", file));
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    }
}
