package org.countersign.records;

import java.util.Collection;

/** Removes what entries of the journal say, and leaves the chain whole. */
interface JournalErasure {

    /** How many entries have lost their content. */
    int erase(Collection<Long> entries, String ground, String person);
}
