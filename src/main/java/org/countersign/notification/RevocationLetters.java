package org.countersign.notification;

import java.util.List;
import java.util.Set;
import org.countersign.application.Application;
import org.countersign.clock.Days;
import org.countersign.clock.ReviewClock;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.license.Revocation;
import org.countersign.license.Revocations;
import org.springframework.stereotype.Component;

/** The words about a license that is to be revoked. */
@Component
class RevocationLetters {

    static final Set<String> KINDS = Set.of("revocation-notice", "revocation-suspended", "revoked", "revocation-kept");

    private final Licenses licenses;
    private final Revocations revocations;
    private final ReviewClock reviewClock;

    RevocationLetters(Licenses licenses, Revocations revocations, ReviewClock reviewClock) {
        this.licenses = licenses;
        this.revocations = revocations;
        this.reviewClock = reviewClock;
    }

    String write(String kind, String what, Application application) {
        License license = licenses.ofApplication(application.id()).orElseThrow();
        List<Revocation> all = revocations.of(license.id());
        Revocation revocation = all.get(all.size() - 1);
        return switch (kind) {
            case "revocation-notice" ->
                """
                We intend to revoke license %s from %s.

                %s

                You have until %s to comply: answer, and show what you have done. Then a director of Commerce who has \
                not asked for the revocation decides. Until that decision the license stays as it is."""
                        .formatted(license.id(), what, why(revocation), Days.day(revocation.complyBy()));
            case "revocation-suspended" ->
                """
                License %s from %s is suspended from now on, and we intend to revoke it.

                %s

                We act before notice and a chance to comply because of %s (5 USC 558(c)). Until it is decided the \
                release may not be used. You can answer; a director of Commerce who has not asked for the revocation \
                reads it and decides.

                You can appeal the suspension within %d days. People who took no part in the case decide the appeal."""
                        .formatted(
                                license.id(),
                                what,
                                why(revocation),
                                inWords(revocation.exception()),
                                reviewClock.days("appeal-window"));
            case "revoked" ->
                """
                License %s from %s is revoked. From now on the release may not be used. The reasons:

                %s

                A revocation is final. You can apply anew at any time."""
                        .formatted(
                                license.id(),
                                what,
                                revocation.decision().reasons().applicant());
            case "revocation-kept" ->
                """
                License %s from %s is not revoked; nothing of the revocation is upon it any more. The reasons:

                %s"""
                        .formatted(
                                license.id(),
                                what,
                                revocation.decision().reasons().applicant());
            default -> throw new IllegalStateException("There is no notice of the kind " + kind);
        };
    }

    private static String why(Revocation revocation) {
        return "The ground: %s\nThe evidence: %s\nWhat would cure it: %s"
                .formatted(revocation.ground(), revocation.evidence(), revocation.cure());
    }

    private static String inWords(String exception) {
        return exception.equals("wilfulness") ? "wilfulness" : "public health, interest or safety";
    }
}
