package org.countersign.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/** What a report says, as a digest: white space, the order of members and 60 or 60.0 make no difference. */
@Component
class Fingerprint {

    private final ObjectMapper json;

    Fingerprint(ObjectMapper json) {
        this.json = json;
    }

    String of(UsageReport report) {
        try {
            return HexFormat.of().formatHex(sha256().digest(json.writeValueAsBytes(report)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report that was read can be written", e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
