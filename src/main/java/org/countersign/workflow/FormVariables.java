package org.countersign.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds the facts of the case to the variables a form is filled with. They are read from our tables when
 * the form opens, so the process itself carries no copies of them; the engine has already checked that
 * the person may see the task when there is something to add to. What was decided before is left out, because
 * a form would show it as chosen.
 */
public class FormVariables extends ChangedAnswer {

    /** What was decided at an earlier task: nobody shall find it chosen already at the next. */
    private static final List<String> DECIDED_BEFORE =
            List.of(AccessReview.OUTCOME, AccessReview.RESOLUTION, AgencySignOff.ACCEPTED);

    private final ObjectMapper json;
    private final FormFacts facts;

    public FormVariables(ObjectMapper json, FormFacts facts) {
        super(json, "/task/[^/]+/form-variables");
        this.json = json;
        this.facts = facts;
    }

    @Override
    void change(ObjectNode variables) throws IOException {
        Map<String, Object> rows = facts.of(texts(variables));
        variables.remove(DECIDED_BEFORE);
        for (var entry : rows.entrySet()) {
            variables
                    .putObject(entry.getKey())
                    .put("type", "Json")
                    .put("value", json.writeValueAsString(entry.getValue()))
                    .putObject("valueInfo");
        }
    }

    private static Map<String, String> texts(ObjectNode variables) {
        var texts = new LinkedHashMap<String, String>();
        for (Map.Entry<String, JsonNode> variable : variables.properties()) {
            if (variable.getValue().path("value").isTextual()) {
                texts.put(variable.getKey(), variable.getValue().get("value").asText());
            }
        }
        return texts;
    }
}
