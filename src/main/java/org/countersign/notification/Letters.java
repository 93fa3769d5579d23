package org.countersign.notification;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.application.Decision;
import org.countersign.clock.ReviewClock;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The words of each notice: what happened, whose move it is, and until when. */
@Component
class Letters {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Applications applications;
    private final Licenses licenses;
    private final ReviewClock reviewClock;
    private final String publicUrl;

    Letters(
            Applications applications,
            Licenses licenses,
            ReviewClock reviewClock,
            @Value("${countersign.public-url:http://localhost:${server.port:8080}}") String publicUrl) {
        this.applications = applications;
        this.licenses = licenses;
        this.reviewClock = reviewClock;
        this.publicUrl = publicUrl;
    }

    record Letter(String subject, String body) {}

    Letter write(String kind, Application application) {
        String what =
                "the application of %s for %s".formatted(application.customer().legalName(), application.releaseId());
        String body =
                switch (kind) {
                    case "received" ->
                        """
                            We have received %s.

                            Its reference is %s. The intake office checks it within %d days; then every agency \
                            that has to sign has %d days. We aim to decide by %s and must decide by %s. There is \
                            nothing you have to do now."""
                                .formatted(
                                        what,
                                        application.reference(),
                                        reviewClock.days("completeness"),
                                        reviewClock.days("sign-off"),
                                        day(application.targetOn()),
                                        day(application.decideBy()));
                    case "returned" ->
                        """
                            We return %s, because something is missing:

                            %s

                            You can submit it again at any time; the clock then starts anew."""
                                .formatted(what, decisionOn(application).reasons());
                    case "approved" -> approved(what, application);
                    case "refused" ->
                        """
                            We have refused %s. The reasons:

                            %s"""
                                .formatted(what, decisionOn(application).reasons());
                    default -> throw new IllegalStateException("There is no notice of the kind " + kind);
                };
        return new Letter(
                "%s: %s".formatted(application.reference(), kind),
                body.strip() + "\n\nFollow the case: " + publicUrl + application.trackingPath() + "\n");
    }

    private String approved(String what, Application application) {
        License license = licenses.ofApplication(application.id()).orElseThrow();
        var body = new StringBuilder(
                """
                We have approved %s.

                License %s is in force until %s."""
                        .formatted(what, license.id(), day(license.expiresOn())));
        if (!license.conditions().isEmpty()) {
            body.append("\n\nIts conditions, each with the agency that set it and alone can release it:\n");
            license.conditions().forEach(condition -> body.append("- ")
                    .append(condition.text())
                    .append(" (")
                    .append(condition.agency())
                    .append(")\n"));
        }
        return body.toString();
    }

    private Decision decisionOn(Application application) {
        return applications.decisionOn(application.id()).orElseThrow();
    }

    private static String day(Instant moment) {
        return DAY.format(moment);
    }
}
