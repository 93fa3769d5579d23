package org.countersign.license;

import java.time.Instant;
import java.util.List;

/** Suspensions in force, for those who decide appeals against them. */
public interface Suspensions {

    record Suspension(String id, String licenseId, Instant suspendedAt) {}

    /** Of the license of an application, oldest first. */
    List<Suspension> inForceFor(String applicationId);

    /** Lifts a suspension; one that is lifted already is left alone. */
    void lift(String id, String liftedBy, String reasons);
}
