package org.countersign.license;

import java.time.Instant;
import java.util.Optional;
import org.countersign.workflow.Reasons;

/** Denials that were reversed, told by the appeals office further along the way of a case. */
public interface Reversals {

    record Reversal(Reasons reasons, String decidedBy, Instant decidedAt) {}

    /** Empty unless the last appeal that was decided against a denial of this application has succeeded. */
    Optional<Reversal> ofDenial(String applicationId);
}
