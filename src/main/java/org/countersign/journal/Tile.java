package org.countersign.journal;

/**
 * 256 hashes that stand side by side in the tree, eight levels above those of the tile below (C2SP tlog-tiles).
 *
 * @param root the hash over them, which is one of the hashes in the tile above
 */
record Tile(int level, long n, byte[] hashes, byte[] root) {

    static final int WIDTH = 256;
    static final int HEIGHT = 8;
    static final int LENGTH = WIDTH * Hashes.LENGTH;

    /** How many hashes a tile has in a tree of that size; 0 when there is no such tile. */
    static int width(int level, long n, long size) {
        long hashes = size >> (HEIGHT * level);
        return (int) Math.max(0, Math.min(WIDTH, hashes - n * WIDTH));
    }
}
