package org.countersign.workflow;

/**
 * Reasons in three tiers: for the applicant, for everybody, and for the offices alone.
 *
 * @param applicant what the applicant reads; empty where none are required
 * @param publicly what everybody may read; empty when nothing is published
 * @param internally what stays inside
 */
public record Reasons(String applicant, String publicly, String internally) {

    public static final String REASONS = "reasons";
    public static final String PUBLIC_REASONS = "publicReasons";
    public static final String INTERNAL_REASONS = "internalReasons";

    public static Reasons forApplicant(String reasons) {
        return new Reasons(reasons, "", "");
    }

    /** As entered, with the applicant's tier left empty if it was. */
    public static Reasons of(Completion completion) {
        return new Reasons(
                completion.text(REASONS), completion.text(PUBLIC_REASONS), completion.text(INTERNAL_REASONS));
    }

    /** As entered; refused in the given words when the applicant would read nothing. */
    public static Reasons of(Completion completion, String whenMissing) {
        completion.requiredText(REASONS, whenMissing);
        return of(completion);
    }
}
