package org.countersign.workflow;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.context.Context;

/**
 * Of several people who move one case at the same moment, lets one through and makes the others wait. The
 * case, or the directive, is locked before the task, here and everywhere, so that two steps never wait for each other.
 */
final class TaskLock {

    private TaskLock() {}

    /** Until the completing transaction ends. Whoever waited finds the task gone and tries anew, in vain. */
    static void hold(String applicationId, String directiveId, String taskId) {
        if (applicationId != null) {
            found("SELECT id FROM application WHERE id = ? FOR NO KEY UPDATE", applicationId);
        }
        if (directiveId != null) {
            found("SELECT id FROM directive WHERE id = ? FOR NO KEY UPDATE", directiveId);
        }
        if (!found("SELECT id_ FROM act_ru_task WHERE id_ = ? FOR UPDATE", taskId)) {
            throw new OptimisticLockingException("Somebody else has just completed the task " + taskId);
        }
    }

    static boolean found(String sql, String... parameters) {
        Connection connection =
                Context.getCommandContext().getDbSqlSession().getSqlSession().getConnection();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            return query.executeQuery().next();
        } catch (SQLException e) {
            throw new ProcessEngineException("The rows of a task cannot be read", e);
        }
    }
}
