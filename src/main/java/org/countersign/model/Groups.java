package org.countersign.model;

import java.util.Collection;

/** Who there is to work on tasks. */
public interface Groups {

    Collection<String> all();
}
