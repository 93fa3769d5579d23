package org.countersign.journal;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Checks proofs without the tree, by the algorithms of RFC 9162, 2.1.3.2 and 2.1.4.2. */
final class Proofs {

    private Proofs() {}

    static boolean includes(byte[] root, long size, long index, byte[] leafHash, List<byte[]> proof) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : proof) {
            if (last == 0 || sibling.length != Hashes.LENGTH) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = Hashes.ofNode(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Hashes.ofNode(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    static boolean grew(long before, byte[] rootBefore, long size, byte[] root, List<byte[]> proof) {
        if (before < 0 || before > size || proof.stream().anyMatch(hash -> hash.length != Hashes.LENGTH)) {
            return false;
        }
        if (before == 0) {
            return proof.isEmpty() && Arrays.equals(rootBefore, Hashes.ofNothing());
        }
        if (before == size) {
            return proof.isEmpty() && Arrays.equals(rootBefore, root);
        }
        Iterator<byte[]> rest = proof.iterator();
        if (!rest.hasNext()) {
            return false;
        }
        byte[] first = Long.bitCount(before) == 1 ? rootBefore : rest.next();
        return grewFrom(first, before - 1, size - 1, rest, rootBefore, root);
    }

    private static boolean grewFrom(
            byte[] first, long before, long last, Iterator<byte[]> rest, byte[] rootBefore, byte[] root) {
        int common = Long.numberOfTrailingZeros(~before);
        long node = before >> common;
        long end = last >> common;
        byte[] old = first;
        byte[] now = first;
        while (rest.hasNext()) {
            byte[] sibling = rest.next();
            if (end == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == end) {
                old = Hashes.ofNode(sibling, old);
                now = Hashes.ofNode(sibling, now);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    end >>= 1;
                }
            } else {
                now = Hashes.ofNode(now, sibling);
            }
            node >>= 1;
            end >>= 1;
        }
        return end == 0 && Arrays.equals(old, rootBefore) && Arrays.equals(now, root);
    }
}
