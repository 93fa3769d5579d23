package org.countersign.model;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.impl.juel.AstBracket;
import org.camunda.bpm.impl.juel.AstDot;
import org.camunda.bpm.impl.juel.AstFunction;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstMethod;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.Node;
import org.camunda.bpm.impl.juel.TreeBuilderException;

/** What an expression in a diagram looks at and calls, by the parser that the engine itself evaluates with. */
final class Expressions {

    private static final int MOST_CHARACTERS = 300;
    private static final int MOST_DEEP = 8;
    private static final Builder PARSER = new Builder(Builder.Feature.METHOD_INVOCATIONS, Builder.Feature.VARARGS);

    private final Set<String> names = new TreeSet<>();
    private final Set<String> calls = new TreeSet<>();
    private final Set<String> properties = new TreeSet<>();
    private final Set<String> refusals = new TreeSet<>();

    private Expressions() {}

    static boolean isExpression(String text) {
        return text.contains("${") || text.contains("#{");
    }

    /** Never fails: what cannot be read is among the refusals. */
    static Expressions in(String text) {
        var found = new Expressions();
        if (!isExpression(text)) {
            return found;
        }
        if (text.length() > MOST_CHARACTERS) {
            found.refusals.add("An expression has at most " + MOST_CHARACTERS + " characters.");
        } else if (nesting(text) > MOST_DEEP) {
            found.refusals.add("The expression is nested too deep.");
        } else {
            try {
                found.walk(PARSER.build(text).getRoot());
            } catch (TreeBuilderException e) {
                found.refusals.add("This is no expression: " + e.getMessage());
            }
        }
        return found;
    }

    static int nesting(String text) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < text.length(); i++) {
            if ("([{".indexOf(text.charAt(i)) >= 0) {
                deepest = Math.max(deepest, ++depth);
            } else if (")]}".indexOf(text.charAt(i)) >= 0) {
                depth--;
            }
        }
        return deepest;
    }

    /** Variables, and beans that stand alone. */
    Set<String> names() {
        return names;
    }

    /** Such as {@code clockLedger.due/3}: a bean, its method, how many values it is given. */
    Set<String> calls() {
        return calls;
    }

    /** Such as {@code execution.processBusinessKey}. */
    Set<String> properties() {
        return properties;
    }

    List<String> refusals() {
        return List.copyOf(refusals);
    }

    static String beanOf(String call) {
        return call.substring(0, call.indexOf('.'));
    }

    private void walk(Node node) {
        if (node instanceof AstFunction function) {
            refusals.add("An expression may not call the function " + function.getName() + ".");
        } else if (node instanceof AstMethod method) {
            call(method);
            return;
        } else if (node instanceof AstBracket) {
            refusals.add("An expression may not reach into a value with brackets.");
        } else if (node instanceof AstDot dot) {
            property(dot);
            return;
        } else if (node instanceof AstIdentifier identifier) {
            names.add(identifier.getName());
        }
        inside(node);
    }

    private void inside(Node node) {
        for (int i = 0; i < node.getCardinality(); i++) {
            walk(node.getChild(i));
        }
    }

    private void call(AstMethod method) {
        Node called = method.getChild(0);
        Node values = method.getChild(1);
        if (called instanceof AstDot dot && dot.getChild(0) instanceof AstIdentifier bean) {
            calls.add(bean.getName() + "." + memberOf(dot) + "/" + values.getCardinality());
        } else {
            refusals.add("An expression may call a bean, and nothing on what comes back.");
        }
        inside(values);
    }

    private void property(AstDot dot) {
        if (dot.getChild(0) instanceof AstIdentifier base) {
            properties.add(base.getName() + "." + memberOf(dot));
        } else {
            refusals.add("An expression may not reach deep into a value.");
        }
    }

    /** The parser keeps the name to itself but writes it: {@code . due}. */
    private static String memberOf(AstDot dot) {
        return dot.toString().replaceFirst("^\\.\\s*", "").strip();
    }
}
