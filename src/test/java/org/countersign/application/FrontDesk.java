package org.countersign.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.countersign.lab.Lab;
import org.countersign.workflow.Attempts;

/** What a lab does over the API, without HTTP: for tests that do it very often. */
public class FrontDesk {

    private static final Lab AURORA = new Lab("lab-aurora", "Aurora", "access@aurora.example");

    private final Registry registry;
    private final Attempts attempts;
    private final ObjectMapper json;

    FrontDesk(Registry registry, Attempts attempts, ObjectMapper json) {
        this.registry = registry;
        this.attempts = attempts;
        this.json = json;
    }

    public Application receives(String body) {
        try {
            Submission submission = json.readValue(body, Submission.class);
            return attempts.at(() -> registry.register(AURORA, submission));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
