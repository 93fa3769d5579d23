package org.countersign.model;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which clock a diagram may ask where. A clock of a case answers only while it is open, and a step that asks a closed one
 * cannot begin: such a question stays where it shipped. How many days a step has can be asked anywhere.
 */
final class Clocks {

    private static final String OF_CASE = "clockLedger.due/3";
    private static final String OF_STEP = "reviewClock.due/1";
    private static final Pattern STEP = Pattern.compile("[$#]\\{\\s*reviewClock\\.due\\('([^']*)'\\)\\s*}");

    /** The calls that every process may make. */
    static final Set<String> CALLS = Set.of(OF_CASE, OF_STEP);

    private final Diagram diagram;
    private final Diagram before;
    private final Set<String> steps;

    /** @param steps of review-clock.dmn */
    Clocks(Diagram diagram, Diagram before, Set<String> steps) {
        this.diagram = diagram;
        this.before = before;
        this.steps = steps;
    }

    /** Why this expression may not stand here. */
    Optional<String> refusal(Markup element, String text) {
        Set<String> calls = Expressions.in(text).calls();
        if (calls.contains(OF_CASE) && !shippedWith(element, text)) {
            return Optional.of("This clock may not be open when this is asked, and then nothing goes on; "
                    + "ask ${reviewClock.due('step')} with a step of review-clock.dmn.");
        }
        if (calls.contains(OF_STEP)) {
            Matcher asked = STEP.matcher(text.strip());
            if (!asked.matches()) {
                return Optional.of("Ask for the days of one step, as in ${reviewClock.due('audit')}.");
            }
            if (!steps.contains(asked.group(1))) {
                return Optional.of("There is no step " + asked.group(1) + " in review-clock.dmn.");
            }
        }
        return Optional.empty();
    }

    private boolean shippedWith(Markup element, String text) {
        Markup node = element;
        while (node != null && !diagram.nodes().containsValue(node)) {
            node = node.parent();
        }
        return node != null
                && before.nodes().containsKey(node.id())
                && textsOf(before.nodes().get(node.id())).anyMatch(text.strip()::equals);
    }

    /** Of the node itself, not of those that stand in it. */
    private Stream<String> textsOf(Markup part) {
        return Stream.concat(
                Stream.concat(Stream.of(part.text()), part.attributes().stream().map(Markup.Attribute::value)),
                part.children().stream()
                        .filter(child -> !before.nodes().containsValue(child))
                        .flatMap(this::textsOf));
    }
}
