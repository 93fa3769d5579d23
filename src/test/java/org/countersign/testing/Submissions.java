package org.countersign.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Application bodies: a good one, and the same with something changed. */
public final class Submissions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Submissions() {}

    /** A small American company that wants to write software: ONCD, OSTP and Commerce have to sign. */
    public static String acme() {
        return """
                {"releaseId":"aurora-6",
                 "customer":{"customerId":"acme","legalName":"Acme Robotics Inc","country":"US","employees":12,
                   "website":"https://acme.example",
                   "ultimateParent":{"legalName":"Acme Holding","country":"US"},
                   "beneficialOwners":[{"name":"Jane Doe","country":"US","percent":60}],
                   "signatory":{"name":"Jane Doe","title":"CEO","email":"jane@acme.example"}},
                 "useCase":{"domain":"software-engineering","summary":"Code review for robot firmware",
                   "description":"Our twelve engineers review and write the firmware of warehouse robots. The release proposes changes, a person reviews each of them, and nothing is deployed without our test bench.",
                   "accessMode":"api",
                   "population":{"users":50,"foreignPersons":true,"countries":["US","IN"]}},
                 "safeguards":["usage-logging","rate-limits","human-review","kyc","abuse-monitoring"]}
                """;
    }

    public static String acmeNamed(String customerId) {
        return with(body -> body.withObject("/customer").put("customerId", customerId));
    }

    public static String with(Consumer<ObjectNode> change) {
        try {
            ObjectNode body = (ObjectNode) JSON.readTree(acme());
            change.accept(body);
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
