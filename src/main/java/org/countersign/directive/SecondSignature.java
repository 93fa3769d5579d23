package org.countersign.directive;

import java.time.Clock;
import org.countersign.workflow.Completion;
import org.countersign.workflow.EmergencyDirective;
import org.springframework.stereotype.Component;

/** The rule for every step of a directive: another person, of another agency, who says why when refusing. */
@Component
class SecondSignature {

    private final Signatures signatures;
    private final Signatories signatories;
    private final Clock clock;

    SecondSignature(Signatures signatures, Signatories signatories, Clock clock) {
        this.signatures = signatures;
        this.signatories = signatories;
        this.clock = clock;
    }

    /** Checks and stores what the person completing a task says to a draft of somebody else. */
    Signatures.Signature of(Completion completion, String directiveId, int step, String draftedBy, String draftedFor) {
        if (draftedBy.equals(completion.actor())) {
            throw completion.refused("task", "You drafted this; a director of another agency must sign it.");
        }
        String agency = signatories
                .otherAgencyOf(completion.groups(), draftedFor)
                .orElseThrow(() -> completion.refused(
                        "task",
                        "Only a director of an agency other than %s can sign this."
                                .formatted(signatories.shortName(draftedFor))));
        completion.actFor(agency, directiveId);
        boolean accepted = Boolean.parseBoolean(completion.choice("accepted", "true", "false"));
        String note = accepted
                ? completion.text("note")
                : completion.requiredText("note", "Say why you refuse; the drafter has to know.");
        var signature = new Signatures.Signature(step, accepted, note, completion.actor(), agency, clock.instant());
        signatures.add(directiveId, signature);
        return signature;
    }

    static String directiveId(Completion completion) {
        return (String) completion.variable(EmergencyDirective.DIRECTIVE_ID);
    }
}
