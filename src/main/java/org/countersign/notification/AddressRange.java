package org.countersign.notification;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Addresses that begin with the same bits, written as {@code 10.0.0.0/8}. */
record AddressRange(byte[] network, int bits) {

    static List<AddressRange> of(String... ranges) {
        return Arrays.stream(ranges).map(AddressRange::parse).toList();
    }

    private static AddressRange parse(String range) {
        int slash = range.indexOf('/');
        try {
            // An address in digits is not looked up.
            byte[] network = InetAddress.getByName(range.substring(0, slash)).getAddress();
            return new AddressRange(network, Integer.parseInt(range.substring(slash + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(range, e);
        }
    }

    boolean holds(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
