package org.countersign.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The two roles and the one database, brought into being at each start where they are missing. The owner makes and
 * changes the schema; the application, which talks to the outside, can neither alter our tables nor grant itself more
 * than the migrations gave it.
 */
record DatabaseRoles(int port, Credentials credentials) {

    static final String SUPERUSER = "postgres";
    static final String OWNER = "countersign_owner";
    static final String APPLICATION = "countersign";
    private static final String DATABASE = "countersign";
    private static final String SCHEMA = "countersign";
    private static final String NO_SUCH_DATABASE = "3D000";

    String url() {
        return url(DATABASE) + "?reWriteBatchedInserts=true";
    }

    void establish() throws SQLException {
        try (Connection connection = connect(DATABASE)) {
            establishSchema(connection);
        } catch (SQLException e) {
            if (!NO_SUCH_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
            createDatabase();
            try (Connection connection = connect(DATABASE)) {
                establishSchema(connection);
            }
        }
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            establishRole(connection, OWNER, credentials.ownerPassword());
            establishRole(connection, APPLICATION, credentials.applicationPassword());
            // Last: a database that exists tells the next start that its roles do too.
            statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
        }
    }

    private static void establishRole(Connection connection, String role, String password) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM pg_roles WHERE rolname = ?");
                Statement statement = connection.createStatement()) {
            query.setString(1, role);
            try (ResultSet known = query.executeQuery()) {
                if (!known.next()) {
                    // Our passwords consist of letters, digits, - and _ only.
                    statement.execute("CREATE ROLE " + role
                            + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD '" + password + "'");
                }
            }
        }
    }

    /** One round trip; every line may run again. */
    private static void establishSchema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    REVOKE ALL ON DATABASE %1$s FROM PUBLIC;
                    GRANT CONNECT, TEMPORARY ON DATABASE %1$s TO %3$s;
                    -- Unqualified names resolve: ours lie in our schema, the engine's tables in public.
                    ALTER DATABASE %1$s SET search_path TO %4$s, public, pg_temp;
                    CREATE SCHEMA IF NOT EXISTS %4$s AUTHORIZATION %2$s;
                    GRANT USAGE ON SCHEMA %4$s TO %3$s;
                    -- The engine creates its own tables.
                    GRANT USAGE, CREATE ON SCHEMA public TO %3$s;
                    """
                            .formatted(DATABASE, OWNER, APPLICATION, SCHEMA));
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), SUPERUSER, credentials.superuserPassword());
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }
}
