package org.countersign.usage;

/**
 * A usage report tells of more incidents than the published bound allows; whoever looks into that listens, in the
 * transaction that stores the report.
 *
 * @param said which report, which period, how many
 */
public record IncidentsReported(String licenseId, String said) {}
