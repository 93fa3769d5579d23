package org.countersign.journal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a tile is found (C2SP tlog-tiles): the number in groups of three digits, all but the last with an x before them.
 *
 * @param level −1 for a bundle of the leaves' data
 * @param width 256 for a full one
 */
record TilePath(int level, long n, int width) {

    static final String FOLDER = "tile/";
    static final int DATA = -1;

    private static final Pattern FORM =
            Pattern.compile("tile/(entries|0|[1-7])/((?:x\\d{3}/){0,4}\\d{3})(?:\\.p/([1-9]\\d{0,2}))?");

    static TilePath of(Tile tile) {
        return new TilePath(tile.level(), tile.n(), tile.hashes().length / Hashes.LENGTH);
    }

    static Optional<TilePath> parse(String path) {
        Matcher form = FORM.matcher(path);
        if (!form.matches()) {
            return Optional.empty();
        }
        int level = form.group(1).equals("entries") ? DATA : Integer.parseInt(form.group(1));
        long n = Long.parseLong(form.group(2).replaceAll("[x/]", ""));
        int width = form.group(3) == null ? Tile.WIDTH : Integer.parseInt(form.group(3));
        var tile = new TilePath(level, n, width);
        // One address for one tile: nothing but the shortest form.
        return width <= Tile.WIDTH && tile.toString().equals(path) ? Optional.of(tile) : Optional.empty();
    }

    /** Of the level whose sizes say how many hashes or leaves there are. */
    int treeLevel() {
        return Math.max(0, level);
    }

    @Override
    public String toString() {
        var groups = new StringBuilder("%03d".formatted(n % 1_000));
        for (long rest = n / 1_000; rest > 0; rest /= 1_000) {
            groups.insert(0, "x%03d/".formatted(rest % 1_000));
        }
        String partial = width == Tile.WIDTH ? "" : ".p/" + width;
        return FOLDER + (level == DATA ? "entries" : level) + "/" + groups + partial;
    }
}
