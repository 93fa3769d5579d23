package org.countersign.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/**
 * Fills the tables of a form that starts a process. Tasklist asks for no variables before there is a process, so the rows are
 * written into the form itself: a list in JSON is a list in FEEL, too.
 */
public class StartFormTables extends ChangedAnswer {

    private final ObjectMapper json;
    private final FormFacts facts;

    public StartFormTables(ObjectMapper json, FormFacts facts) {
        super(json, "/process-definition/.+/deployed-start-form");
        this.json = json;
        this.facts = facts;
    }

    @Override
    void change(ObjectNode form) throws IOException {
        Map<String, Object> rows = facts.atStart();
        for (JsonNode component : form.path("components")) {
            String source = component.path("dataSource").asText();
            if (source.startsWith("=") && rows.containsKey(source.substring(1))) {
                ((ObjectNode) component)
                        .put("dataSource", "=" + json.writeValueAsString(rows.get(source.substring(1))));
            }
        }
    }
}
