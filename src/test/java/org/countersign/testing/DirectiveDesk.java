package org.countersign.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Lazy;

/** Directors at work on directives, all over {@code /engine-rest}. */
@TestComponent
@Lazy
public class DirectiveDesk {

    public static final String DRAFTER = "oncd.director";
    public static final String SECOND = "commerce.director";
    public static final Map<String, Object> SIGN = Map.of("accepted", "true");
    public static final Map<String, Object> REFUSE =
            Map.of("accepted", "false", "note", "The report is not reproduced.");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String START = "/engine-rest/process-definition/key/emergency-directive/submit-form";

    private final LabApi api;
    private final TaskService tasks;
    private final TimeMachine time;
    private final List<String> drafted = new ArrayList<>();

    DirectiveDesk(LabApi api, TaskService tasks, TimeMachine time) {
        this.api = api;
        this.tasks = tasks;
        this.time = time;
    }

    /** What a director enters; nobody else enters the same. */
    public Map<String, Object> words(String population, String releases) {
        var words = new LinkedHashMap<String, Object>();
        words.put("population", population);
        words.put("releaseIds", releases);
        words.put("carveOuts", "");
        words.put("legalGround", "50 USC 4565");
        words.put("evidence", "Report " + UUID.randomUUID());
        words.put("expiresOn", day(30));
        return words;
    }

    public String day(int ahead) {
        return LocalDate.ofInstant(time.now(), ZoneOffset.UTC).plusDays(ahead).toString();
    }

    public LabApi.Answer starts(String person, Map<String, Object> words) {
        return api.staff(person, "POST", START, variables(words));
    }

    /** The reference of a draft that its drafter has not looked at yet. */
    public String drafted(Map<String, Object> words) {
        LabApi.Answer answer = starts(DRAFTER, words);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String reference = answer.json().get("businessKey").asText();
        drafted.add(reference);
        return reference;
    }

    public String reviewed(Map<String, Object> words) {
        String reference = drafted(words);
        does(DRAFTER, reference, "reviewBlastRadius", Map.of());
        return reference;
    }

    /** As {@link #reviewed}, by another drafter. Nobody signs it, so it ends by itself. */
    public String reviewedBy(String drafter, Map<String, Object> words) {
        LabApi.Answer answer = starts(drafter, words);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String reference = answer.json().get("businessKey").asText();
        does(drafter, reference, "reviewBlastRadius", Map.of());
        return reference;
    }

    public String inForce(Map<String, Object> words) {
        String reference = reviewed(words);
        does(SECOND, reference, "countersignDirective", SIGN);
        return reference;
    }

    public String inForce(String population, String releases) {
        return inForce(words(population, releases));
    }

    public void narrowed(String reference, String customers) {
        does(
                "state.director",
                reference,
                "liftDirective",
                Map.of(
                        "outcome",
                        "carve-out",
                        "carveOuts",
                        customers,
                        "reasons",
                        "They have shown who their users are."));
        does("energy.director", reference, "countersignLifting", SIGN);
    }

    public void lifted(String reference) {
        does("state.director", reference, "liftDirective", Map.of("outcome", "lift", "reasons", "It is mended."));
        does("energy.director", reference, "countersignLifting", SIGN);
    }

    /** Completes the open task, which must succeed. */
    public void does(String person, String reference, String task, Map<String, Object> form) {
        LabApi.Answer answer = tries(person, reference, task, form);
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    public LabApi.Answer tries(String person, String reference, String task, Map<String, Object> form) {
        return tries(person, task(reference, task), form);
    }

    public LabApi.Answer tries(String person, Task task, Map<String, Object> form) {
        return api.staff(person, "POST", "/engine-rest/task/" + task.getId() + "/complete", variables(form));
    }

    public Task task(String reference, String key) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(reference)
                .taskDefinitionKey(key)
                .singleResult();
    }

    public List<String> openTasks(String reference) {
        return tasks.createTaskQuery().processInstanceBusinessKey(reference).list().stream()
                .map(Task::getTaskDefinitionKey)
                .toList();
    }

    /** Leaves nothing in force that another test would see. */
    public void clear() {
        for (String reference : drafted) {
            if (task(reference, "countersignLifting") != null) {
                does("hhs.director", reference, "countersignLifting", REFUSE);
            }
            if (task(reference, "liftDirective") != null) {
                lifted(reference);
            }
            if (task(reference, "reviewBlastRadius") != null) {
                does(DRAFTER, reference, "reviewBlastRadius", Map.of("outcome", "withdraw"));
            }
            if (task(reference, "countersignDirective") != null) {
                does(SECOND, reference, "countersignDirective", REFUSE);
            }
        }
        drafted.clear();
    }

    private static String variables(Map<String, Object> form) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode variables = body.putObject("variables");
        form.forEach((name, value) -> variables.putObject(name).putPOJO("value", value));
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
