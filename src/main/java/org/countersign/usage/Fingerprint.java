package org.countersign.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.commons.codec.digest.DigestUtils;
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
            return DigestUtils.sha256Hex(json.writeValueAsBytes(report));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report that was read can be written", e);
        }
    }
}
