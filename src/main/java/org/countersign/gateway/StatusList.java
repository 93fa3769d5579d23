package org.countersign.gateway;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** One signed list of the registry (IETF Token Status List, 2 bits a place), read and unpacked. */
final class StatusList {

    /** Four times as much as the registry publishes. */
    private static final int MOST_BYTES = 1 << 20;

    final String uri;
    /** In seconds. */
    final long issuedAt;

    final long expiresAt;
    final long seq;
    private final byte[] bits;

    private StatusList(String uri, long issuedAt, long expiresAt, long seq, byte[] bits) {
        this.uri = uri;
        this.issuedAt = issuedAt;
        this.expiresAt = expiresAt;
        this.seq = seq;
        this.bits = bits;
    }

    static StatusList of(Map<String, Object> claims) throws Refused {
        Map<?, ?> list = Claims.object(claims, "status_list");
        if (Claims.number(list, "bits") != 2) {
            throw new Refused(Answer.unknown("list-unreadable"));
        }
        return new StatusList(
                Claims.text(claims, "sub"),
                Claims.number(claims, "iat"),
                Claims.number(claims, "exp"),
                claims.get("seq") instanceof Number seq ? seq.longValue() : 0,
                unpacked(Claims.text(list, "lst")));
    }

    /** What stands at a place: 0 to 3, or -1 beyond the end. */
    int at(int idx) {
        int index = idx >> 2;
        return idx < 0 || index >= bits.length ? -1 : bits[index] >> ((idx & 3) << 1) & 3;
    }

    /** Was it signed before the other? Two may come within one second. */
    boolean isOlderThan(StatusList other) {
        return issuedAt < other.issuedAt || issuedAt == other.issuedAt && seq < other.seq;
    }

    static byte[] unpacked(String lst) throws Refused {
        var inflater = new Inflater();
        try {
            inflater.setInput(Base64.getUrlDecoder().decode(lst));
            byte[] bits = new byte[MOST_BYTES + 1];
            int length = 0;
            while (!inflater.finished()) {
                int more = inflater.inflate(bits, length, bits.length - length);
                length += more;
                if (more == 0 && !inflater.finished()) {
                    throw new Refused(Answer.unknown("list-truncated"));
                }
            }
            return Arrays.copyOf(bits, length);
        } catch (IllegalArgumentException | DataFormatException e) {
            throw new Refused(Answer.unknown("list-unreadable"));
        } finally {
            inflater.end();
        }
    }
}
