package org.countersign.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.countersign.database.StoredDatabase;

/** One snapshot of the database, for reading. */
record JournalDatabase(Connection connection, Runnable release) implements AutoCloseable {

    private static final String URL = "SPRING_DATASOURCE_URL";

    static JournalDatabase open(Path dataDirectory, Map<String, String> environment) throws IOException, SQLException {
        String url = environment.get(URL);
        if (url != null) {
            return snapshot(
                    url,
                    environment.get("SPRING_DATASOURCE_USERNAME"),
                    environment.get("SPRING_DATASOURCE_PASSWORD"),
                    () -> {});
        }
        StoredDatabase stored = StoredDatabase.open(dataDirectory);
        try {
            return snapshot(stored.url(), stored.user(), stored.password(), stored::close);
        } catch (SQLException e) {
            stored.close();
            throw e;
        }
    }

    private static JournalDatabase snapshot(String url, String user, String password, Runnable release)
            throws SQLException {
        Connection connection = DriverManager.getConnection(url, user, password);
        connection.setSchema("countersign");
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        return new JournalDatabase(connection, release);
    }

    @Override
    public void close() throws SQLException {
        try {
            connection.rollback();
            connection.close();
        } finally {
            release.run();
        }
    }
}
