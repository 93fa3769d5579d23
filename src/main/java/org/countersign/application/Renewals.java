package org.countersign.application;

/** The licenses that applications renew, told by those who come after the application in its way. */
public interface Renewals {

    /** Filed in time, a renewal keeps its license alive until it is decided (5 USC 558(c)); else it is refused. */
    void begin(Application renewal);

    /** The renewal is decided, or has ended otherwise: nothing keeps its license alive any more. */
    void end(Application renewal, ApplicationStatus outcome);
}
