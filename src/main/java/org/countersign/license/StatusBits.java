package org.countersign.license;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Two bits for each place of a list, the first place in the lowest bits of the first byte (Token Status List, 4.1). */
final class StatusBits {

    private static final byte ALL_INVALID = 0b01_01_01_01;

    private final byte[] bytes;
    private int entries;
    private int dark;

    /** Where nobody stands nobody is valid. */
    StatusBits(int places) {
        bytes = new byte[places / 4];
        Arrays.fill(bytes, ALL_INVALID);
    }

    void set(int position, int light) {
        int shift = (position & 3) << 1;
        bytes[position >> 2] = (byte) (bytes[position >> 2] & ~(3 << shift) | light << shift);
        entries++;
        dark += light == 0 ? 0 : 1;
    }

    /** @param packed for each entry four bytes: the position, two bits to the left, and its light */
    void setAll(byte[] packed) {
        var numbers = ByteBuffer.wrap(packed).asIntBuffer();
        while (numbers.hasRemaining()) {
            int number = numbers.get();
            set(number >> 2, number & 3);
        }
    }

    int entries() {
        return entries;
    }

    int dark() {
        return dark;
    }

    /** As the member {@code lst}: zlib, then base64url without padding. */
    String compressed() {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        var out = new ByteArrayOutputStream();
        try (var zlib = new DeflaterOutputStream(out, deflater)) {
            zlib.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written to", e);
        } finally {
            deflater.end();
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
    }
}
