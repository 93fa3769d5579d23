package org.countersign.journal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The subtrees of a tree that is kept as tiles. Each tile is read once. */
final class TileSubtrees implements Subtrees {

    /** Where tiles are. */
    interface Source {
        /** The hashes of a tile, as many as there are by now. */
        byte[] tile(int level, long n);
    }

    private final Source source;
    private final Map<String, byte[]> read = new HashMap<>();

    TileSubtrees(Source source) {
        this.source = source;
    }

    @Override
    public byte[] complete(int level, long index) {
        int height = level % Tile.HEIGHT;
        int tileLevel = level / Tile.HEIGHT;
        long first = index << height;
        byte[] tile = read.computeIfAbsent(
                tileLevel + "/" + first / Tile.WIDTH, at -> source.tile(tileLevel, first / Tile.WIDTH));
        return over(tile, (int) (first % Tile.WIDTH), 1 << height);
    }

    /** Over so many hashes of a tile; a power of two. */
    static byte[] over(byte[] tile, int from, int hashes) {
        if ((from + hashes) * Hashes.LENGTH > tile.length) {
            throw new IllegalArgumentException("The tree is not as large as that");
        }
        if (hashes == 1) {
            return Arrays.copyOfRange(tile, from * Hashes.LENGTH, (from + 1) * Hashes.LENGTH);
        }
        return Hashes.ofNode(over(tile, from, hashes / 2), over(tile, from + hashes / 2, hashes / 2));
    }
}
