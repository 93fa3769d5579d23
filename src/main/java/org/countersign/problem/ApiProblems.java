package org.countersign.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
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
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Every error of the API as a problem that names the field and leaks nothing. Pages keep their own error view. */
@RestControllerAdvice
class ApiProblems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ApiProblems.class);
    private static final String RETRY_AFTER_SECONDS = "30";

    @ExceptionHandler
    ResponseEntity<Object> notFound(NotFound e) {
        return answer(Problems.of(HttpStatus.NOT_FOUND, e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<Object> wrongState(WrongState e) {
        return answer(Problems.of(HttpStatus.CONFLICT, e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<Object> invalid(Invalid e) {
        return answer(Problems.invalid(List.of(new Problems.FieldError(e.field(), e.getMessage()))));
    }

    @ExceptionHandler
    ResponseEntity<Object> malformed(Malformed e) {
        return answer(problem(HttpStatus.BAD_REQUEST, e.field(), e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(Refused e) {
        ProblemDetail problem = problem(e.status(), e.field(), e.getMessage());
        return e.status() == HttpStatus.SERVICE_UNAVAILABLE
                ? ResponseEntity.status(e.status())
                        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                        .body(problem)
                : answer(problem);
    }

    @ExceptionHandler
    ResponseEntity<Object> keyReused(IdempotentAnswers.KeyReused e) {
        return answer(Problems.invalid(List.of(new Problems.FieldError(
                "Idempotency-Key", "This key was used before with another body. Use a new key for a new request."))));
    }

    @ExceptionHandler
    ResponseEntity<Object> tooLarge(BodyLimit.BodyTooLarge e) {
        return answer(problem(HttpStatus.PAYLOAD_TOO_LARGE, "body", e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<Object> mismatch(MethodArgumentTypeMismatchException e) {
        return answer(problem(HttpStatus.BAD_REQUEST, e.getName(), "This value cannot be understood."));
    }

    /** Parts that are cut off, too many, or have no boundary. */
    @ExceptionHandler
    ResponseEntity<Object> brokenParts(MultipartException e, WebRequest request) {
        return handleExceptionInternal(
                e,
                problem(HttpStatus.BAD_REQUEST, "body", "The parts of this body cannot be told apart."),
                new HttpHeaders(),
                HttpStatus.BAD_REQUEST,
                request);
    }

    /** Left to the security chain, which knows the answer. */
    /** A form where JSON is expected, with names that no form has; it is looked at when somebody asks for the body. */
    @ExceptionHandler
    ResponseEntity<Object> rejected(RequestRejectedException e) {
        return answer(problem(HttpStatus.BAD_REQUEST, "body", "This body has characters that are not taken here."));
    }

    @ExceptionHandler
    void denied(AccessDeniedException e) {
        throw e;
    }

    @ExceptionHandler
    ResponseEntity<Object> unexpected(Exception e, HttpServletRequest request) throws Exception {
        if (!isApi(request.getRequestURI())) {
            throw e;
        }
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return answer(
                Problems.of(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side. Nothing was stored."));
    }

    @Override
    protected ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(Problems.invalid(e.getBindingResult().getFieldErrors().stream()
                .map(error -> new Problems.FieldError(error.getField(), error.getDefaultMessage()))
                .sorted(Comparator.comparing(Problems.FieldError::field).thenComparing(Problems.FieldError::message))
                .toList()));
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(UnreadableBody.problem(e));
    }

    @Override
    protected ResponseEntity<Object> handleServletRequestBindingException(
            ServletRequestBindingException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (e instanceof MissingRequestHeaderException missing) {
            String header = missing.getHeaderName();
            return answer(problem(HttpStatus.BAD_REQUEST, header, "The header " + header + " is required."));
        }
        return super.handleServletRequestBindingException(e, headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String parameter = e.getParameterName();
        return answer(problem(HttpStatus.BAD_REQUEST, parameter, "The parameter " + parameter + " is required."));
    }

    @Override
    protected ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String expected = e.getSupportedMediaTypes().isEmpty()
                ? MediaType.APPLICATION_JSON_VALUE
                : e.getSupportedMediaTypes().get(0).toString();
        String message = "Send the body as " + expected + " in UTF-8.";
        return handleExceptionInternal(e, problem(status, HttpHeaders.CONTENT_TYPE, message), headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(
            HttpMediaTypeNotAcceptableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String message = "The answer is application/json; accept that.";
        return handleExceptionInternal(e, problem(status, HttpHeaders.ACCEPT, message), headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> handleMaxUploadSizeExceededException(
            MaxUploadSizeExceededException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return handleExceptionInternal(
                e, problem(status, "file", "The file is larger than is taken here."), headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return handleExceptionInternal(
                e, Problems.of(status, "There is nothing at this address."), headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception e, Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String path = ((ServletWebRequest) request).getRequest().getRequestURI();
        if (isApi(path)) {
            HttpHeaders told = new HttpHeaders();
            told.addAll(headers);
            told.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
            return super.handleExceptionInternal(e, body, told, status, request);
        }
        // A page: the error view answers in HTML.
        try {
            ((ServletWebRequest) request).getResponse().sendError(status.value());
        } catch (IOException gone) {
            LOG.debug("The client went away", gone);
        }
        return null;
    }

    private static boolean isApi(String path) {
        return path.startsWith("/api/") || path.startsWith("/demo/clock");
    }

    private static ProblemDetail problem(HttpStatusCode status, String field, String message) {
        return Problems.of(status, message, new Problems.FieldError(field, message));
    }

    /** The type is set, so that it is never negotiated: an error is told whatever the request accepts. */
    private static ResponseEntity<Object> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
