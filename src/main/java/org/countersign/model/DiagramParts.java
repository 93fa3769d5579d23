package org.countersign.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Each part of a diagram stands where the engine looks for it, once, with its text in one piece. The engine mostly asks
 * for children by name alone, takes what it finds and passes over the rest: what stands elsewhere would be read by one
 * of us only.
 */
final class DiagramParts {

    static final Set<String> TIMES = Names.of("timeDate timeDuration timeCycle");

    /** Parts that are nothing but a text. */
    private static final Set<String> TEXTS = Names.of(
            """
            documentation text incoming outgoing flowNodeRef conditionExpression condition completionCondition
            loopCardinality loopDataInputRef timeDate timeDuration timeCycle categoryValueRef sourceRef targetRef
            failedJobRetryTimeCycle""");

    private static final Set<String> MANY = Names.of(
            """
            documentation incoming outgoing flowNodeRef lane laneSet participant messageFlow process message signal error
            escalation category categoryValue textAnnotation association group
            taskListener executionListener in out property BPMNDiagram collaboration itemDefinition""");

    /** Where the engine looks for its own elements. */
    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry("taskListener", "extensionElements"),
            Map.entry("executionListener", "extensionElements"),
            Map.entry("in", "extensionElements"),
            Map.entry("out", "extensionElements"),
            Map.entry("properties", "extensionElements"),
            Map.entry("failedJobRetryTimeCycle", "extensionElements"),
            Map.entry("property", "properties"));

    private static final String DRAWINGS = "BPMNDiagram";

    private final String file;
    private final Diagram diagram;
    private final List<Complaint> complaints = new ArrayList<>();

    private DiagramParts(String file, Diagram diagram) {
        this.file = file;
        this.diagram = diagram;
    }

    static List<Complaint> check(String file, Markup root) {
        var check = new DiagramParts(file, new Diagram(root));
        root.all().forEach(check::element);
        return check.complaints;
    }

    private void element(Markup element) {
        place(element);
        text(element);
        once(element);
        if (element.name().equals("timerEventDefinition")) {
            timer(element);
        }
        if (element.name().endsWith("Listener") && !diagram.nodes().containsValue(grandparentOf(element))) {
            complain(element, "A listener stands in a step, nowhere else.");
        }
    }

    private void place(Markup element) {
        Markup parent = element.parent();
        if (parent == null) {
            return;
        }
        if (Names.DRAWING.contains(element.namespace())) {
            boolean first = element.name().equals(DRAWINGS) && parent.is(Names.BPMN, "definitions");
            if (!first && !Names.DRAWING.contains(parent.namespace())) {
                complain(element, "A drawing stands at the end of the file, not inside of " + parent.called() + ".");
            }
        } else if (element.namespace().equals(Names.CAMUNDA)) {
            String place = PLACES.get(element.name());
            String namespace = "properties".equals(place) ? Names.CAMUNDA : Names.BPMN;
            if (place == null || !parent.is(namespace, place)) {
                complain(element, "The element camunda:" + element.name() + " stands where it does not belong.");
            }
        } else if (!parent.namespace().equals(Names.BPMN) || parent.name().equals("extensionElements")) {
            complain(element, "The element " + element.name() + " stands where it does not belong.");
        }
    }

    private void text(Markup element) {
        if (TEXTS.contains(element.name())) {
            if (!element.children().isEmpty()) {
                complain(element, "A text stands alone: nothing else may stand inside of " + element.name() + ".");
            }
        } else if (!element.text().isEmpty()) {
            complain(element, "No text may stand in " + element.name() + ".");
        }
    }

    /** Flows and nodes stand many times in a process, and have ids; everything else is said once. */
    private void once(Markup element) {
        var said = new HashSet<String>();
        for (Markup child : element.children()) {
            boolean many = MANY.contains(child.name())
                    || child.name().equals("sequenceFlow")
                    || Names.DRAWING.contains(child.namespace())
                    || diagram.nodes().containsValue(child);
            String what = many ? Diagram.written(child) : child.name();
            boolean again = child.name().equals("property")
                    ? !said.add("property " + child.value("name"))
                    : (!many || child.namespace().equals(Names.CAMUNDA)) && !said.add(what);
            if (again) {
                complain(child, "This is said twice: " + child.name() + ".");
            }
        }
        if (element.children().stream()
                        .filter(child -> child.name().endsWith("EventDefinition"))
                        .count()
                > 1) {
            complain(element, "An event waits for one thing.");
        }
    }

    private void timer(Markup timer) {
        if (timer.children().size() != 1
                || !TIMES.contains(timer.children().get(0).name())) {
            complain(timer, "A timer says exactly one of timeDate, timeDuration and timeCycle, and nothing else.");
        }
    }

    private static Markup grandparentOf(Markup element) {
        return element.parent() == null ? null : element.parent().parent();
    }

    private void complain(Markup element, String message) {
        complaints.add(element.complaint(file, message));
    }
}
