package org.countersign.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Checks the files of a published or exported journal against its checkpoint. */
final class FilesCheck {

    private static final int BUNDLED = 2 + Hashes.LENGTH;

    private final Verification.Files files;
    private final TreeCheck tree;
    private final Breaks breaks;
    private final List<Tile> filled = new ArrayList<>();

    FilesCheck(Verification.Files files, TreeCheck tree, Breaks breaks) {
        this.files = files;
        this.tree = tree;
        this.breaks = breaks;
    }

    long run(List<NoteKey> keys) throws IOException {
        Optional<byte[]> note = files.read("checkpoint");
        if (note.isEmpty()) {
            breaks.add("there is no checkpoint");
            return 0;
        }
        Checkpoint checkpoint;
        try {
            checkpoint = Verification.read(new String(note.get(), StandardCharsets.UTF_8), keys);
        } catch (IllegalArgumentException e) {
            breaks.add("the checkpoint: %s", e.getMessage());
            return 0;
        }
        tree.expect("the checkpoint", checkpoint);
        tree.onFilled(filled::add);
        var entries = new ExportedEntries(files, breaks);
        for (long n = 0; n * Tile.WIDTH < checkpoint.size(); n++) {
            bundle(n, Tile.width(0, n, checkpoint.size()), entries);
        }
        tree.finish();
        for (Tile tile : tree.tree().unfilled()) {
            compare(tile);
        }
        entries.finish(checkpoint.size());
        return checkpoint.size();
    }

    private void bundle(long n, int width, ExportedEntries entries) throws IOException {
        var path = new TilePath(TilePath.DATA, n, width);
        byte[] bundle = read(path).orElse(new byte[0]);
        if (bundle.length != width * BUNDLED) {
            breaks.add("%s does not hold %d leaves", path, width);
            return;
        }
        for (int leaf = 0; leaf < width; leaf++) {
            int at = leaf * BUNDLED;
            if (bundle[at] != 0 || bundle[at + 1] != Hashes.LENGTH) {
                breaks.add("%s: leaf %d is of another length", path, leaf);
            }
            byte[] data = Arrays.copyOfRange(bundle, at + 2, at + BUNDLED);
            entries.compare(n * Tile.WIDTH + leaf, data);
            tree.leaf(Hashes.ofLeaf(data));
        }
        for (Tile tile : filled) {
            compare(tile);
        }
        filled.clear();
    }

    private void compare(Tile tile) throws IOException {
        TilePath path = TilePath.of(tile);
        if (!Arrays.equals(read(path).orElse(null), tile.hashes())) {
            breaks.add("%s does not hold the hashes of its leaves, or is missing", path);
        }
    }

    private Optional<byte[]> read(TilePath path) throws IOException {
        return files.read(path.toString());
    }
}
