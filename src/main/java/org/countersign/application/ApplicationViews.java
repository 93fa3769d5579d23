package org.countersign.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** What a lab sees of an application. */
@Component
class ApplicationViews {

    private final Applications applications;
    private final CaseProgress progress;
    private final String publicUrl;

    ApplicationViews(
            Applications applications, CaseProgress progress, @Value("${countersign.public-url:}") String publicUrl) {
        this.applications = applications;
        this.progress = progress;
        this.publicUrl = publicUrl;
    }

    /** At the configured public address, else at the address the lab has just used. */
    String trackingUrl(Application application) {
        String host = publicUrl.isEmpty()
                ? ServletUriComponentsBuilder.fromCurrentContextPath().toUriString()
                : publicUrl;
        return host + application.trackingPath();
    }

    @Schema(name = "Application")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String id,
            String reference,
            ApplicationStatus status,
            String releaseId,
            Submission.Customer customer,
            Submission.UseCase useCase,
            List<String> safeguards,
            String renews,
            Instant receivedAt,
            Instant targetOn,
            Instant decideBy,
            CaseProgress.Clock clock,
            List<CaseProgress.OpenRequest> openRequests,
            CaseProgress.Notice denialNotice,
            Decision decision,
            String licenseId,
            List<CaseProgress.Missed> missedDeadlines,
            List<CaseProgress.Silent> silences,
            List<CaseProgress.Suspended> suspensions,
            List<CaseProgress.Appeal> appeals,
            List<CaseProgress.Appealable> appealable,
            List<CaseProgress.Milestone> timeline,
            String trackingUrl) {}

    View of(Application application) {
        return new View(
                application.id(),
                application.reference(),
                application.status(),
                application.releaseId(),
                application.customer(),
                application.submission().useCase(),
                application.submission().safeguards(),
                application.submission().renews(),
                application.receivedAt(),
                application.targetOn(),
                application.decideBy(),
                progress.clockOf(application),
                progress.openRequestsOf(application),
                progress.noticeOf(application).orElse(null),
                applications.decisionOn(application.id()).orElse(null),
                progress.licenseOf(application).orElse(null),
                progress.missedDeadlinesOf(application),
                progress.silencesOf(application),
                progress.suspensionsOf(application),
                progress.appealsOf(application),
                progress.appealableOf(application),
                progress.timelineOf(application),
                trackingUrl(application));
    }
}
