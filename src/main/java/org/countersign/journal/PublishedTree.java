package org.countersign.journal;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The tree as anybody may have it (C2SP tlog-tiles). Its leaves are hashes of salted hashes: they give nothing away. */
@Component
public class PublishedTree {

    private final Leaves leaves;
    private final TreeWriter writer;

    PublishedTree(Leaves leaves, TreeWriter writer) {
        this.leaves = leaves;
        this.writer = writer;
    }

    /** The key that signs it, as {@code name+id+key}. */
    public String key() {
        return writer.key().toString();
    }

    /** The largest size that is signed; absent as long as nothing is. */
    public Optional<String> checkpoint() {
        return Optional.of(leaves.latest().note()).filter(note -> !note.isEmpty());
    }

    public long size() {
        return leaves.latest().size();
    }

    /** A tile or a bundle of leaves, by its path from {@code tile/} on. What there is never changes. */
    @Transactional(readOnly = true)
    public Optional<byte[]> tile(String path) {
        return TilePath.parse(path).flatMap(tile -> bytes(leaves, tile, size()));
    }

    static Optional<byte[]> bytes(Leaves leaves, TilePath tile, long size) {
        if (Tile.width(tile.treeLevel(), tile.n(), size) < tile.width()) {
            return Optional.empty();
        }
        return Optional.of(
                tile.level() == TilePath.DATA
                        ? bundle(leaves.data(tile.n(), tile.width()))
                        : Arrays.copyOf(leaves.tile(tile.level(), tile.n()), tile.width() * Hashes.LENGTH));
    }

    /** Each leaf's data with its length in two bytes before it. */
    private static byte[] bundle(List<byte[]> data) {
        var bundle = new ByteArrayOutputStream();
        for (byte[] entry : data) {
            bundle.write(0);
            bundle.write(entry.length);
            bundle.writeBytes(entry);
        }
        return bundle.toByteArray();
    }

    /** A proof, and the roots it leads from and to. */
    public record Consistency(byte[] rootBefore, byte[] root, List<byte[]> proof) {}

    /** That the tree of one size begins with that of a smaller one. Neither may be larger than the tree. */
    @Transactional(readOnly = true)
    public Consistency consistency(long before, long size) {
        var subtrees = new TileSubtrees(leaves);
        return new Consistency(subtrees.root(before), subtrees.root(size), subtrees.consistency(before, size));
    }
}
