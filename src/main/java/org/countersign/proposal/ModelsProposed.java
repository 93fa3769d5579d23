package org.countersign.proposal;

/** A proposal waits for a second process owner. */
public record ModelsProposed(ModelProposal proposal) {}
