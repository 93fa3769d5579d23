package org.countersign.application;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.countersign.problem.Malformed;

/** Where the next page of a list begins, opaque to the caller. */
public final class Cursor {

    private Cursor() {}

    public static String of(long lastNumber) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("after:" + lastNumber).getBytes(StandardCharsets.US_ASCII));
    }

    public static long parse(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (text.startsWith("after:")) {
                return Long.parseLong(text.substring("after:".length()));
            }
        } catch (IllegalArgumentException e) {
            // falls through to the same words as any other cursor that is not ours
        }
        throw new Malformed("cursor", "This cursor was not given by this list.");
    }
}
