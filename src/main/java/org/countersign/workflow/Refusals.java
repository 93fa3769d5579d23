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
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Turns what the engine refuses, over {@code /engine-rest} and in Tasklist, into a problem in plain words.
 * The engine itself would answer a broken rule with 500 and with its own class names in the text.
 */
public class Refusals extends EngineFilter {

    private static final String BROKEN = Refusals.class.getName() + ".broken";

    private final ObjectMapper json;

    public Refusals(ObjectMapper json) {
        this.json = json;
    }

    static RuleBroken remember(RuleBroken broken) {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        if (request != null) {
            request.setAttribute(BROKEN, broken, RequestAttributes.SCOPE_REQUEST);
        }
        return broken;
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
        if (engineSays.has("detail")) {
            return null; // already a problem of ours
        }
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
        if (words.matches("(?is).*(no|cannot find) [\\w ]+ (found )?with id .*")
                || words.contains("not found")
                || words.contains("does not exist")) {
            return new Problem(HttpStatus.NOT_FOUND, null, "There is no such thing here.");
        }
        return switch (answer.getStatus()) {
            case 401 -> null; // says how to sign in
            case 403 -> new Problem(HttpStatus.FORBIDDEN, null, "This is not yours to see or to work on.");
            case 404 -> new Problem(HttpStatus.NOT_FOUND, null, "There is no such thing here.");
            case 405 -> new Problem(HttpStatus.METHOD_NOT_ALLOWED, null, "This cannot be done here.");
            case 406 -> new Problem(HttpStatus.NOT_ACCEPTABLE, null, "This is not to be had in that format.");
            case 415 -> new Problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, null, "Send JSON, please.");
            default ->
                answer.getStatus() < 500
                        ? new Problem(HttpStatus.BAD_REQUEST, null, "This request cannot be understood.")
                        : fault(request, words);
        };
    }

    private Problem fault(HttpServletRequest request, String words) {
        logger.warn(
                "The engine could not carry out " + request.getMethod() + " " + request.getRequestURI() + ": " + words);
        return new Problem(
                HttpStatus.INTERNAL_SERVER_ERROR, null, "This step could not be carried out. Nothing was stored.");
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
