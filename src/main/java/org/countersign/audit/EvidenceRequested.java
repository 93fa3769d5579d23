package org.countersign.audit;

/** An auditor asks a lab for something; the lab is to be told. */
public record EvidenceRequested(String applicationId, String requestId) {}
