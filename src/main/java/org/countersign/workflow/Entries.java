package org.countersign.workflow;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.countersign.problem.PlainText;

/** What a person has entered, checked as any form is, whether it starts a process or completes a task. */
final class Entries {

    private Entries() {}

    /** The annex of a directive may name a thousand organisations. */
    private static final int LONGEST_LIST = 100_000;

    /** What was entered, trimmed; empty when nothing was. */
    static String text(String field) {
        return text(field, Completion.LONGEST_TEXT);
    }

    /** Words that are separated by commas or lines, each once. */
    static List<String> list(String field) {
        return Arrays.stream(text(field, LONGEST_LIST).split("[,;\\s]+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    private static String text(String field, int longest) {
        String text = EnteredForm.text(field).strip();
        if (text.length() > longest) {
            throw new RuleBroken(field, "At most " + longest + " characters, please.");
        }
        if (!PlainText.isPlain(text)) {
            throw new RuleBroken(field, PlainText.REFUSAL);
        }
        return text;
    }

    static String requiredText(String field, String otherwise) {
        String text = text(field);
        if (text.isEmpty()) {
            throw new RuleBroken(field, otherwise);
        }
        return text;
    }

    /** One of the given words; anything else is refused. */
    static String choice(String field, String... allowed) {
        String chosen = text(field).toLowerCase(Locale.ROOT);
        if (!List.of(allowed).contains(chosen)) {
            throw new RuleBroken(field, "Choose one of: " + String.join(", ", allowed) + ".");
        }
        return chosen;
    }
}
