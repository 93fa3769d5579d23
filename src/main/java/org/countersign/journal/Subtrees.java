package org.countersign.journal;

import java.util.ArrayList;
import java.util.List;

/** What can be proven about a tree of which the complete subtrees are known (RFC 9162, 2.1.3 and 2.1.4). */
interface Subtrees {

    /** The hash over the {@code 2^level} leaves from {@code index * 2^level} on. */
    byte[] complete(int level, long index);

    /** The root as it was when the tree had that many leaves. */
    default byte[] root(long size) {
        return size == 0 ? Hashes.ofNothing() : over(0, size);
    }

    /** The way from a leaf to the root of the first {@code size} leaves. */
    default List<byte[]> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("Leaf %d is not among %d".formatted(index, size));
        }
        List<byte[]> proof = new ArrayList<>();
        path(index, 0, size, proof);
        return proof;
    }

    /** That the first {@code size} leaves begin with the first {@code before} ones. */
    default List<byte[]> consistency(long before, long size) {
        if (before < 0 || before > size) {
            throw new IllegalArgumentException("%d leaves are not among %d".formatted(before, size));
        }
        List<byte[]> proof = new ArrayList<>();
        if (before > 0 && before < size) {
            subproof(before, 0, size, true, proof);
        }
        return proof;
    }

    private byte[] over(long from, long to) {
        long leaves = to - from;
        if (Long.bitCount(leaves) == 1) {
            int level = Long.numberOfTrailingZeros(leaves);
            return complete(level, from >> level);
        }
        long split = from + Long.highestOneBit(leaves - 1);
        return Hashes.ofNode(over(from, split), over(split, to));
    }

    private void path(long index, long from, long to, List<byte[]> proof) {
        if (to - from == 1) {
            return;
        }
        long split = from + Long.highestOneBit(to - from - 1);
        if (index < split) {
            path(index, from, split, proof);
            proof.add(over(split, to));
        } else {
            path(index, split, to, proof);
            proof.add(over(from, split));
        }
    }

    private void subproof(long before, long from, long to, boolean isWhole, List<byte[]> proof) {
        if (before == to) {
            if (!isWhole) {
                proof.add(over(from, to));
            }
            return;
        }
        long split = from + Long.highestOneBit(to - from - 1);
        if (before <= split) {
            subproof(before, from, split, isWhole, proof);
            proof.add(over(split, to));
        } else {
            subproof(before, split, to, false, proof);
            proof.add(over(from, split));
        }
    }
}
