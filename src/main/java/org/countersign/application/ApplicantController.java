package org.countersign.application;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.countersign.lab.Lab;
import org.countersign.problem.NotFound;
import org.countersign.workflow.Attempts;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the applicant's side does in a running case. */
@Tag(name = "Applications")
@RestController
@RequestMapping("/api/v1/applications/{id}")
class ApplicantController {

    private final Applications applications;
    private final AnswerQuestion answerQuestion;
    private final Withdraw withdraw;
    private final ApplicationViews views;
    private final Attempts attempts;

    ApplicantController(
            Applications applications,
            AnswerQuestion answerQuestion,
            Withdraw withdraw,
            ApplicationViews views,
            Attempts attempts) {
        this.applications = applications;
        this.answerQuestion = answerQuestion;
        this.withdraw = withdraw;
        this.views = views;
        this.attempts = attempts;
    }

    record Response(
            @NotBlank @Size(max = 100) String requestId,
            @NotBlank @Size(max = 20_000) String answer,
            @Size(max = 20) List<@NotBlank @Size(max = 500) String> attachments) {

        Response {
            attachments = attachments == null ? List.of() : attachments;
        }
    }

    @Operation(operationId = "answerRequest", summary = "Answer an open request; the asker's clock runs on")
    @PostMapping(path = "/responses", consumes = MediaType.APPLICATION_JSON_VALUE)
    public ApplicationViews.View respond(Lab lab, @PathVariable String id, @Valid @RequestBody Response response) {
        return attempts.at(() -> {
            Application application = mine(lab, id);
            answerQuestion.answer(
                    application, response.requestId(), response.answer(), response.attachments(), lab.id());
            return views.of(applications.get(id));
        });
    }

    record Withdrawal(@Size(max = 4_000) String reasons) {}

    @Operation(operationId = "withdrawApplication", summary = "Withdraw an application that is not decided yet")
    @PostMapping("/withdrawal")
    public ApplicationViews.View withdraw(
            Lab lab, @PathVariable String id, @Valid @RequestBody(required = false) Withdrawal withdrawal) {
        String reasons = withdrawal == null ? "" : withdrawal.reasons();
        return attempts.at(() -> {
            withdraw.withdraw(mine(lab, id), reasons, lab.id());
            return views.of(applications.get(id));
        });
    }

    private Application mine(Lab lab, String id) {
        return applications.find(lab.id(), id).orElseThrow(() -> new NotFound("application"));
    }
}
