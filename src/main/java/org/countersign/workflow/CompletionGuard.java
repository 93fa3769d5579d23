package org.countersign.workflow;

import java.sql.SQLException;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.impl.cmd.ClaimTaskCmd;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitStartFormCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitTaskFormCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Around every completion of a task, and around every start of a process by a person.
 *
 * <p>A broken rule comes out as the rule says it, not wrapped in the engine's words. And when two people
 * of different agencies complete at the same instant, both steps join the same case and the engine lets
 * one of them fail: neither did anything wrong, so that one is done again on the new state. Of two who
 * complete the same task, the second then learns that it is no longer open. A claim that comes twice is made once.
 */
class CompletionGuard extends CommandInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(CompletionGuard.class);
    private static final int MOST_TRIES = 5;
    private static final String UNIQUE_VIOLATION = "23505";
    /** What is said when the process has ended after the engine had found the task, and before it had its variables. */
    private static final Pattern ENDED_MEANWHILE =
            Pattern.compile("Cannot restore state of process instance|Expressions are not evaluated outside a process");

    @Override
    public <T> T execute(Command<T> command) {
        for (int attempt = 1; ; attempt++) {
            try {
                return next.execute(command);
            } catch (RuntimeException e) {
                // Rights on a task go with the task: asked again, one that was just completed is not found.
                boolean worthAnother =
                        isConflict(e) && attempt < MOST_TRIES || e instanceof AuthorizationException && attempt == 1;
                if (worthAnother && mayBeDoneAgain(command)) {
                    continue;
                }
                RuleBroken broken = ruleBrokenIn(e);
                if (broken == null) {
                    logIfOurs(command, e);
                    throw e;
                }
                throw Refusals.remember(broken);
            }
        }
    }

    /** What is left when a person's mistakes are taken away is a fault of a delegate, a table or the database. */
    private static void logIfOurs(Command<?> command, RuntimeException e) {
        if (isCompletion(command) && !(e instanceof AuthorizationException) && !(e instanceof NullValueException)) {
            LOG.error("A step of a person could not be carried out", e);
        }
    }

    /** Somebody else was faster: at the case the engine joins, or at a row that can only be written once. */
    private static boolean isConflict(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockingException
                    || cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())
                    || cause instanceof ProcessEngineException && saysThatItEnded(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean saysThatItEnded(Throwable cause) {
        return ENDED_MEANWHILE.matcher(String.valueOf(cause.getMessage())).find();
    }

    private static boolean isCompletion(Command<?> command) {
        return command instanceof CompleteTaskCmd
                || command instanceof SubmitTaskFormCmd
                || command instanceof SubmitStartFormCmd;
    }

    private static boolean mayBeDoneAgain(Command<?> command) {
        // Inside a larger transaction or command the conflict is not ours to repeat.
        return (isCompletion(command) || command instanceof ClaimTaskCmd)
                && Context.getCommandContext() == null
                && !TransactionSynchronizationManager.isActualTransactionActive();
    }

    private static RuleBroken ruleBrokenIn(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RuleBroken broken) {
                return broken;
            }
        }
        return Duties.refusalIn(thrown)
                .map(words -> new RuleBroken("task", words))
                .orElse(null);
    }
}
