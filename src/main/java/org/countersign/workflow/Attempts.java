package org.countersign.workflow;

import java.util.function.Supplier;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.countersign.problem.Refused;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Steps that come from outside a task, an answer or a withdrawal, each in a transaction of its own. When
 * somebody else moves the same case at the same instant, neither did anything wrong: the step is done again
 * on the new state.
 */
@Component
public class Attempts {

    private static final int MOST_TRIES = 5;

    private final TransactionTemplate transaction;

    Attempts(PlatformTransactionManager transactions) {
        this.transaction = new TransactionTemplate(transactions);
    }

    public <T> T at(Supplier<T> step) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction.execute(status -> step.get());
            } catch (OptimisticLockingException | ConcurrencyFailureException | DuplicateKeyException e) {
                if (attempt == MOST_TRIES) {
                    throw e;
                }
            } catch (DataAccessException e) {
                throw Duties.refusalIn(e)
                        .<RuntimeException>map(words -> new Refused(HttpStatus.FORBIDDEN, "id", words))
                        .orElse(e);
            }
        }
    }
}
