package org.countersign.notification;

import java.time.Clock;
import java.util.Collection;
import java.util.UUID;
import org.countersign.application.Application;
import org.countersign.workflow.Cases;
import org.springframework.stereotype.Component;

/** Writes notices and hands each to the process that delivers it. */
@Component
class Outbox {

    private final Letters letters;
    private final Notices notices;
    private final Cases cases;
    private final Clock clock;

    Outbox(Letters letters, Notices notices, Cases cases, Clock clock) {
        this.letters = letters;
        this.notices = notices;
        this.cases = cases;
        this.clock = clock;
    }

    /** Once to each recipient, however often it is asked for with the same kind and the same {@code about}. */
    void put(Application application, String kind, String about, Collection<String> recipients) {
        Letters.Letter letter = letters.write(kind, application);
        for (String recipient : recipients) {
            var notice = new Notice(
                    UUID.randomUUID().toString(),
                    application.id(),
                    kind,
                    about,
                    recipient,
                    letter.subject(),
                    letter.body(),
                    clock.instant(),
                    null);
            if (notices.add(notice)) {
                cases.startNoticeDelivery(application.reference(), notice.id());
            }
        }
    }
}
