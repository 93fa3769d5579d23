package org.countersign.notification;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Which addresses a request may go to. A name is looked up once an attempt, every address it has is judged, and the
 * client connects to exactly these: a name that answers differently a moment later leads nowhere.
 */
class Destinations {

    /** More addresses than that are not tried, so that one name cannot hold a thread for long. */
    private static final int MOST_TRIED = 3;

    private static final List<AddressRange> LOOPBACK = AddressRange.of("127.0.0.0/8", "::1/128");

    private static final List<AddressRange> PRIVATE =
            AddressRange.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");

    /** IANA's special-purpose registry (RFC 6890): what is not globally reachable. */
    private static final List<AddressRange> SPECIAL_IPV4 = AddressRange.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    private static final List<AddressRange> GLOBAL_IPV6 = AddressRange.of("2000::/3");

    /** Within 2000::/3: protocol assignments (Teredo among them) and documentation. */
    private static final List<AddressRange> SPECIAL_IPV6 = AddressRange.of("2001::/23", "2001:db8::/32", "3fff::/20");

    // IPv6 addresses that lead to the IPv4 address within them.
    private static final List<AddressRange> SIX_TO_FOUR = AddressRange.of("2002::/16");
    private static final List<AddressRange> NAT64 = AddressRange.of("64:ff9b::/96");
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private final Lookup lookup;
    private final boolean loopback;
    private final boolean privateAddresses;

    Destinations(Lookup lookup, boolean loopback, boolean privateAddresses) {
        this.lookup = lookup;
        this.loopback = loopback;
        this.privateAddresses = privateAddresses;
    }

    /** How names become addresses. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    /** The name leads to an address that requests must not go to. */
    static class AddressRefused extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        AddressRefused() {
            super("not a public address");
        }
    }

    boolean allowsLoopback() {
        return loopback;
    }

    boolean allows(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (isIn(LOOPBACK, bytes)) {
            return loopback;
        }
        return isIn(PRIVATE, bytes) ? privateAddresses : isPublic(bytes);
    }

    static boolean isLoopback(InetAddress address) {
        return isIn(LOOPBACK, address.getAddress());
    }

    static boolean isPublic(byte[] address) {
        if (address.length == 4) {
            return !isIn(SPECIAL_IPV4, address);
        }
        if (isIn(SIX_TO_FOUR, address)) {
            return isPublic(Arrays.copyOfRange(address, 2, 6));
        }
        if (isIn(NAT64, address) || Arrays.equals(MAPPED, Arrays.copyOf(address, MAPPED.length))) {
            return isPublic(Arrays.copyOfRange(address, 12, 16));
        }
        return isIn(GLOBAL_IPV6, address) && !isIn(SPECIAL_IPV6, address);
    }

    private static boolean isIn(List<AddressRange> ranges, byte[] address) {
        return ranges.stream().anyMatch(range -> range.holds(address));
    }

    /** For requests with TLS, to wherever is allowed; without it, to this machine only. */
    DnsResolver resolver(boolean withTls) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                InetAddress[] found = lookup.addressesOf(host);
                for (InetAddress address : found) {
                    if (!allows(address) || !(withTls || isLoopback(address))) {
                        throw new AddressRefused();
                    }
                }
                return Arrays.copyOf(found, Math.min(found.length, MOST_TRIED));
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }
}
