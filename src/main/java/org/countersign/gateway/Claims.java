package org.countersign.gateway;

import java.util.List;
import java.util.Map;

/** Reads members of a signed token, without believing in their types. */
final class Claims {

    private Claims() {}

    static String text(Map<?, ?> of, String name) throws Refused {
        return member(of, name, String.class);
    }

    static boolean bool(Map<?, ?> of, String name) throws Refused {
        return member(of, name, Boolean.class);
    }

    static Map<?, ?> object(Map<?, ?> of, String name) throws Refused {
        return member(of, name, Map.class);
    }

    /** Also a point in time in seconds. */
    static long number(Map<?, ?> of, String name) throws Refused {
        return member(of, name, Number.class).longValue();
    }

    static boolean isFor(Map<?, ?> claims, String audience) {
        Object aud = claims.get("aud");
        return audience.equals(aud) || aud instanceof List<?> many && many.contains(audience);
    }

    private static <T> T member(Map<?, ?> of, String name, Class<T> type) throws Refused {
        Object value = of.get(name);
        if (!type.isInstance(value)) {
            throw new Refused(Answer.notGreen("claim-missing"));
        }
        return type.cast(value);
    }
}
