package org.countersign.journal;

/** Entries have been committed on this node. A hint only: a node that stops does not pass it on. */
public record JournalGrew() {}
