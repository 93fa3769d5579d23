package org.countersign.directive;

import java.time.Clock;
import java.util.Map;
import org.countersign.journal.Journal;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends directives that have reached their end. The process does so by its timer; and every node looks once a second, so
 * that nobody stays cut off because no node runs jobs. Whoever comes second finds it done.
 */
@Component
class Expiry {

    private final Directives directives;
    private final Effect effect;
    private final Journal journal;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Expiry(Directives directives, Effect effect, Journal journal, Clock clock, TransactionTemplate transaction) {
        this.directives = directives;
        this.effect = effect;
        this.journal = journal;
        this.clock = clock;
        this.transaction = transaction;
    }

    @Scheduled(
            initialDelayString = "${countersign.directives.heartbeat:PT1S}",
            fixedDelayString = "${countersign.directives.heartbeat:PT1S}")
    void heartbeat() {
        boolean oneEnded = true;
        while (oneEnded) {
            oneEnded = Boolean.TRUE.equals(transaction.execute(status -> directives
                    .pastItsEnd(clock.instant())
                    .map(id -> {
                        end(id);
                        return true;
                    })
                    .orElse(false)));
        }
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void end(String directiveId) {
        Directive directive = directives.locked(directiveId);
        if (!directive.state().equals(Directive.IN_FORCE)) {
            return;
        }
        int licenses = effect.expire(directive);
        journal.record(
                "system",
                "directive-expired",
                directive.reference(),
                Map.of("directiveId", directive.id(), "licenses", licenses, "expiredAt", directive.expiresAt()));
    }
}
