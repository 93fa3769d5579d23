package org.countersign.audit;

import java.util.List;
import org.countersign.license.License;

/** What an audit of a license can look at. Each part of the registry names what it has. */
public interface AuditItems {

    /**
     * One thing to look at.
     *
     * @param id what it is and which one, such as {@code condition:} and its id; no control characters
     * @param weight how much speaks for looking at it; 0 when nothing does beyond that it is there
     */
    record Item(String id, int weight) {}

    List<Item> of(License license);
}
