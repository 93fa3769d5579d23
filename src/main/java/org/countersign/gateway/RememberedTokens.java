package org.countersign.gateway;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Tokens that were verified, so that each costs one signature and not one for each request. Bounded, without locks: a
 * token has four places it can be in, chosen by the end of its signature, which nobody can choose. Compared is all of it.
 */
final class RememberedTokens {

    private static final int WAYS = 4;
    private static final int CHOSEN_BY = 12;

    private final AtomicReferenceArray<VerifiedToken> places;
    /** Beside the places, so that no other token has to be looked at. One that is read too early only costs a signature. */
    private final int[] hashes;

    private final int mask;

    RememberedTokens(int capacity) {
        int size = Integer.highestOneBit(Math.max(capacity, WAYS) * 2 - 1);
        this.places = new AtomicReferenceArray<>(size);
        this.hashes = new int[size];
        this.mask = size - 1;
    }

    VerifiedToken get(String token) {
        int hash = hash(token);
        int first = hash * WAYS;
        for (int way = 0; way < WAYS; way++) {
            int index = first + way & mask;
            if (hashes[index] == hash) {
                VerifiedToken known = places.get(index);
                if (known != null && known.token.equals(token)) {
                    return known;
                }
            }
        }
        return null;
    }

    /** In an empty place, that of itself under older keys, or of the one that ends first. */
    void put(VerifiedToken verified) {
        int hash = hash(verified.token);
        int first = hash * WAYS;
        int chosen = first & mask;
        long earliest = Long.MAX_VALUE;
        for (int way = 0; way < WAYS; way++) {
            int index = first + way & mask;
            VerifiedToken known = places.get(index);
            if (known == null || known.token.equals(verified.token)) {
                chosen = index;
                break;
            }
            if (known.expiresAt < earliest) {
                earliest = known.expiresAt;
                chosen = index;
            }
        }
        places.set(chosen, verified);
        hashes[chosen] = hash;
    }

    private static int hash(String token) {
        int hash = 0;
        for (int i = Math.max(0, token.length() - CHOSEN_BY); i < token.length(); i++) {
            hash = 31 * hash + token.charAt(i);
        }
        return hash ^ hash >>> 15;
    }
}
