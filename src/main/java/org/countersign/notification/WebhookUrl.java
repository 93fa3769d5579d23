package org.countersign.notification;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.countersign.problem.Invalid;

/**
 * Which addresses a lab may name. What a name leads to is judged at each attempt; what can be told from the address alone,
 * the lab hears at once.
 */
final class WebhookUrl {

    private static final String FIELD = "url";
    private static final int LONGEST = 2048;
    private static final int HIGHEST_PORT = 65_535;

    /** As browsers do: a host whose last part is a number is an address, never a name. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    private static final Pattern PLAIN_IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private WebhookUrl() {}

    /** The address as it is stored and used, or {@link Invalid}. */
    static String checked(String given, Destinations destinations) {
        if (given == null || given.isBlank()) {
            throw new Invalid(FIELD, "Name the https address that we send to.");
        }
        if (given.length() > LONGEST) {
            throw new Invalid(FIELD, "An address has at most %,d characters.".formatted(LONGEST));
        }
        URI url = parsed(given);
        if (url.getRawUserInfo() != null) {
            throw new Invalid(FIELD, "Leave out name and password; you recognise us by the signature.");
        }
        if (url.getRawFragment() != null) {
            throw new Invalid(FIELD, "Leave out the part after #; it is never sent.");
        }
        if (url.getPort() == 0 || url.getPort() > HIGHEST_PORT) {
            throw new Invalid(FIELD, "A port is 1 to 65535.");
        }
        boolean thisMachine = checkHost(url.getHost().toLowerCase(Locale.ROOT), destinations);
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(scheme.equals("http") && thisMachine && destinations.allowsLoopback())) {
            throw new Invalid(FIELD, "The address must begin with https://.");
        }
        return scheme + given.substring(scheme.length());
    }

    private static URI parsed(String given) {
        try {
            URI url = new URI(given);
            if (url.getScheme() != null && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // the same words as for anything else that is no address
        }
        throw new Invalid(
                FIELD,
                "This is not the address of a host, such as https://hooks.example/countersign; names with other letters than"
                        + " a to z are written in punycode.");
    }

    /** @return whether the host is this machine by its own name or number */
    private static boolean checkHost(String host, Destinations destinations) {
        if (host.equals("localhost")) {
            return requireAllowed(destinations.allowsLoopback());
        }
        if (!host.startsWith("[") && !ENDS_IN_NUMBER.matcher(host).matches()) {
            return false;
        }
        if (!host.startsWith("[") && !PLAIN_IPV4.matcher(host).matches()) {
            throw new Invalid(FIELD, "Write a numeric address as four decimal numbers, such as 192.0.2.1.");
        }
        try {
            InetAddress address = InetAddress.getByName(host);
            requireAllowed(destinations.allows(address));
            return Destinations.isLoopback(address);
        } catch (UnknownHostException e) {
            throw new Invalid(FIELD, "There is no such numeric address.");
        }
    }

    private static boolean requireAllowed(boolean allowed) {
        if (!allowed) {
            throw new Invalid(FIELD, "We send to public addresses only.");
        }
        return true;
    }
}
