package org.countersign.workflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Adds to what the engine answers, in its REST API and in the API of its web applications alike. */
abstract class ChangedAnswer extends OncePerRequestFilter {

    private final ObjectMapper json;
    private final Pattern path;

    /** @param path below the engine, as a regular expression */
    ChangedAnswer(ObjectMapper json, String path) {
        this.json = json;
        this.path = Pattern.compile("(/engine-rest|/camunda/api/engine/engine/default)" + path);
    }

    abstract void change(ObjectNode answer) throws IOException;

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !HttpMethod.GET.matches(request.getMethod())
                || !path.matcher(request.getRequestURI()).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var answer = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, answer);
        if (answer.getStatus() == HttpServletResponse.SC_OK
                && json.readTree(answer.getContentAsByteArray()) instanceof ObjectNode object) {
            change(object);
            answer.resetBuffer();
            answer.getOutputStream().write(json.writeValueAsBytes(object));
        }
        answer.copyBodyToResponse();
    }
}
