package org.countersign.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.countersign.journal.CheckpointSigner;
import org.countersign.signing.NamedKeyFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The key of the journal. The last checkpoint lies beside it, where nobody comes who has only the database. */
@Component
class JournalKey implements CheckpointSigner {

    static final String FILE = "journal-key.json";
    static final String LAST_SIGNED = ".last-signed";

    private static final Logger LOG = LoggerFactory.getLogger(JournalKey.class);

    private final NamedKeyFile key;

    @Autowired
    JournalKey(ProofSettings settings, @Value("${countersign.data-dir}") Path dataDirectory) {
        this(file(settings.keyFile(), dataDirectory), settings.origin());
    }

    JournalKey(Path file, String origin) {
        try {
            this.key = NamedKeyFile.open(file, origin);
        } catch (IOException e) {
            throw new IllegalStateException("The journal's key cannot be read or made: " + e.getMessage(), e);
        }
        if (!key.name().equals(origin)) {
            LOG.warn("The journal stays {}, the name its key was made for; {} is not taken", key.name(), origin);
        }
    }

    static Path file(Path set, Path dataDirectory) {
        return set == null ? dataDirectory.resolve("keys").resolve(FILE) : set;
    }

    @Override
    public String origin() {
        return key.name();
    }

    @Override
    public byte[] publicKey() {
        return key.publicKey();
    }

    @Override
    public byte[] sign(byte[] text) {
        return key.sign(text);
    }

    @Override
    public Optional<String> lastSigned() {
        try {
            return key.kept(LAST_SIGNED);
        } catch (IOException e) {
            throw new UncheckedIOException("What the journal's key signed last cannot be read", e);
        }
    }

    @Override
    public void remember(long size, String note) {
        try {
            key.keep(LAST_SIGNED, note, kept -> sizeOf(kept) < size);
        } catch (IOException e) {
            // Such as a full disk. It is in the database, and the next one is remembered in its place.
            LOG.error("What the journal's key has signed cannot be kept beside it: {}", e.getMessage());
        }
    }

    /** The second line of a checkpoint. */
    private static long sizeOf(String note) {
        return Long.parseLong(note.split("\n", 3)[1]);
    }
}
