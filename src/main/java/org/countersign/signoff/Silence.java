package org.countersign.signoff;

import java.time.Instant;

/** An agency let its time pass. It counts as concurrence and is recorded as what it is: nobody's signature. */
public record Silence(String signOffId, String agency, Instant dueOn, Instant recordedAt) {}
