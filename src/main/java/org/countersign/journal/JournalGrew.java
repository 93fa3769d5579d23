package org.countersign.journal;

/** The tree has taken in entries on this node. A hint only: a node that stops does not pass it on. */
public record JournalGrew() {}
