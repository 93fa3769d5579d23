package org.countersign.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Fills the tables of a form that starts a process. Tasklist asks for no variables before there is a process, so the rows are
 * written into the form itself: a list in JSON is a list in FEEL, too.
 */
public class StartFormTables extends OncePerRequestFilter {

    private static final Pattern PATH = Pattern.compile(
            "(/engine-rest|/camunda/api/engine/engine/default)/process-definition/.+/deployed-start-form");

    private final ObjectMapper json;
    private final FormFacts facts;

    public StartFormTables(ObjectMapper json, FormFacts facts) {
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
                && json.readTree(answer.getContentAsByteArray()) instanceof ObjectNode form) {
            fill(form);
            answer.resetBuffer();
            answer.getOutputStream().write(json.writeValueAsBytes(form));
        }
        answer.copyBodyToResponse();
    }

    private void fill(ObjectNode form) throws IOException {
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
