package org.countersign.docket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.application.Application;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.application.CaseProgress;
import org.countersign.application.Decision;
import org.countersign.journal.Journal;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.signoff.Agencies;
import org.countersign.signoff.SignOffs;
import org.countersign.signoff.Vote;
import org.countersign.signoff.Votes;
import org.springframework.stereotype.Component;

/** How far a case has come, in words an applicant may read: put together from every step's own tables. */
@Component
class Progress implements CaseProgress {

    private final Applications applications;
    private final SignOffs signOffs;
    private final Votes votes;
    private final Agencies agencies;
    private final Licenses licenses;
    private final Journal journal;
    private final ObjectMapper json;
    private final java.time.Clock clock;

    Progress(
            Applications applications,
            SignOffs signOffs,
            Votes votes,
            Agencies agencies,
            Licenses licenses,
            Journal journal,
            ObjectMapper json,
            java.time.Clock clock) {
        this.applications = applications;
        this.signOffs = signOffs;
        this.votes = votes;
        this.agencies = agencies;
        this.licenses = licenses;
        this.journal = journal;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public CaseProgress.Clock clockOf(Application application) {
        Instant until = applications
                .decisionOn(application.id())
                .map(Decision::decidedAt)
                .orElseGet(clock::instant);
        long counted = Duration.between(application.receivedAt(), until).toDays();
        return new CaseProgress.Clock(counted, runningOf(application), null);
    }

    private List<Running> runningOf(Application application) {
        if (application.status() != ApplicationStatus.IN_REVIEW) {
            return List.of();
        }
        Set<String> done = votes.ofApplication(application.id()).stream()
                .filter(Vote::isPosition)
                .map(Vote::agency)
                .collect(Collectors.toSet());
        return signOffs.of(application.id()).stream()
                .filter(signOff -> !done.contains(signOff.agency()))
                .map(signOff -> new Running(signOff.agency(), signOff.dueOn()))
                .toList();
    }

    @Override
    public List<OpenRequest> openRequestsOf(Application application) {
        return List.of(); // agencies cannot ask the applicant yet
    }

    @Override
    public Optional<String> licenseOf(Application application) {
        return licenses.ofApplication(application.id()).map(License::id);
    }

    @Override
    public List<Milestone> timelineOf(Application application) {
        Map<String, String> names = agencies.shortNames();
        return journal.about(application.reference()).stream()
                .flatMap(entry ->
                        wordsFor(entry, names).stream().map(words -> new Milestone(entry.at(), entry.action(), words)))
                .toList();
    }

    /** Drafts and what colleagues write to each other stay inside; the applicant sees the steps. */
    private Optional<String> wordsFor(Journal.JournalEntry entry, Map<String, String> names) {
        return Optional.ofNullable(
                switch (entry.action()) {
                    case "application-received" -> "The application was received.";
                    case "application-referred" -> "The application is complete and goes to the agencies.";
                    case "application-returned" -> "The application was returned.";
                    case "risk-assessed" -> "The risk was assessed under the published criteria.";
                    case "sign-offs-requested" -> "The agencies were asked for their positions.";
                    case "vote-countersigned" ->
                        names.getOrDefault(content(entry).path("agency").asText(), "An agency")
                                + " recorded its position.";
                    case "case-countersigned" -> "Commerce decided on the case.";
                    case "access-refused" -> "Access was refused.";
                    case "license-issued" -> "The license was issued.";
                    case "license-expired" -> "The license expired.";
                    case "license-audited" -> "The license was audited.";
                    default -> null;
                });
    }

    private JsonNode content(Journal.JournalEntry entry) {
        try {
            return json.readTree(entry.content());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
