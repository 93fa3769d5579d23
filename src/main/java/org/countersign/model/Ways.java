package org.countersign.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The ways through a diagram, from each control to the next, whatever else stands in between. */
final class Ways {

    static final String END = "the end";

    private final Diagram diagram;
    private final Set<String> controls;

    Ways(Diagram diagram, Set<String> controls) {
        this.diagram = diagram;
        this.controls = controls;
    }

    /** From each control or entry, for each condition on its flows: the next controls. */
    Map<String, Map<String, Set<String>>> all() {
        var ways = new TreeMap<String, Map<String, Set<String>>>();
        for (Markup node : diagram.nodes().values()) {
            boolean entry = node.name().equals("startEvent") && entersByItself(node);
            boolean event = node.name().equals("boundaryEvent");
            if (controls.contains(node.id()) && !Diagram.isSubProcess(node)) {
                ways.put(node.id(), from(node));
            } else if (entry) {
                ways.put(Diagram.isPlainStart(node) ? "the start" : node.id(), from(node));
            } else if (event) {
                ways.put(node.id(), from(node));
            }
        }
        return ways;
    }

    private static boolean entersByItself(Markup start) {
        Markup scope = Diagram.scopeOf(start);
        return scope.name().equals("process") || Diagram.isEventSubProcess(scope);
    }

    private Map<String, Set<String>> from(Markup node) {
        var ways = new TreeMap<String, Set<String>>();
        if (node.name().equals("endEvent")) {
            return ways;
        }
        boolean asks = node.name().equals("exclusiveGateway");
        List<Markup> flows = diagram.flowsFrom(node);
        for (Markup flow : flows) {
            String condition = Diagram.conditionOf(flow);
            String label = asks && flows.size() > 1 ? (condition.isEmpty() ? "otherwise" : condition) : condition;
            ways.computeIfAbsent(label, any -> new TreeSet<>()).addAll(next(flow, isBeside(node)));
        }
        return ways;
    }

    /** Whether the way runs beside the case, so that its end is not the case's. */
    private boolean isBeside(Markup node) {
        for (Markup at = node; at != null && !at.name().equals("process"); at = at.parent()) {
            if (Diagram.isBeside(at)) {
                return true;
            }
            if (Diagram.isEventSubProcess(at) && diagram.startsIn(at).stream().anyMatch(Diagram::isBeside)) {
                return true;
            }
        }
        return false;
    }

    private Set<String> next(Markup flow, boolean beside) {
        var found = new TreeSet<String>();
        var seen = new HashSet<String>();
        Deque<Markup> waiting = new ArrayDeque<>();
        enter(diagram.targetOf(flow), waiting);
        while (!waiting.isEmpty()) {
            Markup node = waiting.pop();
            if (!seen.add(node.id())) {
                continue;
            }
            if (controls.contains(node.id()) && !Diagram.isSubProcess(node)) {
                found.add(node.id());
            } else if (diagram.flowsFrom(node).isEmpty()) {
                if (beside || !leave(node, waiting)) {
                    found.add(END);
                }
            } else {
                diagram.flowsFrom(node).forEach(on -> enter(diagram.targetOf(on), waiting));
            }
        }
        return found;
    }

    private void enter(Markup node, Deque<Markup> waiting) {
        if (node == null) {
            return;
        }
        if (Diagram.isSubProcess(node)) {
            diagram.startsIn(node).forEach(waiting::push);
        } else {
            waiting.push(node);
        }
    }

    /** Out of a sub-process; false at the end of the process. */
    private boolean leave(Markup end, Deque<Markup> waiting) {
        Markup scope = Diagram.scopeOf(end);
        while (Diagram.isEventSubProcess(scope)) {
            scope = Diagram.scopeOf(scope);
        }
        if (!Diagram.isSubProcess(scope)) {
            return false;
        }
        List<Markup> flows = diagram.flowsFrom(scope);
        flows.forEach(on -> enter(diagram.targetOf(on), waiting));
        return !flows.isEmpty();
    }

    /** Whether somebody can get to a node although nobody comes out of any of these. */
    boolean reaches(String target, Set<String> closed) {
        var seen = new HashSet<String>();
        Deque<Markup> waiting = new ArrayDeque<>();
        for (Markup process : diagram.processes()) {
            diagram.startsIn(process).forEach(waiting::push);
            diagram.sideEntries(process).forEach(waiting::push);
        }
        while (!waiting.isEmpty()) {
            Markup node = waiting.pop();
            if (!seen.add(node.id())) {
                continue;
            }
            if (node.id().equals(target)) {
                return true;
            }
            // What is interrupted has not been done: events on its edge are open even where it is closed.
            diagram.boundaryOf(node).forEach(waiting::push);
            if (Diagram.isSubProcess(node)) {
                diagram.startsIn(node).forEach(waiting::push);
                diagram.sideEntries(node).forEach(waiting::push);
            } else if (node.name().equals("endEvent")) {
                leaveScope(node, waiting);
            } else if (!closed.contains(node.id())) {
                diagram.flowsFrom(node).stream()
                        .map(diagram::targetOf)
                        .filter(next -> next != null)
                        .forEach(waiting::push);
            }
        }
        return false;
    }

    private void leaveScope(Markup end, Deque<Markup> waiting) {
        if (isBeside(end)) {
            return;
        }
        Markup scope = Diagram.scopeOf(end);
        while (Diagram.isEventSubProcess(scope)) {
            scope = Diagram.scopeOf(scope);
        }
        if (Diagram.isSubProcess(scope)) {
            diagram.flowsFrom(scope).stream()
                    .map(diagram::targetOf)
                    .filter(next -> next != null)
                    .forEach(waiting::push);
        }
    }
}
