package org.countersign.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that starts the database in the given directory, notes one row and waits to be killed. */
class ServerProcess {

    public static void main(String[] arguments) throws SQLException, IOException {
        noteOneMore(EmbeddedDatabase.start(Path.of(arguments[0]), Durability.FULL));
        System.out.println("ready");
        System.in.read();
    }

    static List<String> noteOneMore(EmbeddedDatabase database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        database.url(), database.applicationUser(), database.applicationPassword());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS public.note (id int GENERATED ALWAYS AS IDENTITY)");
            statement.execute("INSERT INTO note DEFAULT VALUES");
            List<String> notes = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT id FROM note ORDER BY id")) {
                while (rows.next()) {
                    notes.add(rows.getString(1));
                }
            }
            return notes;
        }
    }
}
