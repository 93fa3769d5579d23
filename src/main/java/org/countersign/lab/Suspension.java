package org.countersign.lab;

import java.time.Instant;

/** A lab is kept out: no token is given to it, and none of its tokens opens anything. */
public record Suspension(String reasons, String suspendedBy, Instant suspendedAt) {}
