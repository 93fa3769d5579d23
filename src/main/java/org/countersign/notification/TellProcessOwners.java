package org.countersign.notification;

import org.countersign.access.StaffGroups;
import org.countersign.proposal.ModelProposal;
import org.countersign.proposal.ModelsProposed;
import org.countersign.workflow.Directors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the other process owners that a changed model waits for one of them. */
@Component
class TellProcessOwners {

    private static final String KIND = "model-proposed";

    private final Directors directors;
    private final Outbox outbox;
    private final String publicUrl;

    TellProcessOwners(
            Directors directors,
            Outbox outbox,
            @Value("${countersign.public-url:http://localhost:${server.port:8080}}") String publicUrl) {
        this.directors = directors;
        this.outbox = outbox;
        this.publicUrl = publicUrl;
    }

    @EventListener
    void on(ModelsProposed proposed) {
        ModelProposal proposal = proposed.proposal();
        var letter = new Letters.Letter(
                "%s: a changed model waits for a second process owner".formatted(proposal.id()),
                """
                %s proposes, as "%s", to change: %s

                Nothing is in force yet. Look at what changes, and accept or refuse it:
                %s/processes/proposals/%s
                """
                        .formatted(
                                proposal.proposedBy(),
                                proposal.title(),
                                String.join(", ", proposal.fileNames()),
                                publicUrl,
                                proposal.id()));
        outbox.put(proposal, letter, KIND, directors.emailsOfOthers(StaffGroups.PROCESS_OWNERS, proposal.proposedBy()));
    }
}
