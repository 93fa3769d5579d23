package org.countersign.notification;

import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.countersign.application.Application;
import org.countersign.application.Removed;
import org.countersign.directive.Directive;
import org.countersign.lab.Lab;
import org.countersign.lab.Labs;
import org.countersign.proposal.ModelProposal;
import org.countersign.workflow.Cases;
import org.springframework.stereotype.Component;

/** Writes notices and hands each to the process that delivers it. */
@Component
class Outbox {

    private final Letters letters;
    private final Labs labs;
    private final Notices notices;
    private final Cases cases;
    private final Clock clock;

    Outbox(Letters letters, Labs labs, Notices notices, Cases cases, Clock clock) {
        this.letters = letters;
        this.labs = labs;
        this.notices = notices;
        this.cases = cases;
        this.clock = clock;
    }

    /** To the applicant's signatory and to the lab. */
    void tellApplicant(Application application, String kind, String about) {
        var recipients = new LinkedHashSet<String>();
        recipients.add(application.customer().signatory().email());
        recipients.add(labs.get(application.labId()).contactEmail());
        recipients.removeIf(Removed::is);
        put(application, kind, about, recipients);
    }

    /** Once to each recipient, however often it is asked for with the same kind and the same {@code about}. */
    void put(Application application, String kind, String about, Collection<String> recipients) {
        Letters.Letter letter = letters.write(kind, application);
        put(Matter.of(application), application.reference(), letter, kind, about, recipients);
    }

    /** To labs, about a directive; once to each, as above. */
    void put(Directive directive, Letters.Letter letter, String kind, String about, Collection<String> recipients) {
        put(Matter.of(directive), directive.reference(), letter, kind, about, recipients);
    }

    /** To a lab, about how it signs in. */
    void put(Lab lab, Letters.Letter letter, String kind, String about) {
        put(Matter.of(lab), lab.id(), letter, kind, about, List.of(lab.contactEmail()));
    }

    /** To process owners, about a proposal; once to each. */
    void put(ModelProposal proposal, Letters.Letter letter, String kind, Collection<String> recipients) {
        put(Matter.of(proposal), proposal.id(), letter, kind, proposal.id(), recipients);
    }

    private void put(
            Matter matter,
            String reference,
            Letters.Letter letter,
            String kind,
            String about,
            Collection<String> recipients) {
        for (String recipient : recipients) {
            var notice = new Notice(
                    UUID.randomUUID().toString(),
                    matter,
                    kind,
                    about,
                    recipient,
                    letter.subject(),
                    letter.body(),
                    clock.instant(),
                    null);
            if (notices.add(notice)) {
                cases.startNoticeDelivery(reference, notice.id());
            }
        }
    }
}
