package org.countersign.audit;

import java.time.Instant;
import org.countersign.finding.Findings;
import org.countersign.usage.MissingReports;
import org.countersign.workflow.Reasons;

/**
 * That a license be suspended or revoked, put to the agencies that signed its case.
 *
 * @param ground a failed audit, a finding that was not put right, or usage reports that stayed out
 * @param decision null as long as there is none
 */
public record Proposal(
        String id,
        String licenseId,
        String applicationId,
        String ground,
        String evidence,
        Instant proposedAt,
        String state,
        Decision decision) {

    public static final String AUDIT = "audit";
    public static final String FINDING_OVERDUE = Findings.OVERDUE;
    public static final String USAGE_REPORTS = MissingReports.GROUND;

    public static final String SUSPEND = "suspend";
    static final String REVOKE = "revoke";
    static final String LEAVE = "leave";

    static final String DECIDED = "decided";
    static final String MOOT = "moot";

    /** @param agency that of the director */
    public record Decision(String outcome, Reasons reasons, String agency, String decidedBy, Instant decidedAt) {}

    public boolean isOpen() {
        return state.equals("open");
    }

    /** As a sentence ends with it. */
    public String groundInWords() {
        return switch (ground) {
            case AUDIT -> "an audit of the license failed";
            case FINDING_OVERDUE -> "a finding was not put right by its date";
            default -> "usage reports of the license are overdue";
        };
    }
}
