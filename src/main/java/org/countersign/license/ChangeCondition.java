package org.countersign.license;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.Refused;
import org.countersign.problem.WrongState;
import org.countersign.signoff.Agencies;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Duties;
import org.countersign.workflow.Recusals;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A director releases or changes a condition of the agency's own, with reasons: while the case is under
 * review, and as long as the license lives. No other agency can, whoever asks it to.
 */
@Component
public class ChangeCondition {

    private final Conditions conditions;
    private final Applications applications;
    private final Licenses licenses;
    private final Agencies agencies;
    private final Recusals recusals;
    private final Duties duties;
    private final ApplicationEventPublisher news;
    private final Journal journal;
    private final Clock clock;

    ChangeCondition(
            Conditions conditions,
            Applications applications,
            Licenses licenses,
            Agencies agencies,
            Recusals recusals,
            Duties duties,
            ApplicationEventPublisher news,
            Journal journal,
            Clock clock) {
        this.conditions = conditions;
        this.applications = applications;
        this.licenses = licenses;
        this.agencies = agencies;
        this.recusals = recusals;
        this.duties = duties;
        this.news = news;
        this.journal = journal;
        this.clock = clock;
    }

    /** Whether a person with these groups may touch the conditions of an agency. */
    public static boolean mayChange(Collection<String> groups, String agency) {
        return groups.contains(AgencySignOff.directorsOf(agency))
                && Duties.conflictIn(groups).isEmpty();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Conditions.Standing release(String id, String actor, Collection<String> groups, String reasons) {
        Conditions.Standing condition = mine(id, actor, groups);
        requireReasons(reasons);
        return release(condition, actor, reasons.strip());
    }

    /** The appeals office releases a condition in the place of its agency. One released meanwhile is left alone. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void releaseOnAppeal(String id, String actor, String reasons) {
        Conditions.Standing condition = locked(id);
        if (!condition.isReleased()) {
            release(condition, actor, reasons);
        }
    }

    private Conditions.Standing release(Conditions.Standing condition, String actor, String reasons) {
        Instant now = clock.instant();
        if (condition.licenseId() == null) {
            conditions.propose(condition.id(), null, actor, reasons, now);
        } else {
            conditions.release(condition.id(), actor, reasons, now);
        }
        tell(condition, ConditionNews.RELEASED, actor, Map.of("reasons", reasons));
        return conditions.find(condition.id()).orElseThrow();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Conditions.Standing change(String id, String text, String actor, Collection<String> groups, String reasons) {
        Conditions.Standing condition = mine(id, actor, groups);
        requireReasons(reasons);
        String wanted = text == null ? "" : text.strip();
        if (wanted.isEmpty() || wanted.lines().count() > 1) {
            throw new Invalid("text", "Write the condition in one line.");
        }
        Instant now = clock.instant();
        String changed = condition.id();
        if (condition.licenseId() == null) {
            conditions.propose(condition.id(), wanted, actor, reasons.strip(), now);
        } else {
            changed = UUID.randomUUID().toString();
            conditions.release(condition.id(), actor, reasons.strip(), now);
            conditions.add(
                    condition.licenseId(),
                    new License.Condition(changed, condition.agency(), wanted, now, null, condition.id()));
        }
        tell(condition, ConditionNews.CHANGED, actor, Map.of("reasons", reasons.strip(), "to", wanted));
        return conditions.find(changed).orElseThrow();
    }

    private void tell(Conditions.Standing condition, String kind, String actor, Map<String, String> more) {
        journal.record(
                actor,
                kind,
                applications.get(condition.applicationId()).reference(),
                Map.of(
                        "conditionId",
                        condition.id(),
                        "agency",
                        condition.agency(),
                        "text",
                        condition.text(),
                        "change",
                        more));
        news.publishEvent(new ConditionNews(
                condition.applicationId(), kind, UUID.randomUUID().toString()));
    }

    /** A condition of the director's own agency, which nobody else changes until the transaction ends. */
    private Conditions.Standing mine(String id, String actor, Collection<String> groups) {
        Conditions.Standing condition = locked(id);
        if (!groups.contains(AgencySignOff.directorsOf(condition.agency()))) {
            throw new Refused(
                    HttpStatus.FORBIDDEN,
                    "id",
                    "Only a director of %s, which set this condition, can release or change it."
                            .formatted(agencies.shortNames().get(condition.agency())));
        }
        Duties.requireFit(groups, "id");
        if (recusals.of(condition.applicationId()).stream()
                .anyMatch(recusal -> recusal.person().equals(actor))) {
            throw new Refused(HttpStatus.FORBIDDEN, "id", "You have stepped back from this case.");
        }
        duties.requireActingFor(condition.agency(), condition.applicationId(), actor, "id");
        if (condition.isReleased()) {
            throw new WrongState("This condition is released already.");
        }
        requireAlive(condition);
        return condition;
    }

    private Conditions.Standing locked(String id) {
        String applicationId =
                conditions.find(id).orElseThrow(() -> new NotFound("condition")).applicationId();
        applications.locked(applicationId);
        return conditions.find(id).orElseThrow(() -> new NotFound("condition"));
    }

    private void requireAlive(Conditions.Standing condition) {
        Application application = applications.get(condition.applicationId());
        if (condition.licenseId() == null) {
            if (!application.status().isOpen()) {
                throw new WrongState("This application is %s; its conditions bind nobody."
                        .formatted(application.status().key()));
            }
        } else if (!licenses.get(condition.licenseId()).isAlive(clock.instant())) {
            throw new WrongState("The license is no longer in force; its conditions bind nobody.");
        }
    }

    private static void requireReasons(String reasons) {
        if (reasons == null || reasons.isBlank()) {
            throw new Invalid("reasons", "Give your reasons; the applicant will read them.");
        }
    }
}
