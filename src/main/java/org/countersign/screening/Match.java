package org.countersign.screening;

/**
 * An entry that may be the party.
 *
 * @param name which of the entry's names resembles the party's most
 * @param score from 0 to 1
 * @param explanation in words, for the person who decides
 */
record Match(ListEntry entry, String name, double score, String explanation) {}
