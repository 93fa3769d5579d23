package org.countersign.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whose contents are gone, and whose may be. */
final class Erasures {

    static final String ACTION = "content-erased";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<Long> named = new HashSet<>();
    private final List<Long> missing = new ArrayList<>();

    /** An entry is seen; {@code content} is null where there is none. */
    void see(long id, String action, String content) {
        if (content == null) {
            missing.add(id);
        } else if (action.equals(ACTION)) {
            try {
                for (JsonNode entry : JSON.readTree(content).path("entries")) {
                    if (entry.asLong() < id) {
                        named.add(entry.asLong());
                    }
                }
            } catch (JsonProcessingException e) {
                // then it names nothing
            }
        }
    }

    Set<Long> named() {
        return named;
    }

    void finish(Breaks breaks) {
        for (long id : missing) {
            if (!named.contains(id)) {
                breaks.add("entry %d: its content is missing, and no erasure names it", id);
            }
        }
    }
}
