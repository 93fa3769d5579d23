package org.countersign.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Builds the tree again from its leaves, and holds against it every tile and every root that somebody has signed. */
final class TreeCheck {

    private final Breaks breaks;
    private final Map<String, byte[]> tiles = new HashMap<>();
    private final TreeMap<Long, List<Known>> heads = new TreeMap<>();
    private final GrowingTree tree = new GrowingTree(this::filled);
    private boolean checksTiles;
    private Consumer<Tile> onFilled = tile -> {};

    TreeCheck(Breaks breaks) {
        this.breaks = breaks;
    }

    private record Known(String what, byte[] root) {}

    /** To be told before the leaves. */
    void expect(String what, Checkpoint head) {
        heads.computeIfAbsent(head.size(), size -> new ArrayList<>()).add(new Known(what, head.root()));
    }

    /** To be told before the leaves. */
    void expect(Tile tile) {
        tiles.put(name(tile), digest(tile));
    }

    void onFilled(Consumer<Tile> seesTile) {
        onFilled = seesTile;
    }

    /** Tiles are told, and one that is not told is missing. */
    void checkTiles() {
        checksTiles = true;
    }

    long size() {
        return tree.size();
    }

    GrowingTree tree() {
        return tree;
    }

    void leaf(byte[] leafHash) {
        if (tree.size() == 0) {
            compare();
        }
        tree.add(leafHash);
        compare();
    }

    private void compare() {
        List<Known> known = heads.remove(tree.size());
        if (known != null) {
            byte[] root = tree.root();
            for (Known head : known) {
                if (!Arrays.equals(root, head.root())) {
                    breaks.add(
                            "%s is of another history: its root of the first %,d entries is not theirs",
                            head.what(), tree.size());
                }
            }
        }
    }

    private void filled(Tile tile) {
        onFilled.accept(tile);
        if (checksTiles) {
            byte[] stored = tiles.remove(name(tile));
            if (stored == null) {
                breaks.add("%s is missing", name(tile));
            } else if (!Arrays.equals(stored, digest(tile))) {
                breaks.add("%s does not hold the hashes of its leaves", name(tile));
            }
        }
    }

    /** When all leaves are in. */
    void finish() {
        if (tree.size() == 0) {
            compare();
        }
        heads.forEach((size, known) -> known.forEach(head -> breaks.add(
                "%s has %,d entries, and the journal has %,d: it was shortened", head.what(), size, tree.size())));
        tiles.keySet().forEach(tile -> breaks.add("%s is one too many", tile));
    }

    private static String name(Tile tile) {
        return "The tile %d of level %d".formatted(tile.n(), tile.level());
    }

    private static byte[] digest(Tile tile) {
        return Hashes.sha256(tile.hashes(), tile.root());
    }
}
