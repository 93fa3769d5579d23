package org.countersign.workflow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.bpm.engine.variable.value.TypedValue;

/**
 * Remembers what FEEL has said. It parses each cell of a table anew and builds all its functions for it, at
 * every evaluation; that cost more than all else in a step of a case. Only what can never come out
 * differently is remembered: cells that consist of literals, and names alone.
 */
final class RememberedFeel implements FeelEngine {

    private static final int MOST_REMEMBERED = 50_000;
    private static final Pattern STRING = Pattern.compile("\"[^\"\\\\]*\"");
    private static final Pattern LITERALS = Pattern.compile("(not|true|false|null|[-\\d.,()\\[\\]<>=\\s])*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

    private final FeelEngine feel;
    private final Map<Asked, Object> answers = new ConcurrentHashMap<>();

    RememberedFeel(FeelEngine feel) {
        this.feel = feel;
    }

    /** A map cannot hold nothing, an answer can be nothing. */
    private enum Nothing {
        NOTHING
    }

    /** @param about the one value that the cell looks at, if any */
    private record Asked(String cell, boolean test, Object about) {}

    @Override
    public boolean evaluateSimpleUnaryTests(String cell, String input, VariableContext facts) {
        Supplier<Boolean> evaluate = () -> feel.evaluateSimpleUnaryTests(cell, input, facts);
        return isLiteral(cell) ? remembered(new Asked(cell, true, valueOf(input, facts)), evaluate) : evaluate.get();
    }

    @Override
    public <T> T evaluateSimpleExpression(String cell, VariableContext facts) {
        Supplier<T> evaluate = () -> feel.evaluateSimpleExpression(cell, facts);
        if (isLiteral(cell)) {
            return remembered(new Asked(cell, false, null), evaluate);
        }
        boolean isFact = NAME.matcher(cell).matches() && facts.containsVariable(cell);
        return isFact ? remembered(new Asked(cell, false, valueOf(cell, facts)), evaluate) : evaluate.get();
    }

    private static boolean isLiteral(String cell) {
        return LITERALS.matcher(STRING.matcher(cell).replaceAll("0")).matches();
    }

    private static Object valueOf(String name, VariableContext facts) {
        TypedValue value = facts.containsVariable(name) ? facts.resolve(name) : null;
        return value == null ? null : value.getValue();
    }

    @SuppressWarnings("unchecked") // what is put in under a question is what comes out for it
    private <T> T remembered(Asked asked, Supplier<T> evaluate) {
        Object known = answers.get(asked);
        if (known == null) {
            known = evaluate.get();
            if (answers.size() >= MOST_REMEMBERED) {
                answers.clear();
            }
            answers.put(asked, known == null ? Nothing.NOTHING : known);
        }
        return known == Nothing.NOTHING ? null : (T) known;
    }
}
