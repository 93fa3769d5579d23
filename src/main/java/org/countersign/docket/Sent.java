package org.countersign.docket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.countersign.problem.Invalid;
import org.countersign.problem.PlainText;

/**
 * What somebody sent with a form of ours. When it cannot be taken, the page comes again with these words in
 * their fields and the reason beside them: nobody types anything twice.
 *
 * @param form which form
 * @param about which of several alike, such as the question that is answered; else empty
 * @param errors by field; under the empty name what is about no field
 */
record Sent(String form, String about, Map<String, String> values, Map<String, String> errors) {

    static final String NO_FIELD = "";

    static Sent of(String form, String about, Map<String, String> values) {
        return new Sent(form, about, values, Map.of());
    }

    Sent refused(String field, String words) {
        var told = new LinkedHashMap<>(errors);
        told.put(field, words);
        return new Sent(form, about, values, told);
    }

    /** For templates: whether this is about the form that is being drawn. */
    public boolean is(String form, String about) {
        return this.form.equals(form) && this.about.equals(about);
    }

    public String error(String field) {
        return errors.get(field);
    }

    /** As entered, with the line ends that everybody else uses. */
    public String value(String field) {
        return values.getOrDefault(field, "").replace("\r\n", "\n").replace('\r', '\n');
    }

    boolean ticked(String field) {
        return !value(field).isEmpty();
    }

    /** Refused when nothing readable was entered. */
    String required(String field, int longest, String whenMissing) {
        String text = text(field, longest);
        if (text.isEmpty()) {
            throw new Invalid(field, whenMissing);
        }
        return text;
    }

    String text(String field, int longest) {
        String text = value(field).strip();
        if (text.length() > longest) {
            throw new Invalid(
                    field, "At most %,d characters, please; these are %,d.".formatted(longest, text.length()));
        }
        if (!PlainText.isPlain(text)) {
            throw new Invalid(field, PlainText.REFUSAL);
        }
        return text;
    }

    /** One item a line. */
    List<String> lines(String field, int most, int longest) {
        List<String> lines = value(field)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.size() > most) {
            throw new Invalid(field, "At most %d lines, please.".formatted(most));
        }
        for (String line : lines) {
            if (line.length() > longest) {
                throw new Invalid(field, "At most %d characters a line, please.".formatted(longest));
            }
            if (!PlainText.isPlain(line)) {
                throw new Invalid(field, PlainText.REFUSAL);
            }
        }
        return lines;
    }
}
