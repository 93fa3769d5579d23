package org.countersign.lab;

import java.util.Set;

/**
 * How a lab stands with us at a moment.
 *
 * @param kids of the keys in use
 */
public record Standing(Lab lab, boolean suspended, Set<String> kids) {}
