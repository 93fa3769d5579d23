package org.countersign.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** In the one database, in parts: every node sees them, and a backup has them. */
@Component
class DatabaseContents implements Contents {

    /** As large as a row of {@code document_content} may be. */
    private static final int PART_BYTES = 512 * 1024;

    private final JdbcClient db;

    DatabaseContents(JdbcClient db) {
        this.db = db;
    }

    @Override
    public Store store() {
        return Store.POSTGRESQL;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(Document document, Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            int part = 0;
            for (byte[] next; (next = bytes.readNBytes(PART_BYTES)).length > 0; part++) {
                db.sql("INSERT INTO document_content (document_id, part, bytes) VALUES (?, ?, ?)")
                        .params(document.id(), part, next)
                        .update();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void copy(Document document, OutputStream to) throws IOException {
        int part = 0;
        for (Optional<byte[]> bytes; (bytes = part(document, part)).isPresent(); part++) {
            to.write(bytes.get());
        }
    }

    private Optional<byte[]> part(Document document, int part) {
        return db.sql("SELECT bytes FROM document_content WHERE document_id = ? AND part = ?")
                .params(document.id(), part)
                .query((row, n) -> row.getBytes("bytes"))
                .optional();
    }
}
