package org.countersign.usage;

/**
 * What a report shows outside a bound.
 *
 * @param kind the check of the table
 * @param said with the numbers
 * @param days in which it is to be put right
 */
record Deviation(String kind, String said, int days) {}
