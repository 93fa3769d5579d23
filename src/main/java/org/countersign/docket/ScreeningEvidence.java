package org.countersign.docket;

import java.time.Instant;
import java.util.List;

/** What the screening of a case's parties found, told by whoever screens them. */
interface ScreeningEvidence {

    /** Oldest first; none when the parties have not been screened. */
    List<Screened> of(String applicationId);

    /** One screening, against the lists then in force. */
    record Screened(Instant at, String result, List<String> lists, List<Hit> hits) {}

    /** A party of the application that resembles an entry of a list, the two side by side. */
    record Hit(
            String role,
            String party,
            String list,
            String score,
            List<Side> evidence,
            String resolution,
            String note,
            String resolvedBy,
            Instant resolvedAt) {}

    /** One thing compared: as submitted, and as the list has it. */
    record Side(String what, String submitted, String listed) {}
}
