package org.countersign.journal;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The right edge of a tree: enough to add leaves, to know the root, and to see each tile as it is filled. */
final class GrowingTree {

    private final Consumer<Tile> filled;
    private final List<ByteArrayOutputStream> tiles = new ArrayList<>();
    /** By level, the complete subtree that still waits for its right neighbour; what no bit of the size names is stale. */
    private final byte[][] waiting = new byte[Long.SIZE][];

    private long size;

    GrowingTree(Consumer<Tile> filled) {
        this.filled = filled;
    }

    /** Goes on from a tree of which the unfilled tiles are known, one for each level. */
    static GrowingTree from(long size, List<byte[]> unfilled, Consumer<Tile> filled) {
        var tree = new GrowingTree(filled);
        for (int level = 0; level < unfilled.size(); level++) {
            byte[] hashes = unfilled.get(level);
            tree.tile(level).writeBytes(hashes);
            int width = hashes.length / Hashes.LENGTH;
            int at = 0;
            for (int bit = Tile.HEIGHT - 1; bit >= 0; bit--) {
                if ((width >> bit & 1) == 1) {
                    tree.waiting[level * Tile.HEIGHT + bit] = TileSubtrees.over(hashes, at, 1 << bit);
                    at += 1 << bit;
                }
            }
        }
        tree.size = size;
        return tree;
    }

    long size() {
        return size;
    }

    void add(byte[] leafHash) {
        byte[] hash = leafHash;
        int level = 0;
        tile(0).writeBytes(hash);
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            hash = Hashes.ofNode(waiting[level], hash);
            level++;
            if (level % Tile.HEIGHT == 0) {
                fill(level / Tile.HEIGHT - 1, hash);
            }
        }
        waiting[level] = hash;
        size++;
    }

    private void fill(int level, byte[] root) {
        ByteArrayOutputStream hashes = tile(level);
        long n = (size >> (Tile.HEIGHT * (level + 1)));
        filled.accept(new Tile(level, n, hashes.toByteArray(), root));
        hashes.reset();
        tile(level + 1).writeBytes(root);
    }

    byte[] root() {
        byte[] root = null;
        for (int level = 0; size >> level != 0; level++) {
            if ((size >> level & 1) == 1) {
                root = root == null ? waiting[level] : Hashes.ofNode(waiting[level], root);
            }
        }
        return root == null ? Hashes.ofNothing() : root;
    }

    /** The tiles that are not full, as far as they go. */
    List<Tile> unfilled() {
        List<Tile> unfilled = new ArrayList<>();
        for (int level = 0; level < tiles.size(); level++) {
            if (tiles.get(level).size() > 0) {
                long n = size >> (Tile.HEIGHT * (level + 1));
                unfilled.add(new Tile(level, n, tiles.get(level).toByteArray(), null));
            }
        }
        return unfilled;
    }

    private ByteArrayOutputStream tile(int level) {
        while (tiles.size() <= level) {
            tiles.add(new ByteArrayOutputStream(Tile.LENGTH));
        }
        return tiles.get(level);
    }
}
