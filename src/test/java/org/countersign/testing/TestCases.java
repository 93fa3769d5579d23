package org.countersign.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.PartyScreening;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Cases brought to the point a test is about, in words that read as the story of the case. */
@TestComponent
public class TestCases {

    public static final Map<String, Object> REFER = Map.of("outcome", "refer");
    public static final Map<String, Object> CONCUR = Map.of("vote", "concur");
    public static final Map<String, Object> ACCEPT = Map.of("accepted", "true");
    public static final Map<String, Object> APPROVE = Map.of("outcome", "approve");
    public static final Map<String, Object> REFUSE =
            Map.of("outcome", "refuse", "reasons", "The parent company is under investigation.");
    public static final Map<String, Object> OBJECT = Map.of(
            "vote", "object",
            "criteria", "CR-02, CR-05",
            "evidence", "Advisory 2026-17",
            "reasons", "The firmware controls safety functions.");

    private final LabApi api;
    private final Staff staff;
    private final TaskService tasks;
    private final RuntimeService runtime;
    private final JdbcClient db;
    private final TimeMachine time;
    private final Map<String, LocalDate> reportedUpTo = new HashMap<>();

    TestCases(
            @Lazy LabApi api, Staff staff, TaskService tasks, RuntimeService runtime, JdbcClient db, TimeMachine time) {
        this.api = api;
        this.staff = staff;
        this.tasks = tasks;
        this.runtime = runtime;
        this.db = db;
        this.time = time;
    }

    /** One case under test. */
    public record Case(String id, String reference, String customerId, String trackingPath) {}

    public Case received() {
        String customerId = "acme-" + UUID.randomUUID();
        return received(customerId, Submissions.acmeNamed(customerId));
    }

    public Case received(String customerId, String submission) {
        LabApi.Answer answer = api.apply(LabApi.AURORA, submission);
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        JsonNode body = answer.json();
        return new Case(
                body.get("id").asText(),
                body.get("reference").asText(),
                customerId,
                body.get("trackingUrl").asText().replace(api.url(""), ""));
    }

    /** Signed by somebody who is on the list of the demonstration, as intake has confirmed: denial is intended. */
    public Case matched() {
        String customerId = "acme-" + UUID.randomUUID();
        Case acme = received(customerId, Submissions.with(body -> {
            body.withObject("/customer").put("customerId", customerId);
            body.withObject("/customer/signatory").put("name", "Maksym Olehovych Dravenko");
        }));
        staff.complete(
                "intake.officer",
                task(acme, PartyScreening.RESOLVE_SCREENING_HITS),
                Map.of("resolution", "true-match", "note", "The same date of birth."));
        return acme;
    }

    public Case referred() {
        return refer(received());
    }

    /** A case of a customer that differs from the usual one. */
    public Case referred(Consumer<ObjectNode> change) {
        String customerId = "acme-" + UUID.randomUUID();
        return refer(received(customerId, Submissions.with(body -> {
            body.withObject("/customer").put("customerId", customerId);
            change.accept(body);
        })));
    }

    private Case refer(Case received) {
        staff.complete("intake.officer", task(received, AccessReview.CHECK_COMPLETENESS), REFER);
        return received;
    }

    /** An agency drafts and countersigns. */
    public void signs(Case of, String agency, Map<String, Object> vote) {
        staff.complete(agency + ".reviewer", task(of, "draftVote", agency), vote);
        staff.complete(agency + ".director", task(of, "countersignVote", agency), ACCEPT);
    }

    public Case concurred() {
        Case referred = referred();
        List.of("oncd", "ostp", "commerce").forEach(agency -> signs(referred, agency, CONCUR));
        return referred;
    }

    public Case approved() {
        Case concurred = concurred();
        staff.complete("commerce.director", task(concurred, AccessReview.COUNTERSIGN), APPROVE);
        return concurred;
    }

    /** ONCD objects, the others concur: the case is before the chair of the Operating Committee. */
    public Case disagreed() {
        Case referred = referred();
        signs(referred, "oncd", OBJECT);
        signs(referred, "ostp", CONCUR);
        signs(referred, "commerce", CONCUR);
        return referred;
    }

    /** Commerce refused what all agencies agreed on, and day 45 after the notice has come. */
    public Case denied() {
        Case concurred = concurred();
        staff.complete(
                "commerce.director",
                task(concurred, AccessReview.COUNTERSIGN),
                Map.of("outcome", "refuse", "reasons", "The parent company is under investigation."));
        time.advance(Duration.ofDays(45));
        return concurred;
    }

    /** The open task of one agency's directors, such as their seat in the committee. */
    public Task seat(Case of, String key, String agency) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(of.reference())
                .taskDefinitionKey(key)
                .taskCandidateGroup(agency + "-directors")
                .includeAssignedTasks()
                .singleResult();
    }

    /** Commerce refuses what the agencies have signed: denial is intended. */
    public Case refused() {
        Case concurred = concurred();
        staff.complete("commerce.director", task(concurred, AccessReview.COUNTERSIGN), REFUSE);
        return concurred;
    }

    public static Map<String, Object> needsInformation(String question) {
        return Map.of("vote", "need-information", "question", question);
    }

    /** Intake asks the applicant; the id of the open request. */
    public String intakeAsks(Case of, String question) {
        staff.complete(
                "intake.officer",
                task(of, AccessReview.CHECK_COMPLETENESS),
                Map.of("outcome", "ask", "note", question));
        return requestOf(of, "intake");
    }

    /** An agency asks the applicant, with two signatures; the id of the open request. */
    public String asks(Case of, String agency, String question) {
        signs(of, agency, needsInformation(question));
        return requestOf(of, agency);
    }

    /** The request of one asker that is open now. */
    public String requestOf(Case of, String asker) {
        for (JsonNode request : asTheLabSeesIt(of).get("openRequests")) {
            if (request.get("agency").asText().equals(asker)) {
                return request.get("id").asText();
            }
        }
        throw new AssertionError(asker + " has no open request in " + of.reference());
    }

    /** The applicant answers, whatever comes of it. */
    public LabApi.Answer answers(Case of, String requestId, String answer) {
        return labPosts(of, "responses", Map.of("requestId", requestId, "answer", answer));
    }

    public LabApi.Answer withdraws(Case of) {
        return labPosts(of, "withdrawal", Map.of("reasons", "The customer has other plans."));
    }

    public LabApi.Answer rebuts(Case of, String text) {
        return labPosts(of, "rebuttal", Map.of("text", text, "evidence", List.of("https://acme.example/audit")));
    }

    public LabApi.Answer labPosts(Case of, String what, Map<String, ?> body) {
        try {
            return api.post(
                    LabApi.AURORA,
                    "/api/v1/applications/" + of.id() + "/" + what,
                    new ObjectMapper().writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public String status(Case of) {
        return asTheLabSeesIt(of).get("status").asText();
    }

    /** The events of the case's timeline, as the lab sees them. */
    public List<String> timeline(Case of) {
        return asTheLabSeesIt(of).get("timeline").findValuesAsText("event");
    }

    public Task task(Case of, String key) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(of.reference())
                .taskDefinitionKey(key)
                .singleResult();
    }

    /** The open task of one agency in a case. */
    public Task task(Case of, String key, String agency) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(of.reference())
                .taskDefinitionKey(key)
                .processVariableValueEquals("agency", agency)
                .singleResult();
    }

    public List<String> openTasks(Case of) {
        return tasks.createTaskQuery().processInstanceBusinessKey(of.reference()).list().stream()
                .map(Task::getTaskDefinitionKey)
                .sorted()
                .toList();
    }

    /** Is this a job of the case, in whichever of its processes? */
    public boolean isOf(Case of, Job job) {
        return runtime.createProcessInstanceQuery()
                        .processInstanceId(job.getProcessInstanceId())
                        .processInstanceBusinessKey(of.reference())
                        .count()
                == 1;
    }

    public ProcessInstance instance(Case of, String process) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(of.reference())
                .processDefinitionKey(process)
                .singleResult();
    }

    /** The lab reports the use of a license from one day to another, both included. */
    public LabApi.Answer reports(String licenseId, LocalDate start, LocalDate end) {
        return api.post(
                LabApi.AURORA,
                "/api/v1/licenses/" + licenseId + "/usage-reports",
                """
                {"reportId": "report-%1$s-%2$s", "periodStart": "%1$s", "periodEnd": "%2$s", "requests": %3$d,
                 "tokens": 50000, "activeUsers": 10, "foreignPersonUsers": 0,
                 "byUseCase": {"software-engineering": %3$d}, "incidents": 0}"""
                        .formatted(start, end, 100 * (ChronoUnit.DAYS.between(start, end) + 1)));
    }

    /** The lab reports what it has not reported yet of the license of a case, up to yesterday. */
    public void reportsAllUse(Case of) {
        String license = asTheLabSeesIt(of).get("licenseId").asText();
        Instant issuedAt = Instant.parse(api.get(LabApi.AURORA, "/api/v1/licenses/" + license)
                .json()
                .get("issuedAt")
                .asText());
        LocalDate yesterday = LocalDate.ofInstant(time.now(), ZoneOffset.UTC).minusDays(1);
        LocalDate start = reportedUpTo.getOrDefault(license, LocalDate.ofInstant(issuedAt, ZoneOffset.UTC));
        while (!start.isAfter(yesterday)) {
            LocalDate end = start.with(TemporalAdjusters.lastDayOfMonth());
            end = end.isAfter(yesterday) ? yesterday : end;
            LabApi.Answer answer = reports(license, start, end);
            if (answer.status() != 201) {
                throw new AssertionError(answer.body());
            }
            start = end.plusDays(1);
        }
        reportedUpTo.put(license, start);
    }

    /** The kinds of notices queued or sent so far. */
    public List<String> notices(Case of) {
        return db.sql("SELECT DISTINCT kind FROM notice WHERE application_id = ?")
                .param(of.id())
                .query(String.class)
                .list();
    }

    /** What the lab sees of the case. */
    public JsonNode asTheLabSeesIt(Case of) {
        return api.get(LabApi.AURORA, "/api/v1/applications/" + of.id()).json();
    }

    public JsonNode greenLight(Case of) {
        return api.get(LabApi.AURORA, "/api/v1/green-lights?releaseId=aurora-6&customerId=" + of.customerId())
                .json();
    }
}
