package org.countersign.directive;

import java.time.Instant;
import java.util.List;

/**
 * An order that cuts a population off from releases, on two signatures of two agencies, until a day.
 *
 * @param releaseIds none: every release, those to come included
 * @param carveOuts customers it spares, those named since included
 * @param foreignPersonRule which rule says who is a foreign person; only of a directive against them
 * @param exception what makes it lawful to act before notice (5 USC 558(c))
 * @param draftedFor the agency of who drafted it
 */
public record Directive(
        String id,
        String reference,
        Population population,
        List<String> releaseIds,
        List<String> carveOuts,
        String foreignPersonRule,
        String legalGround,
        String evidence,
        String exception,
        Instant expiresAt,
        String state,
        String draftedBy,
        String draftedFor,
        Instant draftedAt,
        Hit previewed,
        Instant inForceAt,
        Instant endedAt) {

    public static final String DRAFTED = "drafted";
    public static final String REFUSED = "refused";
    public static final String WITHDRAWN = "withdrawn";
    public static final String IN_FORCE = "in-force";
    public static final String LIFTED = "lifted";
    public static final String EXPIRED = "expired";

    /**
     * How many it hits.
     *
     * @param users as the licenses declare them
     * @param sha256 of the ids of the licenses, sorted, one a line
     */
    public record Hit(long licenses, long users, String sha256) {}

    boolean isDrafted() {
        return state.equals(DRAFTED);
    }

    /** Carried out at the given moment, whether or not its expiry has been recorded. */
    boolean isInForce(Instant at) {
        return state.equals(IN_FORCE) && at.isBefore(expiresAt);
    }

    public boolean wasInForce() {
        return inForceAt != null;
    }

    public String populationInWords() {
        return population.inWords();
    }

    public String exceptionInWords() {
        return exception.equals("wilfulness") ? exception : "public health, interest or safety";
    }

    public String releasesInWords() {
        return releaseIds.isEmpty() ? "all releases" : String.join(", ", releaseIds);
    }

    /** What tasks are called in the queues. */
    String title() {
        return "%s · %s, %s".formatted(reference, populationInWords(), releasesInWords());
    }
}
