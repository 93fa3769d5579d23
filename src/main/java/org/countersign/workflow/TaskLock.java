package org.countersign.workflow;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.context.Context;

/** Of several people who complete one task at the same moment, lets one through and makes the others wait. */
final class TaskLock {

    private TaskLock() {}

    /** Until the completing transaction ends. Whoever waited finds the task gone and tries anew, in vain. */
    static void hold(String taskId) {
        Connection connection =
                Context.getCommandContext().getDbSqlSession().getSqlSession().getConnection();
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT id_ FROM act_ru_task WHERE id_ = ? FOR UPDATE")) {
            lock.setString(1, taskId);
            if (!lock.executeQuery().next()) {
                throw new OptimisticLockingException("Somebody else has just completed the task " + taskId);
            }
        } catch (SQLException e) {
            throw new ProcessEngineException("The task " + taskId + " cannot be locked", e);
        }
    }
}
