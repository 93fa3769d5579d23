package org.countersign.proposal;

import java.util.Optional;

/**
 * One file of a proposal.
 *
 * @param before what was in force when it was proposed; none for a file that is new
 */
public record ProposedModel(String file, byte[] content, String sha256, Optional<Before> before) {

    public record Before(int version, byte[] content, String sha256) {}

    /** {@code bpmn}, {@code dmn} or {@code form}. */
    public String kind() {
        return file.substring(file.lastIndexOf('.') + 1);
    }

    /** Its name without the ending: how the engine knows it. */
    public String key() {
        return file.substring(0, file.lastIndexOf('.'));
    }

    String beforeSha256() {
        return before.map(Before::sha256).orElse(null);
    }
}
