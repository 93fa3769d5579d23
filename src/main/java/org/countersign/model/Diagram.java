package org.countersign.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The nodes of a diagram and the flows between them. */
final class Diagram {

    private static final Set<String> NODES = Names.of(
            """
            startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent task userTask manualTask
            receiveTask sendTask serviceTask businessRuleTask callActivity subProcess transaction exclusiveGateway
            inclusiveGateway parallelGateway eventBasedGateway""");

    private final Map<String, Markup> nodes = new LinkedHashMap<>();
    private final List<Markup> flows = new ArrayList<>();
    private final Map<String, Markup> named = new HashMap<>();
    private final List<Markup> processes = new ArrayList<>();

    Diagram(Markup root) {
        root.all().filter(element -> element.namespace().equals(Names.BPMN)).forEach(element -> {
            if (NODES.contains(element.name())) {
                nodes.put(element.id(), element);
            } else if (element.name().equals("sequenceFlow")) {
                flows.add(element);
            } else if (element.name().equals("process")) {
                processes.add(element);
            }
            named.put(element.id(), element);
        });
    }

    List<Markup> processes() {
        return processes;
    }

    Map<String, Markup> nodes() {
        return nodes;
    }

    List<Markup> flows() {
        return flows;
    }

    List<Markup> flowsFrom(Markup node) {
        return flows.stream()
                .filter(flow -> flow.value("sourceRef").equals(node.id()))
                .toList();
    }

    Markup targetOf(Markup flow) {
        return nodes.get(flow.value("targetRef"));
    }

    static boolean isSubProcess(Markup node) {
        return node.name().equals("subProcess") || node.name().equals("transaction");
    }

    static boolean isEventSubProcess(Markup node) {
        return isSubProcess(node) && node.value("triggeredByEvent").equals("true");
    }

    /** The sub-process a node stands in, or its process. */
    static Markup scopeOf(Markup node) {
        return node.parent();
    }

    /** Where a sub-process begins. */
    List<Markup> startsIn(Markup scope) {
        return nodes.values().stream()
                .filter(node -> node.name().equals("startEvent") && node.parent() == scope)
                .toList();
    }

    /** Where something can begin once somebody is inside: event sub-processes, and events on the edge. */
    Stream<Markup> sideEntries(Markup scope) {
        return nodes.values().stream()
                .filter(node -> node.parent() == scope && isEventSubProcess(node))
                .flatMap(node -> startsIn(node).stream());
    }

    List<Markup> boundaryOf(Markup host) {
        return nodes.values().stream()
                .filter(node -> node.name().equals("boundaryEvent")
                        && node.value("attachedToRef").equals(host.id()))
                .toList();
    }

    /** An event that leaves what it is attached to, or what it stands in, running. */
    static boolean isBeside(Markup node) {
        return node.value("cancelActivity").equals("false")
                || node.value("isInterrupting").equals("false");
    }

    static String kindOfEvent(Markup node) {
        return node.children().stream()
                .map(Markup::name)
                .filter(name -> name.endsWith("EventDefinition"))
                .reduce("", (one, other) -> one + other);
    }

    static boolean isPlainEnd(Markup node) {
        return node.name().equals("endEvent") && kindOfEvent(node).isEmpty();
    }

    static boolean isPlainStart(Markup node) {
        return node.name().equals("startEvent") && kindOfEvent(node).isEmpty();
    }

    /** The expression or text that says when a timer fires. */
    static String timeOf(Markup node) {
        return times(node).map(Markup::text).findFirst().orElse("");
    }

    /** Whether that is a date, a duration or a cycle. */
    static String kindOfTime(Markup node) {
        return times(node).map(Markup::name).findFirst().orElse("");
    }

    private static Stream<Markup> times(Markup node) {
        return node.children(Names.BPMN, "timerEventDefinition")
                .flatMap(timer -> timer.children().stream())
                .filter(part -> part.namespace().equals(Names.BPMN) && DiagramParts.TIMES.contains(part.name()));
    }

    static String conditionOf(Markup flow) {
        return flow.children(Names.BPMN, "conditionExpression")
                .map(Markup::text)
                .findFirst()
                .orElse("");
    }

    static String delegateOf(Markup node) {
        return node.value(Names.CAMUNDA, "delegateExpression").replaceAll("[${}#]", "");
    }

    /** What must not change about a node that matters, one fact a line. */
    Set<String> nature(Markup node) {
        var facts = new TreeSet<String>();
        facts.add("kind " + node.name());
        facts.add("place " + scopeOf(node).id());
        for (String attribute : List.of(
                "attachedToRef",
                "cancelActivity",
                "isInterrupting",
                "triggeredByEvent",
                "calledElement",
                "isForCompensation",
                "default")) {
            fact(facts, attribute, node.value(attribute));
        }
        for (String attribute : List.of(
                "delegateExpression",
                "assignee",
                "candidateGroups",
                "candidateUsers",
                "formRef",
                "calledElementBinding")) {
            fact(facts, attribute, node.value(Names.CAMUNDA, attribute));
        }
        fact(facts, "message", message(node.value("messageRef")));
        node.children().forEach(child -> nature(facts, child));
        return facts;
    }

    private void nature(Set<String> facts, Markup child) {
        if (child.name().endsWith("EventDefinition")) {
            facts.add("event " + child.name());
            fact(facts, "message", message(child.value("messageRef")));
            fact(facts, "error", reference(child.value("errorRef"), "errorCode"));
        } else if (child.name().equals("multiInstanceLoopCharacteristics")) {
            child.all().forEach(part -> facts.add("repeated " + written(part)));
        } else if (child.name().equals("extensionElements")) {
            child.all()
                    .filter(part -> Names.of("in out taskListener executionListener property")
                            .contains(part.name()))
                    .forEach(part -> facts.add(written(part)));
        }
    }

    private static void fact(Set<String> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.add(name + " " + value);
        }
    }

    private String message(String id) {
        return reference(id, "name");
    }

    private String reference(String id, String attribute) {
        return id.isEmpty() || !named.containsKey(id) ? id : named.get(id).value(attribute);
    }

    static String written(Markup part) {
        var attributes = new TreeSet<String>();
        part.attributes().stream()
                .filter(attribute -> !attribute.name().equals("id"))
                .filter(attribute -> !attribute.namespace().equals(Names.XSI))
                .filter(attribute -> !Names.NOTES.contains(attribute.namespace()))
                .forEach(attribute -> attributes.add(attribute.name() + "=" + attribute.value()));
        return part.name() + " " + String.join(" ", attributes)
                + (part.children().isEmpty() ? " " + part.text() : "");
    }
}
