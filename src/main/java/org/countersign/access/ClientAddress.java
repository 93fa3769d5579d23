package org.countersign.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Where a request comes from, as far as it tells one client from the next. */
final class ClientAddress {

    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    /**
     * @param remote as the server tells it: of the connection, or of the proxy's header when that is trusted
     * @return an IPv6 address without its second half, of which every household has all there are
     */
    static String of(String remote) {
        try {
            // A literal: the server never gives a name, so nothing is looked up.
            InetAddress address = InetAddress.getByName(remote);
            return address instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES)) + "::/64"
                    : address.getHostAddress();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
