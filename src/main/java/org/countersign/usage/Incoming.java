package org.countersign.usage;

/**
 * A well-formed report on its way in.
 *
 * @param labId who sent it
 * @param sha256 of what it says
 */
record Incoming(String labId, String licenseId, UsageReport report, String sha256) {

    /** A report's id is the lab's own, and unique for a license. */
    record Key(String licenseId, String reportId) {}

    Key key() {
        return new Key(licenseId, report.reportId());
    }
}
