package org.countersign.application;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** No line breaks: a name that brings lines of its own could pass for our words in a letter or on a task card. */
@Target({ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = {})
@Pattern(regexp = "[^\\r\\n\\t\\u0085\\u2028\\u2029]*")
@ReportAsSingleViolation
@interface OneLine {

    String message() default "must be one line, without tabs";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
