package org.countersign.license;

/**
 * A license was issued in the place of another; whoever follows what is open about that one listens, in the transaction that
 * issues the new one.
 */
public record LicenseRenewed(String renewedId, License license) {}
