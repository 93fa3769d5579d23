package org.countersign.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.countersign.journal.Leaves.Signed;
import org.countersign.journal.Leaves.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes what has been committed into the tree: one writer at a time on all nodes, a batch in one transaction, one
 * signature for a batch. Whatever it is killed in, a batch is in the tree whole and signed, or waits whole.
 *
 * <p>Signs nothing that contradicts what was signed before, in the database or beside the key: a database that somebody
 * has rewritten or that was restored from before gets no signature, and steps go on without.
 */
@Component
class TreeWriter {

    private static final Logger LOG = LoggerFactory.getLogger(TreeWriter.class);

    /** Any number that nothing else uses: whoever holds it writes. */
    private static final long WRITER_LOCK = 0x4a4f55524e414cL;

    private static final int MOST_AT_ONCE = 4_096;

    private final JdbcClient db;
    private final Leaves leaves;
    private final CheckpointSigner signer;
    private final JournalSettings settings;
    private final ApplicationEventPublisher news;
    private final TransactionTemplate ownTransaction;
    private final NoteKey key;

    /** The notes of which this node knows that its key signed them. */
    private volatile List<String> ours = List.of();

    private volatile String refused = "";

    TreeWriter(
            JdbcClient db,
            Leaves leaves,
            CheckpointSigner signer,
            JournalSettings settings,
            ApplicationEventPublisher news,
            PlatformTransactionManager transactions) {
        this.db = db;
        this.leaves = leaves;
        this.signer = signer;
        this.settings = settings;
        this.news = news;
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.key = new NoteKey(signer.origin(), signer.publicKey());
    }

    NoteKey key() {
        return key;
    }

    /** Takes in everything that is committed by now; waits for a writer that is at it. */
    void settle() {
        int taken = MOST_AT_ONCE;
        while (taken == MOST_AT_ONCE) {
            taken = grow();
        }
    }

    /** Takes in one batch. @return how many entries */
    int grow() {
        var batch = new Batch();
        try {
            ownTransaction.executeWithoutResult(status -> batch.take());
        } catch (Contradiction e) {
            if (!e.getMessage().equals(refused)) {
                LOG.error("The journal is not signed any more: {} (docs/journal.md says what to do)", e.getMessage());
                refused = e.getMessage();
            }
            return 0;
        }
        if (batch.signed != null) {
            // After the commit: what is remembered is certainly in the database.
            signer.remember(batch.signed.size(), batch.signed.note());
            ours = List.of(batch.signed.note());
            refused = "";
            news.publishEvent(new JournalGrew());
        }
        return batch.taken;
    }

    /** One transaction. */
    private final class Batch {

        private int taken;
        private Signed signed;

        void take() {
            db.sql("SELECT pg_advisory_xact_lock(?)")
                    .param(WRITER_LOCK)
                    .query((row, n) -> 0)
                    .list();
            List<Waiting> entries = leaves.waiting(MOST_AT_ONCE);
            if (entries.isEmpty()) {
                return;
            }
            Signed last = leaves.latest();
            List<Tile> filled = new ArrayList<>();
            GrowingTree tree = GrowingTree.from(last.size(), leaves.unfilled(last.size()), filled::add);
            checkThatWeSigned(last, tree.root());
            List<byte[]> hashes = entries.stream()
                    .map(entry -> Hashes.ofLeaf(entry.entryHash()))
                    .toList();
            hashes.forEach(tree::add);
            leaves.add(last.size(), entries, hashes);
            filled.forEach(leaves::add);
            var checkpoint = new Checkpoint(signer.origin(), tree.size(), tree.root());
            byte[] signature = signer.sign(checkpoint.text().getBytes(StandardCharsets.UTF_8));
            String note = checkpoint.text() + "\n" + key.line(signature);
            signed = new Signed(last.number() + 1, tree.size(), tree.root(), note);
            leaves.add(signed);
            taken = entries.size();
        }
    }

    private void checkThatWeSigned(Signed last, byte[] root) {
        if (!Arrays.equals(last.root(), root)) {
            throw new Contradiction("the tree in the database has not the root that was signed for it");
        }
        if (last.size() > 0 && !isOurs(last.note()) && !settings.acceptNewKey()) {
            throw new Contradiction(
                    "the last checkpoint in the database was not signed by the key " + key
                            + "; nodes share their keys, and a new key has to be accepted by countersign.journal.accept-new-key");
        }
        signer.lastSigned()
                .filter(note -> isOurs(note) || !settings.acceptNewKey())
                .ifPresent(note -> {
                    Checkpoint kept = read(note);
                    if (kept.size() > last.size()) {
                        throw new Contradiction("the tree in the database has %d entries, and %d were signed before"
                                .formatted(last.size(), kept.size()));
                    }
                    byte[] rootThen = kept.size() == last.size() ? root : new TileSubtrees(leaves).root(kept.size());
                    if (!Arrays.equals(kept.root(), rootThen)) {
                        throw new Contradiction(
                                "the first %d entries in the database are not those that were signed before"
                                        .formatted(kept.size()));
                    }
                });
    }

    private boolean isOurs(String note) {
        if (ours.contains(note)) {
            return true;
        }
        return read(note).origin().equals(signer.origin()) && key.hasSigned(SignedNote.parse(note));
    }

    private static Checkpoint read(String note) {
        try {
            return Checkpoint.parse(SignedNote.parse(note));
        } catch (IllegalArgumentException e) {
            throw new Contradiction("what stands for its last checkpoint is none: " + e.getMessage());
        }
    }

    /** What is in the database is not what was signed. */
    private static final class Contradiction extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Contradiction(String sentence) {
            super(sentence);
        }
    }
}
