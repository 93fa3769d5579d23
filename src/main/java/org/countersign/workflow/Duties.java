package org.countersign.workflow;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.countersign.problem.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who decides nothing, and for whom somebody acts in a case. Asked in the transaction that decides; the triggers of the
 * tables ask the same again.
 */
@Component
public class Duties {

    /** Nobody acts for two in one case, or in one directive. */
    public static final String ANOTHER_PART = "You have taken another part here already; nobody acts for two.";

    /** Said when the directory knows of groups, or the tables of a part, that the person's session does not. */
    private static final String BARRED = "The records bar you from this step. Sign in again; if it is still refused,"
            + " somebody else has to do it.";

    /** Of what the triggers refuse. */
    private static final String BARRED_STATE = "DU001";

    static final String ADMINISTRATORS = "administrators";

    private static final Set<String> RUNNING_THE_SYSTEM = Set.of(ADMINISTRATORS, "camunda-admin");
    private static final String PROCESS_OWNERS = "process-owners";
    private static final Set<String> APART_FROM_AUDITORS = Set.of("intake", "operating-committee", Appeal.APPEALS);

    private final JdbcClient db;

    Duties(JdbcClient db) {
        this.db = db;
    }

    /** Why a person of these groups decides nothing; empty when they may, each where its group may. */
    public static Optional<String> conflictIn(Collection<String> groups) {
        if (groups.stream().anyMatch(RUNNING_THE_SYSTEM::contains)) {
            return Optional.of("You are an administrator. An administrator decides nothing, in no other group either.");
        }
        if (groups.contains(PROCESS_OWNERS)) {
            return Optional.of("You are a process owner. Who makes the rules decides no case by them.");
        }
        if (groups.contains(ComplianceAudit.AUDITORS) && groups.stream().anyMatch(Duties::isApartFromAuditors)) {
            return Optional.of(
                    "You are an auditor and hold another office; as long as you hold both, you act in neither.");
        }
        return Optional.empty();
    }

    private static boolean isApartFromAuditors(String group) {
        return APART_FROM_AUDITORS.contains(group)
                || AgencySignOff.AGENCIES.contains(group)
                || AgencySignOff.AGENCIES.stream()
                        .map(AgencySignOff::directorsOf)
                        .anyMatch(group::equals);
    }

    /** Why the database has refused a person, if that is what went wrong. */
    static Optional<String> refusalIn(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && BARRED_STATE.equals(sql.getSQLState())) {
                return Optional.of(BARRED);
            }
        }
        return Optional.empty();
    }

    /** For steps outside a task. */
    public static void requireFit(Collection<String> groups, String field) {
        conflictIn(groups).ifPresent(words -> {
            throw new Refused(HttpStatus.FORBIDDEN, field, words);
        });
    }

    /** For steps outside a task: whether a person is free to act for an agency or office in a case. */
    public boolean mayActFor(String role, String applicationId, String person) {
        return db.sql("SELECT role FROM duty WHERE matter = ? AND person = ?")
                .params(applicationId, person)
                .query(String.class)
                .optional()
                .map(role::equals)
                .orElse(true);
    }

    /** As {@link #mayActFor}, refused in plain words. */
    public void requireActingFor(String role, String applicationId, String person, String field) {
        if (!mayActFor(role, applicationId, person)) {
            throw new Refused(HttpStatus.FORBIDDEN, field, ANOTHER_PART);
        }
    }
}
