package org.countersign.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree against the vectors of Certificate Transparency, and against the definitions of RFC 9162 read aloud. */
class TreeTest {

    private static final List<String> INPUTS =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static final int SIZES = 300;

    @Test
    void hasTheKnownRoots() {
        assertThat(hex(Hashes.ofNothing()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        var tree = new GrowingTree(tile -> {});
        for (int size = 1; size <= INPUTS.size(); size++) {
            tree.add(vectors().get(size - 1));
            assertThat(hex(tree.root())).isEqualTo(ROOTS.get(size - 1));
            assertThat(hex(new Tiled(vectors()).root(size))).isEqualTo(ROOTS.get(size - 1));
        }
    }

    @Test
    void makesTheKnownProofs() {
        Subtrees tree = new Tiled(vectors());
        List<String> first = List.of(
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        assertThat(hex(tree.inclusion(0, 1))).isEmpty();
        assertThat(hex(tree.inclusion(0, 8))).isEqualTo(first);
        assertThat(hex(tree.inclusion(5, 8)))
                .containsExactly(
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(hex(tree.inclusion(2, 3))).containsExactly(ROOTS.get(1));
        assertThat(hex(tree.consistency(1, 1))).isEmpty();
        assertThat(hex(tree.consistency(1, 8))).isEqualTo(first);
        assertThat(hex(tree.consistency(6, 8)))
                .containsExactly(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
        assertThat(hex(tree.consistency(2, 5)))
                .containsExactly(
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    }

    @Test
    void agreesWithTheDefinitionAtEverySize() {
        List<byte[]> leaves = leaves(SIZES);
        Subtrees tree = new Tiled(leaves);
        var growing = new GrowingTree(tile -> {});
        for (int size = 0; size <= SIZES; size++) {
            assertThat(growing.root()).isEqualTo(defined(leaves.subList(0, size)));
            assertThat(tree.root(size)).isEqualTo(growing.root());
            if (size < SIZES) {
                growing.add(leaves.get(size));
            }
        }
    }

    @Test
    void provesEveryLeafAtEverySizeAndNothingElse() {
        List<byte[]> leaves = leaves(SIZES);
        Subtrees tree = new Tiled(leaves);
        for (int size = 1; size <= SIZES; size++) {
            byte[] root = tree.root(size);
            for (int index = 0; index < size; index++) {
                List<byte[]> proof = tree.inclusion(index, size);
                assertThat(Proofs.includes(root, size, index, leaves.get(index), proof))
                        .isTrue();
                int other = (index + 1) % size;
                assertThat(other != index && Proofs.includes(root, size, other, leaves.get(index), proof))
                        .as("leaf %d of %d in another's place", index, size)
                        .isFalse();
                assertThat(Proofs.includes(root, size, index, leaves.get(SIZES - 1), proof))
                        .isEqualTo(index == SIZES - 1);
            }
        }
    }

    @Test
    void provesTheGrowthBetweenEverySizesAndNothingElse() {
        List<byte[]> leaves = leaves(SIZES);
        Subtrees tree = new Tiled(leaves);
        List<byte[]> forged = new ArrayList<>(leaves);
        forged.set(0, Hashes.ofLeaf(new byte[] {99}));
        Subtrees other = new Tiled(forged);
        for (int size = 0; size <= SIZES; size += size < 40 ? 1 : 7) {
            for (int before = 0; before <= size; before++) {
                List<byte[]> proof = tree.consistency(before, size);
                assertThat(Proofs.grew(before, tree.root(before), size, tree.root(size), proof))
                        .isTrue();
                if (before > 0) {
                    assertThat(Proofs.grew(before, other.root(before), size, tree.root(size), proof))
                            .isFalse();
                    assertThat(Proofs.grew(before, tree.root(before), size, other.root(size), proof))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void noChangedProofHolds() {
        var random = new Random(6);
        List<byte[]> leaves = leaves(SIZES);
        Subtrees tree = new Tiled(leaves);
        for (int round = 0; round < 2_000; round++) {
            int size = 2 + random.nextInt(SIZES - 1);
            int index = random.nextInt(size);
            List<byte[]> proof = changed(tree.inclusion(index, size), random);
            assertThat(Proofs.includes(tree.root(size), size, index, leaves.get(index), proof))
                    .isFalse();
            int before = 1 + random.nextInt(size - 1);
            List<byte[]> growth = changed(tree.consistency(before, size), random);
            assertThat(Proofs.grew(before, tree.root(before), size, tree.root(size), growth))
                    .isFalse();
        }
    }

    private static List<byte[]> changed(List<byte[]> proof, Random random) {
        List<byte[]> changed = new ArrayList<>(proof);
        switch (random.nextInt(4)) {
            case 0 -> changed.remove(random.nextInt(changed.size()));
            case 1 -> changed.add(random.nextInt(changed.size() + 1), new byte[Hashes.LENGTH]);
            case 2 -> changed.add(new byte[3]);
            default -> {
                int at = random.nextInt(changed.size());
                byte[] hash = changed.get(at).clone();
                hash[random.nextInt(hash.length)] ^= 1 << random.nextInt(8);
                changed.set(at, hash);
            }
        }
        return changed;
    }

    @Test
    void goesOnFromItsUnfilledTilesAtEverySize() {
        List<byte[]> leaves = leaves(70_000);
        Map<String, byte[]> roots = new HashMap<>();
        var whole = new GrowingTree(tile -> roots.put(tile.level() + "/" + tile.n(), tile.root()));
        for (byte[] leaf : leaves) {
            long size = whole.size();
            if (size < 600 || size % 4_096 < 2 || size > 65_530 && size < 65_540) {
                List<byte[]> unfilled = new ArrayList<>();
                whole.unfilled().forEach(tile -> {
                    while (unfilled.size() < tile.level()) {
                        unfilled.add(new byte[0]);
                    }
                    unfilled.add(tile.hashes());
                });
                GrowingTree resumed = GrowingTree.from(size, unfilled, tile -> {});
                assertThat(resumed.root()).isEqualTo(whole.root());
                resumed.add(leaf);
                whole.add(leaf);
                assertThat(resumed.root()).isEqualTo(whole.root());
            } else {
                whole.add(leaf);
            }
        }
        assertThat(roots).hasSize(70_000 / 256 + 1).containsKey("1/0");
        assertThat(new Tiled(leaves).root(70_000)).isEqualTo(whole.root());
    }

    @Test
    void refusesProofsOfWhatIsNotThere() {
        Subtrees tree = new Tiled(leaves(5));
        assertThatThrownBy(() -> tree.inclusion(5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.consistency(6, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.root(6)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/000",
                "tile/0/000.p/1",
                "tile/1/x001/x234/067",
                "tile/entries/x001/234.p/255",
                "tile/7/999.p/16"
            })
    void readsThePathsOfTiles(String path) {
        assertThat(TilePath.parse(path).orElseThrow()).hasToString(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/0",
                "tile/0/x000/001",
                "tile/0/001/234",
                "tile/0/x1/234",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/8/000",
                "tile/00/000",
                "tile/-1/000",
                "tile/data/000",
                "tile/0/../000",
                "tile/0/x999/x999/x999/x999/x999/999",
                "tile/0/000 "
            })
    void readsNoOtherPaths(String path) {
        assertThat(TilePath.parse(path)).isEmpty();
    }

    private static List<byte[]> vectors() {
        return INPUTS.stream()
                .map(input -> Hashes.ofLeaf(HexFormat.of().parseHex(input)))
                .toList();
    }

    private static List<byte[]> leaves(int size) {
        List<byte[]> leaves = new ArrayList<>();
        for (int n = 0; n < size; n++) {
            leaves.add(Hashes.ofLeaf(("leaf " + n).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        return leaves;
    }

    /** MTH of RFC 9162, 2.1.1, word for word. */
    private static byte[] defined(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return Hashes.ofNothing();
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = 1;
        while (2 * k < leaves.size()) {
            k *= 2;
        }
        return Hashes.ofNode(defined(leaves.subList(0, k)), defined(leaves.subList(k, leaves.size())));
    }

    /** A tree in tiles that are cut from its leaves each time. */
    private static final class Tiled implements Subtrees {

        private final TileSubtrees tiles;
        private final List<byte[]> leaves;

        Tiled(List<byte[]> leaves) {
            this.leaves = leaves;
            this.tiles = new TileSubtrees(this::tile);
        }

        private byte[] tile(int level, long n) {
            List<byte[]> hashes = new ArrayList<>();
            int under = 1 << (Tile.HEIGHT * level);
            for (long at = n * Tile.WIDTH; at < (n + 1) * Tile.WIDTH && (at + 1) * under <= leaves.size(); at++) {
                hashes.add(defined(leaves.subList((int) at * under, (int) (at + 1) * under)));
            }
            return Hashes.joined(hashes);
        }

        @Override
        public byte[] complete(int level, long index) {
            return tiles.complete(level, index);
        }
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(TreeTest::hex).toList();
    }
}
