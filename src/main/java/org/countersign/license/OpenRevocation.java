package org.countersign.license;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.clock.ReviewClock;
import org.countersign.journal.Journal;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.PlainText;
import org.countersign.problem.Refused;
import org.countersign.problem.WrongState;
import org.countersign.signoff.Agencies;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Cases;
import org.countersign.workflow.Duties;
import org.countersign.workflow.Reasons;
import org.countersign.workflow.Recusals;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A director of any agency opens the revocation of a license, and nobody but this person takes it back. */
@Component
public class OpenRevocation {

    public static final int LONGEST_TEXT = 4_000;

    /** 5 USC 558(c): what makes it lawful to act before notice. */
    public static final List<String> EXCEPTIONS = List.of("wilfulness", "public-health-interest-or-safety");

    static final String COMPLIANCE = "compliance";

    private final Applications applications;
    private final Licenses licenses;
    private final Revocations revocations;
    private final Agencies agencies;
    private final Recusals recusals;
    private final Duties duties;
    private final ReviewClock reviewClock;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    OpenRevocation(
            Applications applications,
            Licenses licenses,
            Revocations revocations,
            Agencies agencies,
            Recusals recusals,
            Duties duties,
            ReviewClock reviewClock,
            Cases cases,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.licenses = licenses;
        this.revocations = revocations;
        this.agencies = agencies;
        this.recusals = recusals;
        this.duties = duties;
        this.reviewClock = reviewClock;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
    }

    /** @param exception null or empty: the license stays in force until it is decided */
    public record Wanted(String ground, String evidence, String whatToDo, String exception) {}

    @Transactional(propagation = Propagation.MANDATORY)
    public Revocation open(String licenseId, Wanted wanted, String actor, Collection<String> groups) {
        Application application = locked(licenseId);
        Duties.requireFit(groups, "id");
        String agency = agencyOf(groups, application.id(), actor)
                .orElseThrow(() -> new Refused(
                        HttpStatus.FORBIDDEN,
                        "id",
                        "Only a director of an agency can open the revocation of a license."));
        requireNotRecused(application, actor);
        duties.requireActingFor(agency, application.id(), actor, "id");
        License license = licenses.get(licenseId);
        Instant now = clock.instant();
        if (!license.isAlive(now)) {
            throw new WrongState("This license is no longer in force; there is nothing to revoke.");
        }
        if (revocations.openOver(licenseId).isPresent()) {
            throw new WrongState("The revocation of this license is open already.");
        }
        String exception = exceptionIn(wanted);
        var revocation = new Revocation(
                UUID.randomUUID().toString(),
                licenseId,
                application.id(),
                words("ground", wanted.ground(), "Say on what ground the license is to be revoked."),
                words("evidence", wanted.evidence(), "Say what the evidence is."),
                words("whatToDo", wanted.whatToDo(), "Say what the lab and its customer can do about it."),
                exception,
                actor,
                agency,
                now,
                exception == null ? reviewClock.dueAfter(now, COMPLIANCE) : null,
                Revocation.OPEN,
                null,
                null);
        revocations.add(revocation);
        journal.record(actor, "revocation-opened", application.reference(), told(revocation));
        cases.startRevocation(
                application.reference(),
                application.id(),
                licenseId,
                application.title(),
                license.band(),
                revocation.id(),
                revocation.isAtOnce());
        return revocations.get(revocation.id());
    }

    /** Whoever opened it takes it back: the license is kept, and lit again if this alone had darkened it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Revocation withdraw(String licenseId, String reasons, String actor, Collection<String> groups) {
        Application application = locked(licenseId);
        Duties.requireFit(groups, "id");
        requireNotRecused(application, actor);
        Revocation revocation = revocations
                .openOver(licenseId)
                .orElseThrow(() -> new WrongState("No revocation of this license is open."));
        if (!revocation.openedBy().equals(actor)) {
            throw new Refused(HttpStatus.FORBIDDEN, "id", "Only who opened this revocation can take it back.");
        }
        if (!groups.contains(AgencySignOff.directorsOf(revocation.openedFor()))) {
            throw new Refused(HttpStatus.FORBIDDEN, "id", "You are a director of this agency no more.");
        }
        String words = words("reasons", reasons, "Say why you take it back; the applicant will read it.");
        revocations.add(
                revocation,
                new Revocation.Decision(Revocation.KEEP, true, Reasons.forApplicant(words), actor, clock.instant()));
        journal.record(
                actor,
                "revocation-withdrawn",
                application.reference(),
                Map.of("revocationId", revocation.id(), "licenseId", licenseId, "reasons", words));
        cases.revocationWithdrawn(revocation.id());
        return revocations.get(revocation.id());
    }

    /** Whether a person with these groups may open one. */
    public boolean mayOpen(Collection<String> groups) {
        return Duties.conflictIn(groups).isEmpty() && !directedBy(groups).isEmpty();
    }

    /** Of several agencies that somebody directs, the one they have acted for in this case. */
    private Optional<String> agencyOf(Collection<String> groups, String applicationId, String actor) {
        List<String> directed = directedBy(groups);
        return directed.stream()
                .filter(agency -> duties.mayActFor(agency, applicationId, actor))
                .findFirst()
                .or(() -> directed.stream().findFirst());
    }

    private List<String> directedBy(Collection<String> groups) {
        return agencies.all().stream()
                .map(Agencies.Agency::id)
                .filter(agency -> groups.contains(AgencySignOff.directorsOf(agency)))
                .toList();
    }

    private Application locked(String licenseId) {
        String applicationId = licenses.find(licenseId)
                .orElseThrow(() -> new NotFound("license"))
                .applicationId();
        return applications.locked(applicationId);
    }

    private void requireNotRecused(Application application, String actor) {
        if (recusals.hasSteppedBack(application.id(), actor)) {
            throw new Refused(HttpStatus.FORBIDDEN, "id", "You have stepped back from this case.");
        }
    }

    private static String exceptionIn(Wanted wanted) {
        if (wanted.exception() == null || wanted.exception().isBlank()) {
            return null;
        }
        if (!EXCEPTIONS.contains(wanted.exception())) {
            throw new Invalid("exception", "must be one of: " + String.join(", ", EXCEPTIONS));
        }
        return wanted.exception();
    }

    private static String words(String field, String entered, String whenMissing) {
        String words = entered == null ? "" : entered.strip();
        if (words.isEmpty()) {
            throw new Invalid(field, whenMissing);
        }
        if (words.length() > LONGEST_TEXT) {
            throw new Invalid(field, "At most %,d characters, please.".formatted(LONGEST_TEXT));
        }
        if (!PlainText.isPlain(words)) {
            throw new Invalid(field, PlainText.REFUSAL);
        }
        return words;
    }

    private static Map<String, String> told(Revocation revocation) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("revocationId", revocation.id());
        told.put("licenseId", revocation.licenseId());
        told.put("agency", revocation.openedFor());
        told.put("ground", revocation.ground());
        told.put("evidence", revocation.evidence());
        told.put("cure", revocation.cure());
        if (revocation.isAtOnce()) {
            told.put("exception", revocation.exception());
        } else {
            told.put("complyBy", revocation.complyBy().toString());
        }
        return told;
    }
}
