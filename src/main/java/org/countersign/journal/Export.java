package org.countersign.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Writes the journal into a folder: the files that are published, and the entries with their contents. */
public final class Export {

    private static final int FETCH = 2_000;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Connection db;
    private final Path folder;

    public Export(Connection db, Path folder) {
        this.db = db;
        this.folder = folder;
    }

    /** In the snapshot of the connection's transaction. @return how many entries */
    public long write() throws SQLException, IOException {
        var leaves = new Leaves(JdbcClient.create(new SingleConnectionDataSource(db, true)));
        Leaves.Signed signed = leaves.latest();
        Files.createDirectories(folder);
        for (int level = 0; signed.size() >> (Tile.HEIGHT * level) > 0; level++) {
            write(leaves, level, signed.size());
        }
        write(leaves, TilePath.DATA, signed.size());
        entries();
        // Last: a folder with a checkpoint is whole.
        Files.writeString(folder.resolve("checkpoint"), signed.note());
        return signed.size();
    }

    private void write(Leaves leaves, int level, long size) throws IOException {
        int treeLevel = Math.max(0, level);
        for (long n = 0; Tile.width(treeLevel, n, size) > 0; n++) {
            var path = new TilePath(level, n, Tile.width(treeLevel, n, size));
            Path file = folder.resolve(path.toString());
            Files.createDirectories(file.getParent());
            Optional<byte[]> bytes = PublishedTree.bytes(leaves, path, size);
            Files.write(file, bytes.orElseThrow());
        }
    }

    private void entries() throws SQLException, IOException {
        var json = new ObjectMapper();
        Path file = folder.resolve(ExportedEntries.FILE);
        Files.deleteIfExists(file);
        Files.createFile(file, OWNER_ONLY); // unlike the rest of the folder it is not for everybody
        try (BufferedWriter lines = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
                Statement statement = db.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet row = statement.executeQuery(DatabaseCheck.LEAVES)) {
                while (row.next()) {
                    lines.write(
                            json.writeValueAsString(ExportedEntry.of(row.getLong("index"), DatabaseCheck.entry(row))));
                    lines.write('\n');
                }
            }
        }
    }
}
