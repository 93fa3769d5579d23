package org.countersign.appeal;

import java.util.List;

/**
 * An office was late without good reason and has to act now.
 *
 * @param directors where those who answer for the office can be reached
 */
public record DelayOrdered(String applicationId, String appealId, List<String> directors) {}
