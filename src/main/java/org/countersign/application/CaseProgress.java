package org.countersign.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far a case has come, told by those who come after the application in its way. */
public interface CaseProgress {

    Clock clockOf(Application application);

    List<OpenRequest> openRequestsOf(Application application);

    Optional<String> licenseOf(Application application);

    List<Milestone> timelineOf(Application application);

    /** The notice that denial is intended, the latest if the case came to that more than once. */
    Optional<Notice> noticeOf(Application application);

    List<Missed> missedDeadlinesOf(Application application);

    List<Silent> silencesOf(Application application);

    List<Appeal> appealsOf(Application application);

    /** What can be appealed now. */
    List<Appealable> appealableOf(Application application);

    /** The suspensions of the license that are not lifted. */
    List<Suspended> suspensionsOf(Application application);

    /** Whose clock runs and until when. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Clock(long countedDays, List<Running> running, List<Paused> paused, String pausedFor) {}

    record Paused(String agency, Instant since, Instant until) {}

    record Running(String agency, Instant dueOn) {}

    record OpenRequest(String id, String agency, String question, Instant dueOn) {}

    /** @param status pending or decided */
    @Schema(name = "AppealState")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Appeal(
            String id,
            int number,
            String ground,
            String subject,
            String status,
            Instant filedAt,
            Instant targetOn,
            AppealDecision decision) {}

    @Schema(
            name = "Appealable",
            description = "What can be appealed now, and until when; nothing while an appeal is pending.")
    record Appealable(String ground, String subject, Instant since, Instant until) {}

    @Schema(name = "Suspension")
    record Suspended(String id, String ground, String reasons, Instant suspendedAt) {}

    record AppealDecision(String outcome, String reasons, Instant decidedAt) {}

    record Milestone(Instant at, String event, String text) {}

    /** What the applicant has to know to answer an intended denial. Nothing of it is written for the offices alone. */
    @Schema(name = "DenialNotice")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Notice(
            String ground,
            String reasons,
            List<String> criteria,
            String evidence,
            String curable,
            String contact,
            Instant notifiedAt,
            Instant rebuttalBy,
            Instant finalOn,
            Instant rebuttalReceivedAt) {}

    @Schema(name = "MissedDeadline")
    record Missed(String id, String clock, String holder, Instant dueOn, Instant recordedAt) {}

    @Schema(
            name = "Silence",
            description = "An agency that let its days pass: counted as concurrence, nobody's signature.")
    record Silent(String agency, Instant dueOn, Instant recordedAt) {}
}
