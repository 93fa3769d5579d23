package org.countersign.workflow;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.camunda.bpm.engine.impl.SchemaOperationsProcessEngineBuild;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;

/**
 * The engine makes its tables in public. Everywhere else our own schema comes first, where the application's role can make
 * none: nobody puts a table before one of ours.
 */
class EngineSchema extends SchemaOperationsProcessEngineBuild {

    @Override
    public Void execute(CommandContext command) {
        Connection connection = command.getDbSqlSession().getSqlSession().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL search_path TO public");
        } catch (SQLException e) {
            throw new IllegalStateException("The engine's tables cannot be looked for", e);
        }
        return super.execute(command);
    }
}
