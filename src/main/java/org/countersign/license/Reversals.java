package org.countersign.license;

import java.util.Optional;
import org.countersign.workflow.Reasons;

/** Denials that were reversed, told by the appeals office further along the way of a case. */
public interface Reversals {

    record Reversal(Reasons reasons, String decidedBy) {}

    /** Empty unless an appeal against the denial of this application has succeeded. */
    Optional<Reversal> ofDenial(String applicationId);
}
