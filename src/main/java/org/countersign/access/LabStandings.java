package org.countersign.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.countersign.lab.Labs;
import org.countersign.lab.Standing;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * How the labs stand, read anew each second: so a suspended lab and a removed key are out on every node within a second,
 * and thousands of requests a second share one query. The node that makes the change knows at once.
 */
@Component
class LabStandings {

    static final Duration BELIEVED = Duration.ofSeconds(1);

    private final Labs labs;
    private final Cache<String, Standing> known;

    @Autowired
    LabStandings(Labs labs) {
        this(labs, Ticker.systemTicker());
    }

    LabStandings(Labs labs, Ticker ticker) {
        this.labs = labs;
        this.known = Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(BELIEVED)
                .ticker(ticker)
                .build();
    }

    Optional<Standing> of(String clientId) {
        return Optional.ofNullable(
                known.get(clientId, name -> labs.standingOf(name).orElse(null))); // none is not remembered
    }

    /** Something has changed in the running transaction. */
    void change() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                known.invalidateAll();
            }
        });
    }
}
