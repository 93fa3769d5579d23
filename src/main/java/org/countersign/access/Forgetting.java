package org.countersign.access;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes what counts no more. Every node does; a row that is gone already is no harm. */
@Component
class Forgetting {

    private final UsedJwts used;
    private final SignInTries tries;
    private final RequestAllowance requests;

    Forgetting(UsedJwts used, SignInTries tries, RequestAllowance requests) {
        this.used = used;
        this.tries = tries;
        this.requests = requests;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    void forget() {
        used.forgetVoid();
        tries.forgetOld();
        requests.forgetOld();
    }
}
