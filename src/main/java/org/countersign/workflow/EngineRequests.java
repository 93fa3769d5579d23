package org.countersign.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import org.countersign.problem.PlainText;
import org.countersign.problem.Problems;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/**
 * Bodies for the engine: a JSON object of bounded size. In a form that completes a task, plain values only,
 * so that nothing exotic is ever decoded; in a query, no expressions at all.
 */
public class EngineRequests extends EngineFilter {

    private static final int MOST_BYTES = 256 * 1024;

    private final ObjectMapper json;
    private final Problems problems;

    public EngineRequests(ObjectMapper json, Problems problems) {
        this.json = json;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return HttpMethod.GET.matches(request.getMethod()) || super.shouldNotFilter(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            refuse(response, HttpStatus.PAYLOAD_TOO_LARGE, "body", "The body is larger than 256 KiB.");
            return;
        }
        if (body.length == 0) {
            body = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        JsonNode parsed;
        try {
            parsed = json.readTree(body);
        } catch (JsonProcessingException e) {
            parsed = null;
        }
        if (!(parsed instanceof ObjectNode object)) {
            refuse(response, HttpStatus.BAD_REQUEST, "body", "The body must be a JSON object.");
            return;
        }
        String path = request.getRequestURI();
        Complaint complaint =
                path.endsWith("/complete") || path.endsWith("/submit-form") ? plainValues(object) : plainQuery(object);
        if (complaint != null) {
            refuse(response, HttpStatus.UNPROCESSABLE_ENTITY, complaint.field(), complaint.words());
            return;
        }
        chain.doFilter(new WithBody(request, json.writeValueAsBytes(object)), response);
    }

    private void refuse(HttpServletResponse response, HttpStatus status, String field, String words)
            throws IOException {
        problems.write(response, status, words, new Problems.FieldError(field, words));
    }

    private record Complaint(String field, String words) {}

    /** Leaves {@code {"value": …}} of each variable: no types, no objects. */
    private Complaint plainValues(ObjectNode completion) {
        JsonNode variables = completion.path("variables");
        if (variables.isMissingNode() || variables.isNull()) {
            return null;
        }
        if (!(variables instanceof ObjectNode entered)) {
            return new Complaint("variables", "This must be an object.");
        }
        ObjectNode plain = json.createObjectNode();
        for (Map.Entry<String, JsonNode> variable : entered.properties()) {
            JsonNode value = variable.getValue().path("value");
            if ("Json".equals(variable.getValue().path("type").asText())) {
                continue; // the tables a form shows come back with it
            }
            if (!variable.getValue().isObject() || value.isContainerNode()) {
                return new Complaint(variable.getKey(), "This must be an object with a plain value.");
            }
            if (value.isTextual() && !PlainText.isPlain(value.asText())) {
                return new Complaint(variable.getKey(), PlainText.REFUSAL);
            }
            plain.putObject(variable.getKey()).set("value", value.isMissingNode() ? json.nullNode() : value);
        }
        completion.set("variables", plain);
        return null;
    }

    private Complaint plainQuery(JsonNode query) {
        for (Map.Entry<String, JsonNode> field : query.properties()) {
            JsonNode value = field.getValue();
            if (field.getKey().endsWith("Expression")) {
                return new Complaint(field.getKey(), "Expressions are not accepted.");
            }
            if (value.isTextual() && !PlainText.isPlain(value.asText())) {
                return new Complaint(field.getKey(), PlainText.REFUSAL);
            }
            if (field.getKey().equals("value") && value.isContainerNode()) {
                return new Complaint("value", "This must be a plain value.");
            }
            Complaint inside = value.isArray() ? plainMembers(field.getKey(), value) : plainQuery(value);
            if (inside != null) {
                return inside;
            }
        }
        return null;
    }

    private Complaint plainMembers(String field, JsonNode list) {
        for (JsonNode member : list) {
            if (member.isNull()) {
                return new Complaint(field, "A list may not contain null.");
            }
            Complaint complaint = member.isArray() ? plainMembers(field, member) : plainQuery(member);
            if (complaint != null) {
                return complaint;
            }
        }
        return null;
    }

    private static final class WithBody extends HttpServletRequestWrapper {

        private final byte[] body;

        WithBody(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            var bytes = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return bytes.read();
                }

                @Override
                public boolean isFinished() {
                    return bytes.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new IllegalStateException("Read without a listener");
                }
            };
        }

        @Override
        public int getContentLength() {
            return body.length;
        }

        @Override
        public long getContentLengthLong() {
            return body.length;
        }

        @Override
        public String getHeader(String name) {
            return "Content-Length".equalsIgnoreCase(name) ? String.valueOf(body.length) : super.getHeader(name);
        }
    }
}
