package org.countersign.proposal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Changed models that one process owner wants to be in force, and what became of that.
 *
 * @param title what the proposer called it
 * @param source the program it was sent with
 * @param fingerprint of its files, before and after
 * @param decision none while it waits
 */
public record ModelProposal(
        String id,
        String title,
        String source,
        String proposedBy,
        Instant proposedAt,
        String fingerprint,
        List<ProposedModel> files,
        Optional<Decision> decision) {

    public static final String ACCEPTED = "accepted";
    public static final String REFUSED = "refused";
    public static final String WITHDRAWN = "withdrawn";

    /** @param deploymentId what the engine made of it, when it was accepted */
    public record Decision(
            String outcome, String reasons, String decidedBy, Instant decidedAt, Optional<String> deploymentId) {}

    public boolean isOpen() {
        return decision.isEmpty();
    }

    public String state() {
        return decision.map(Decision::outcome).orElse("waiting");
    }

    public List<String> fileNames() {
        return files.stream().map(ProposedModel::file).toList();
    }
}
