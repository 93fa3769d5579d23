package org.countersign.signoff;

import java.time.Instant;
import org.countersign.workflow.Reasons;

/**
 * What a seat at a level of the ladder said.
 *
 * @param voter the agency; of the chair and the principals the level's own name
 */
public record EscalationVote(
        int round, String level, String voter, String outcome, Reasons reasons, String votedBy, Instant votedAt) {

    static final String APPROVE = "approve";
    static final String DENY = "deny";
}
