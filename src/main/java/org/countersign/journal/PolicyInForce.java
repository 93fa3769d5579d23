package org.countersign.journal;

import java.util.Map;

/** Under which diagram and which decision tables the running step is taken. The journal keeps it with each entry. */
public interface PolicyInForce {

    /** By name and version, the SHA-256 of the text in force; empty where no policy had a part. */
    Map<String, String> now();
}
