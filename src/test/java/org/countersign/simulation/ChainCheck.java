package org.countersign.simulation;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.countersign.database.EmbeddedDatabase;
import org.countersign.journal.Journal;
import org.countersign.journal.PublishedTree;
import org.countersign.journal.Verification;
import org.countersign.testing.TestServers;

/** Has the verifier compute the whole journal again. */
final class ChainCheck {

    private final Verification.Result result;

    ChainCheck(Journal journal, PublishedTree tree) {
        EmbeddedDatabase server = TestServers.DATABASE;
        journal.head();
        try (Connection connection =
                DriverManager.getConnection(server.url(), server.applicationUser(), server.applicationPassword())) {
            connection.setSchema("countersign");
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var verification = new Verification(List.of(tree.key()));
            tree.checkpoint().ifPresent(note -> verification.against("the published checkpoint", note));
            result = verification.database(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> breaks() {
        return result.breaks();
    }

    long length() {
        return result.entries();
    }
}
