package org.countersign.usage;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;

/** Words with amounts. As a whole, so that a refusal names the field and repeats no made-up word. */
@Target({ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Shares.Check.class)
@interface Shares {

    String message() default
            "must give at most 50 use cases, each a word of at most 100 letters, digits, dots and hyphens"
                    + " with a number from 0 of at most 18 digits and 6 decimals";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class Check implements ConstraintValidator<Shares, Map<String, BigDecimal>> {

        private static final int MOST = 50;
        private static final int DIGITS = 18;
        private static final int DECIMALS = 6;
        private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}");

        @Override
        public boolean isValid(Map<String, BigDecimal> shares, ConstraintValidatorContext context) {
            return shares == null
                    || shares.size() <= MOST
                            && shares.keySet().stream()
                                    .allMatch(word -> WORD.matcher(word).matches())
                            && shares.values().stream().allMatch(Check::isAmount);
        }

        private static boolean isAmount(BigDecimal amount) {
            return amount != null
                    && amount.signum() >= 0
                    && amount.scale() <= DECIMALS
                    && (long) amount.precision() - amount.scale() <= DIGITS;
        }
    }
}
