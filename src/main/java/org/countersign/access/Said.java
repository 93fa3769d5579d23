package org.countersign.access;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a token of the identity provider says of somebody, as far as it counts here. */
record Said(String issuer, String subject, Instant at, Map<String, Object> claims) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{C}<>,;]+@[^@\\s\\p{C}<>,;]+");
    private static final int LONGEST = 120;

    /** In small letters: names that differ in nothing else are one person's to any reader. */
    Optional<String> name(String claim) {
        return text(claim).map(name -> name.toLowerCase(Locale.ROOT)).filter(name -> NAME.matcher(name)
                .matches());
    }

    /** Those of ours; whether any were named at all is for {@link #namesGroups}. */
    SortedSet<String> groups(String claim) {
        var groups = new TreeSet<String>();
        if (at(claim) instanceof Collection<?> named) {
            for (Object group : named) {
                String plain = String.valueOf(group).replaceFirst("^/", ""); // as Keycloak writes paths
                if (StaffGroups.all().contains(plain)) {
                    groups.add(plain);
                }
            }
        }
        return groups;
    }

    boolean namesGroups(String claim) {
        return at(claim) instanceof Collection;
    }

    String firstName() {
        return words("given_name");
    }

    String lastName() {
        return words("family_name");
    }

    /** Mail goes there: not to one that the provider itself does not believe. */
    String email() {
        return Boolean.FALSE.equals(claims.get("email_verified"))
                ? null
                : text("email").filter(email -> EMAIL.matcher(email).matches()).orElse(null);
    }

    private String words(String claim) {
        return text(claim).map(text -> text.replaceAll("\\p{C}", "").strip()).orElse(null);
    }

    private Optional<String> text(String claim) {
        return at(claim) instanceof String text && !text.isBlank() && text.length() <= LONGEST
                ? Optional.of(text)
                : Optional.empty();
    }

    private Object at(String claim) {
        if (claims.containsKey(claim)) {
            return claims.get(claim);
        }
        Object found = claims;
        for (String step : List.of(claim.split("\\."))) {
            found = found instanceof Map<?, ?> inside ? inside.get(step) : null;
        }
        return found;
    }
}
