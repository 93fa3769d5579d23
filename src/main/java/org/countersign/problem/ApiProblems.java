package org.countersign.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.countersign.lab.IdempotentAnswers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error of the API as a problem that names the field and leaks nothing. Pages keep their own error view. */
@RestControllerAdvice
class ApiProblems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ApiProblems.class);

    @ExceptionHandler
    ProblemDetail notFound(NotFound e) {
        return Problems.of(HttpStatus.NOT_FOUND, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail invalid(Invalid e) {
        return invalid(new Problems.FieldError(e.field(), e.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail malformed(Malformed e) {
        return Problems.of(HttpStatus.BAD_REQUEST, e.getMessage(), new Problems.FieldError(e.field(), e.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail keyReused(IdempotentAnswers.KeyReused e) {
        return invalid(new Problems.FieldError(
                "Idempotency-Key", "This key was used before with another body. Use a new key for a new request."));
    }

    @ExceptionHandler
    ProblemDetail tooLarge(BodyLimit.BodyTooLarge e) {
        return Problems.of(
                HttpStatus.PAYLOAD_TOO_LARGE, e.getMessage(), new Problems.FieldError("body", e.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail mismatch(MethodArgumentTypeMismatchException e) {
        String message = "This value cannot be understood.";
        return Problems.of(HttpStatus.BAD_REQUEST, message, new Problems.FieldError(e.getName(), message));
    }

    /** Left to the security chain, which knows the answer. */
    @ExceptionHandler
    void denied(AccessDeniedException e) {
        throw e;
    }

    @ExceptionHandler
    ProblemDetail unexpected(Exception e, HttpServletRequest request) throws Exception {
        if (!isApi(request.getRequestURI())) {
            throw e;
        }
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return Problems.of(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side. Nothing was stored.");
    }

    @Override
    protected ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<Problems.FieldError> errors = e.getBindingResult().getFieldErrors().stream()
                .map(error -> new Problems.FieldError(error.getField(), error.getDefaultMessage()))
                .sorted(Comparator.comparing(Problems.FieldError::field).thenComparing(Problems.FieldError::message))
                .toList();
        return ResponseEntity.unprocessableEntity()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(invalid(errors.toArray(Problems.FieldError[]::new)));
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = unreadable(e);
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    @Override
    protected ResponseEntity<Object> handleServletRequestBindingException(
            ServletRequestBindingException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (e instanceof MissingRequestHeaderException missing) {
            String message = "The header " + missing.getHeaderName() + " is required.";
            return ResponseEntity.badRequest()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(Problems.of(
                            HttpStatus.BAD_REQUEST,
                            message,
                            new Problems.FieldError(missing.getHeaderName(), message)));
        }
        return super.handleServletRequestBindingException(e, headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> handleMissingServletRequestParameter(
            org.springframework.web.bind.MissingServletRequestParameterException e,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        String message = "The parameter " + e.getParameterName() + " is required.";
        return ResponseEntity.badRequest()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problems.of(
                        HttpStatus.BAD_REQUEST, message, new Problems.FieldError(e.getParameterName(), message)));
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String path = ((ServletWebRequest) request).getRequest().getRequestURI();
        if (!isApi(path)) {
            // A page: the error view answers in HTML.
            try {
                ((ServletWebRequest) request).getResponse().sendError(status.value());
            } catch (java.io.IOException gone) {
                LOG.debug("The client went away", gone);
            }
            return null;
        }
        if (body instanceof ProblemDetail problem) {
            problem.setInstance(null);
        }
        return super.handleExceptionInternal(e, body, headers, status, request);
    }

    private static boolean isApi(String path) {
        return path.startsWith("/api/") || path.startsWith("/demo/clock");
    }

    private static ProblemDetail invalid(Problems.FieldError... errors) {
        String fields =
                Arrays.stream(errors).map(Problems.FieldError::field).distinct().collect(Collectors.joining(", "));
        return Problems.of(HttpStatus.UNPROCESSABLE_ENTITY, "Please correct: " + fields, errors);
    }

    private static ProblemDetail unreadable(HttpMessageNotReadableException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyLimit.BodyTooLarge tooLarge) {
                return Problems.of(
                        HttpStatus.PAYLOAD_TOO_LARGE,
                        tooLarge.getMessage(),
                        new Problems.FieldError("body", tooLarge.getMessage()));
            }
            if (cause instanceof JsonMappingException mapping
                    && !mapping.getPath().isEmpty()
                    && !isSyntax(mapping)) {
                return invalid(new Problems.FieldError(field(mapping), complaint(mapping)));
            }
        }
        String message = "The body is not the JSON that is expected here.";
        return Problems.of(HttpStatus.BAD_REQUEST, message, new Problems.FieldError("body", message));
    }

    /** Broken JSON found while inside a member: the document as a whole is malformed. */
    private static boolean isSyntax(JsonMappingException mapping) {
        return mapping.getCause() instanceof JsonProcessingException inner && !(inner instanceof JsonMappingException);
    }

    private static String field(JsonMappingException mapping) {
        var path = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String complaint(JsonMappingException mapping) {
        if (mapping instanceof UnrecognizedPropertyException) {
            return "There is no such field.";
        }
        if (mapping instanceof PlainTextModule.NotPlainText) {
            return mapping.getOriginalMessage();
        }
        if (mapping instanceof InvalidFormatException format
                && format.getTargetType() != null
                && format.getTargetType().isEnum()) {
            return "This is not one of the values allowed here.";
        }
        if (mapping instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return "Expected " + kind(mismatch.getTargetType()) + ".";
        }
        return "This value cannot be understood.";
    }

    private static String kind(Class<?> type) {
        if (type == String.class) {
            return "a text";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number in range";
        }
        if (java.util.Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return "an object";
    }
}
