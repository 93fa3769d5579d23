package org.countersign.model;

import camundajar.impl.scala.Product;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;

/** Whether a text is FEEL that looks things up and compares, by the parser that the engine itself uses. */
final class Feel {

    private static final int MOST_CHARACTERS = 1_000;
    private static final int MOST_DEEP = 6;
    private static final int MOST_REMEMBERED = 5_000;

    /** Kinds of its tree that could run code or never end. */
    private static final Map<String, String> REFUSED = Map.of(
            "JavaFunctionInvocation", "calls code outside of the table",
            "FunctionDefinition", "defines a function",
            "For", "has a loop",
            "SomeItem", "has a loop",
            "EveryItem", "has a loop");

    private static final Set<String> QUIET = Set.of("", " ", "-");

    private final FeelEngineApi feel = FeelEngineBuilder.forJava().build();

    /** The cells of a table are mostly the same few texts. */
    private final Map<String, String> known = new HashMap<>();

    /** What is wrong with a cell that tests a value; empty when nothing is. */
    String ofTest(String text) {
        return remembered("?", text);
    }

    /** What is wrong with an expression; empty when nothing is. */
    String ofExpression(String text) {
        return remembered("=", text);
    }

    private synchronized String remembered(String kind, String text) {
        if (QUIET.contains(text)) {
            return "";
        }
        if (text.length() > MOST_CHARACTERS) {
            return "A formula has at most " + MOST_CHARACTERS + " characters.";
        }
        if (Expressions.nesting(text) > MOST_DEEP) {
            return "The formula is nested too deep.";
        }
        if (known.size() > MOST_REMEMBERED) {
            known.clear();
        }
        return known.computeIfAbsent(kind + text, any -> wrongWith(kind, text));
    }

    private String wrongWith(String kind, String text) {
        ParseResult parsed = kind.equals("?") ? feel.parseUnaryTests(text) : feel.parseExpression(text);
        if (!parsed.isSuccess()) {
            return "This is no FEEL: " + text.lines().findFirst().orElse("");
        }
        String refused = refused(parsed.parsedExpression().expression());
        return refused.isEmpty() ? "" : "The formula " + refused + "; that has no place in a table or form.";
    }

    private static String refused(Object node) {
        if (!(node instanceof Product tree)) {
            return "";
        }
        String refused = REFUSED.getOrDefault(tree.getClass().getSimpleName(), "");
        for (int i = 0; refused.isEmpty() && i < tree.productArity(); i++) {
            refused = refused(tree.productElement(i));
        }
        return refused;
    }
}
