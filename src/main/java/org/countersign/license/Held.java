package org.countersign.license;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the rows of one moment say of one customer and one release: a license with all that is upon it, or that there is
 * none, or that none is needed.
 *
 * @param staff the customer is the lab itself, asking for its own staff
 * @param keptAlive a renewal filed in time is not decided yet
 * @param suspended on a ground of its own
 * @param dark references of directives that stop everybody here
 * @param foreignDark references of directives that stop foreign persons here
 */
record Held(
        String customerId,
        boolean exempt,
        boolean staff,
        String licenseId,
        String status,
        boolean suspended,
        boolean foreignPersons,
        int users,
        List<String> countries,
        String domain,
        String band,
        Instant expiresOn,
        boolean keptAlive,
        Long listIndex,
        List<License.Condition> conditions,
        List<String> dark,
        List<String> foreignDark) {

    boolean isLicense() {
        return licenseId != null;
    }

    /** Neither at its end by status nor by date, whether or not the process has already noted an expiry. */
    boolean isAlive(Instant at) {
        return isLicense()
                && (status.equals(License.ISSUED) || status.equals(License.SUSPENDED))
                && (keptAlive || at.isBefore(expiresOn));
    }

    /** When it ends by itself; null when it does not, because a renewal is yet to be decided. */
    Instant endsOn() {
        return keptAlive ? null : expiresOn;
    }

    /** The directives in the way of these users. @param foreign empty: all the license covers */
    List<String> directivesAgainst(Optional<Boolean> foreign) {
        // Asked for everybody: a license without foreign persons is none that a directive against them can touch.
        boolean foreignToo = foreign.orElse(foreignPersons);
        if (!foreignToo || foreignDark.isEmpty()) {
            return dark;
        }
        return Stream.concat(dark.stream(), foreignDark.stream()).sorted().toList();
    }

    boolean covers(Optional<Boolean> foreign) {
        return foreignPersons || !foreign.orElse(false);
    }

    boolean isGreen(Optional<Boolean> foreign) {
        return !suspended && covers(foreign) && directivesAgainst(foreign).isEmpty();
    }
}
