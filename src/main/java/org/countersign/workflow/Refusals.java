package org.countersign.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Turns the engine's answer to a refused claim or completion, over {@code /engine-rest} and in Tasklist,
 * into a problem in plain words. The engine itself would answer 500 with its own class names in the text.
 */
public class Refusals extends OncePerRequestFilter {

    private static final String BROKEN = Refusals.class.getName() + ".broken";

    private final ObjectMapper json;

    public Refusals(ObjectMapper json) {
        this.json = json;
    }

    static void remember(RuleBroken broken) {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request != null) {
            request.setAttribute(BROKEN, broken, RequestAttributes.SCOPE_REQUEST);
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !HttpMethod.POST.matches(request.getMethod())
                || !request.getRequestURI().contains("/task/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var answer = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, answer);
        Problem problem = answer.getStatus() < 400 ? null : problemOf(request, answer);
        if (problem != null) {
            answer.resetBuffer();
            answer.setStatus(problem.status().value());
            answer.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            answer.setCharacterEncoding("UTF-8");
            answer.getOutputStream().write(json.writeValueAsBytes(problem.body()));
        }
        answer.copyBodyToResponse();
    }

    private Problem problemOf(HttpServletRequest request, ContentCachingResponseWrapper answer) throws IOException {
        if (request.getAttribute(BROKEN) instanceof RuleBroken broken) {
            return new Problem(HttpStatus.UNPROCESSABLE_ENTITY, broken.field(), broken.getMessage());
        }
        JsonNode engineSays = parsed(answer.getContentAsByteArray());
        String words = engineSays.path("message").asText();
        if (words.contains("OptimisticLockingException") || words.contains("was updated by another transaction")) {
            return new Problem(HttpStatus.CONFLICT, null, "Somebody else changed this task at the same moment.");
        }
        if (words.contains("Cannot find task with id") || words.contains("task is null")) {
            return new Problem(HttpStatus.NOT_FOUND, null, "This task is not open any more, or never was.");
        }
        if (words.contains("is already claimed by someone else")) {
            return new Problem(HttpStatus.CONFLICT, null, "Somebody else has already claimed this task.");
        }
        if (answer.getStatus() == HttpStatus.FORBIDDEN.value()) {
            return new Problem(HttpStatus.FORBIDDEN, null, "This task is not yours to work on.");
        }
        if (answer.getStatus() >= 500) {
            logger.warn("The engine could not carry out " + request.getRequestURI() + ": " + words);
            return new Problem(
                    HttpStatus.INTERNAL_SERVER_ERROR, null, "This step could not be carried out. Nothing was stored.");
        }
        return null;
    }

    private JsonNode parsed(byte[] body) {
        try {
            return body.length == 0 ? json.createObjectNode() : json.readTree(body);
        } catch (IOException e) {
            return json.createObjectNode();
        }
    }

    private record Problem(HttpStatus status, String field, String detail) {

        /** {@code message} repeats the detail because Tasklist shows that member to the person. */
        Map<String, Object> body() {
            var body = new LinkedHashMap<String, Object>();
            body.put("type", "about:blank");
            body.put("title", status.getReasonPhrase());
            body.put("status", status.value());
            body.put("detail", detail);
            body.put("message", detail);
            if (field != null) {
                body.put("errors", List.of(Map.of("field", field, "message", detail)));
            }
            return body;
        }
    }
}
