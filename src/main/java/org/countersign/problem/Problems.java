package org.countersign.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** Problem documents (RFC 9457), the same from controllers, filters and the security chain. */
@Component
public class Problems {

    /** Enough to mend a body with; a list of thousands of wrong words is not answered word by word. */
    private static final int MOST_ERRORS = 50;

    private final ObjectMapper json;

    Problems(ObjectMapper json) {
        this.json = json;
    }

    public record FieldError(String field, String message) {}

    public static ProblemDetail of(HttpStatusCode status, String detail, FieldError... errors) {
        return of(status, detail, List.of(errors));
    }

    public static ProblemDetail of(HttpStatusCode status, String detail, List<FieldError> errors) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        if (!errors.isEmpty()) {
            problem.setProperty("errors", errors);
        }
        return problem;
    }

    /** A well-formed request with fields that cannot be. */
    static ProblemDetail invalid(List<FieldError> errors) {
        List<FieldError> told = errors.subList(0, Math.min(errors.size(), MOST_ERRORS));
        String fields = told.stream().map(FieldError::field).distinct().collect(Collectors.joining(", "));
        return of(HttpStatus.UNPROCESSABLE_ENTITY, "Please correct: " + fields, told);
    }

    /** For code outside Spring MVC. */
    public void write(HttpServletResponse response, HttpStatus status, String detail, FieldError... errors)
            throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(of(status, detail, errors)));
    }
}
