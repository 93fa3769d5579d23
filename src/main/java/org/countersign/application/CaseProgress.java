package org.countersign.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far a case has come, told by those who come after the application in its way. */
public interface CaseProgress {

    Clock clockOf(Application application);

    List<OpenRequest> openRequestsOf(Application application);

    Optional<String> licenseOf(Application application);

    List<Milestone> timelineOf(Application application);

    /** Whose clock runs and until when. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Clock(long countedDays, List<Running> running, List<Paused> paused, String pausedFor) {}

    record Paused(String agency, Instant since, Instant until) {}

    record Running(String agency, Instant dueOn) {}

    record OpenRequest(String id, String agency, String question, Instant dueOn) {}

    record Milestone(Instant at, String event, String text) {}
}
