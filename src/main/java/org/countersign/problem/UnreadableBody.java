package org.countersign.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;

/** Says what is wrong with a body that could not be read: as JSON at all, or at which member. */
public final class UnreadableBody {

    /** Longer than any path of ours; a made-up name is cut, not echoed at length. */
    private static final int LONGEST_PATH = 200;

    private UnreadableBody() {}

    static ProblemDetail problem(HttpMessageNotReadableException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyLimit.BodyTooLarge tooLarge) {
                return ofBody(HttpStatus.PAYLOAD_TOO_LARGE, tooLarge.getMessage());
            }
            if (cause instanceof Utf8Bodies.NotUtf8 notUtf8) {
                return ofBody(HttpStatus.BAD_REQUEST, notUtf8.getMessage());
            }
            if (cause instanceof JsonMappingException mapping
                    && !mapping.getPath().isEmpty()
                    && !isSyntax(mapping)) {
                return Problems.invalid(List.of(new Problems.FieldError(field(mapping), complaint(mapping))));
            }
        }
        return ofBody(HttpStatus.BAD_REQUEST, "The body is not the JSON that is expected here.");
    }

    /** The same for a part of a body that is read by itself. */
    public static Problems.FieldError errorIn(JsonProcessingException e) {
        return e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty() && !isSyntax(mapping)
                ? new Problems.FieldError(field(mapping), complaint(mapping))
                : new Problems.FieldError("body", "This is not the JSON that is expected here.");
    }

    private static ProblemDetail ofBody(HttpStatus status, String message) {
        return Problems.of(status, message, new Problems.FieldError("body", message));
    }

    /** Broken JSON found while inside a member: the document as a whole is malformed. */
    private static boolean isSyntax(JsonMappingException mapping) {
        return mapping.getCause() instanceof JsonProcessingException inner
                && !(inner instanceof JsonMappingException)
                && !(inner instanceof InputCoercionException);
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
        String plain = PlainTextModule.plain(path.toString());
        return plain.length() > LONGEST_PATH ? plain.substring(0, LONGEST_PATH) + "…" : plain;
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
        if (mapping.getCause() instanceof InputCoercionException number) {
            return "Expected " + kind(number.getTargetType()) + ".";
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
        if (type == BigDecimal.class) {
            return "a number";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a whole number in range";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return "an object";
    }
}
