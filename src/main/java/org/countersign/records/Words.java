package org.countersign.records;

import org.countersign.problem.Invalid;
import org.countersign.problem.PlainText;

/** What people write into our forms, checked the same way everywhere. */
final class Words {

    static final int LONGEST = 2_000;

    private Words() {}

    static String required(String field, String text, String whenMissing) {
        String words = optional(field, text);
        if (words.isEmpty()) {
            throw new Invalid(field, whenMissing);
        }
        return words;
    }

    static String optional(String field, String text) {
        String words = text == null ? "" : text.strip().replace("\r\n", "\n");
        if (words.length() > LONGEST) {
            throw new Invalid(field, "At most %,d characters, please.".formatted(LONGEST));
        }
        if (!PlainText.isPlain(words)) {
            throw new Invalid(field, PlainText.REFUSAL);
        }
        return words;
    }
}
