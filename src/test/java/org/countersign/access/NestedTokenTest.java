package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoTrace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tokens whose claims are nested as deep as fits are refused like any other (CVE-2025-53864). */
@CountersignTest
class NestedTokenTest {

    @Autowired
    private LabApi api;

    @Autowired
    private JdbcClient db;

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000, 2_400})
    void isNoToken(int depth) {
        String nested = encoded("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
        String usual = encoded("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}");
        for (String token : List.of(usual + "." + nested + "." + usual, nested + ".e30." + usual)) {
            LabApi.Answer answer = new NoTrace(db)
                    .of(() -> api.send(api.request("/api/v1/releases").header("Authorization", "Bearer " + token)));
            assertThat(answer.status()).isEqualTo(401);
        }
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
