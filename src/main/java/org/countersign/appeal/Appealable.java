package org.countersign.appeal;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.countersign.application.Application;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.application.Decision;
import org.countersign.clock.MissedDeadlines;
import org.countersign.license.Conditions;
import org.countersign.license.Suspensions;
import org.springframework.stereotype.Component;

/** What of a case can be appealed, and since when. */
@Component
class Appealable {

    private final Applications applications;
    private final Conditions conditions;
    private final Suspensions suspensions;
    private final MissedDeadlines missed;

    Appealable(Applications applications, Conditions conditions, Suspensions suspensions, MissedDeadlines missed) {
        this.applications = applications;
        this.conditions = conditions;
        this.suspensions = suspensions;
        this.missed = missed;
    }

    record Matter(String subject, Instant since) {}

    /** Oldest first. */
    List<Matter> in(Application application, AppealGround ground) {
        Stream<Matter> matters =
                switch (ground) {
                    case DENIAL -> denialOf(application);
                    case CONDITION ->
                        conditions.ofApplication(application.id()).stream()
                                .filter(condition -> condition.licenseId() != null && !condition.isReleased())
                                .map(condition -> new Matter(condition.id(), condition.setAt()));
                    case SUSPENSION ->
                        suspensions.inForceFor(application.id()).stream()
                                .filter(suspension -> !suspension.isHold())
                                .map(suspension -> new Matter(suspension.id(), suspension.suspendedAt()));
                    case MISSED_DEADLINE ->
                        missed.of(application.id()).stream()
                                .map(deadline -> new Matter(deadline.id(), deadline.recordedAt()));
                };
        return matters.sorted(Comparator.comparing(Matter::since)).toList();
    }

    private Stream<Matter> denialOf(Application application) {
        if (application.status() != ApplicationStatus.DENIED) {
            return Stream.empty();
        }
        List<Decision> decisions = applications.decisionsOn(application.id());
        return decisions.stream()
                .skip(Math.max(0, decisions.size() - 1))
                .map(last -> new Matter(denial(application.id(), decisions.size()), last.decidedAt()));
    }

    /** The first goes by the id of the application; one that was confirmed on appeal is a new one and says which. */
    private static String denial(String applicationId, int round) {
        return round == 1 ? applicationId : applicationId + ":" + round;
    }
}
