package org.countersign.application;

import java.time.Instant;

/** The licenses that applications renew, told by those who come after the application in its way. */
public interface Renewals {

    /** Refuses a renewal of what cannot be renewed; else nobody else changes that license until the transaction ends. */
    void require(String labId, Submission renewal, Instant receivedAt);

    /** Filed in time, a renewal keeps its license alive until it is decided (5 USC 558(c)). */
    void begin(Application renewal);

    /** The renewal is decided, or has ended otherwise: nothing keeps its license alive any more. */
    void end(Application renewal, ApplicationStatus outcome);
}
