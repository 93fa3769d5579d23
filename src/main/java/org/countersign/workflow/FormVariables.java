package org.countersign.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Adds the facts of the case to the variables a form is filled with. They are read from our tables when
 * the form opens, so the process itself carries no copies of them; the engine has already checked that
 * the person may see the task when there is something to add to. What was decided before is left out, because
 * a form would show it as chosen.
 */
public class FormVariables extends OncePerRequestFilter {

    private static final Pattern PATH =
            Pattern.compile("(/engine-rest|/camunda/api/engine/engine/default)/task/[^/]+/form-variables");

    /** What was decided at an earlier task: nobody shall find it chosen already at the next. */
    private static final List<String> DECIDED_BEFORE =
            List.of(AccessReview.OUTCOME, AccessReview.RESOLUTION, AgencySignOff.ACCEPTED);

    private final ObjectMapper json;
    private final FormFacts facts;

    public FormVariables(ObjectMapper json, FormFacts facts) {
        this.json = json;
        this.facts = facts;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !HttpMethod.GET.matches(request.getMethod())
                || !PATH.matcher(request.getRequestURI()).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var answer = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, answer);
        if (answer.getStatus() == HttpServletResponse.SC_OK
                && json.readTree(answer.getContentAsByteArray()) instanceof ObjectNode variables) {
            Map<String, Object> rows = facts.of(texts(variables));
            variables.remove(DECIDED_BEFORE);
            for (var entry : rows.entrySet()) {
                variables
                        .putObject(entry.getKey())
                        .put("type", "Json")
                        .put("value", json.writeValueAsString(entry.getValue()))
                        .putObject("valueInfo");
            }
            answer.resetBuffer();
            answer.getOutputStream().write(json.writeValueAsBytes(variables));
        }
        answer.copyBodyToResponse();
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
