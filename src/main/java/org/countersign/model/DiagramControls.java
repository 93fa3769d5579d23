package org.countersign.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What decides stands where it stood, runs what it ran, and cannot be gone around. */
final class DiagramControls {

    private final String file;
    private final Markup root;
    private final Diagram diagram;
    private final Diagram before;
    private final Set<String> controls;
    private final List<Complaint> complaints = new ArrayList<>();

    private DiagramControls(String file, Markup root, Diagram diagram, Diagram before) {
        this.file = file;
        this.root = root;
        this.diagram = diagram;
        this.before = before;
        this.controls = DiagramHouse.controlsOf(before);
    }

    static List<Complaint> check(String file, Markup root, Diagram diagram, Diagram before) {
        var check = new DiagramControls(file, root, diagram, before);
        check.controls.forEach(check::control);
        diagram.nodes().values().stream()
                .filter(node -> !check.controls.contains(node.id()))
                .forEach(check::other);
        boolean allThere = check.complaints.isEmpty();
        if (allThere) {
            check.ways();
            check.gates();
        }
        return check.complaints;
    }

    private void control(String id) {
        Markup was = before.nodes().get(id);
        Markup is = diagram.nodes().get(id);
        if (is == null) {
            complain(root, id + " is missing: \"" + was.value("name") + "\" may not be left out.");
            return;
        }
        Set<String> nature = before.nature(was);
        Set<String> now = diagram.nature(is);
        minus(nature, now).forEach(fact -> complain(is, "This must stay as it is: " + fact + "."));
        minus(now, nature).forEach(fact -> complain(is, "This may not be added here: " + fact + "."));
        time(was, is);
        conditions(was, is);
    }

    /** Where the clock is asked, the clock decides: how many days it gives is in a table, not in the diagram. */
    private void time(Markup was, Markup is) {
        String time = Diagram.timeOf(was);
        if (!Diagram.isBeside(was) && !Diagram.kindOfTime(was).equals(Diagram.kindOfTime(is))) {
            complain(is, "The timer must stay a " + Diagram.kindOfTime(was) + ".");
        }
        if (Expressions.isExpression(time) && !Diagram.isBeside(was) && !time.equals(Diagram.timeOf(is))) {
            complain(is, "This must go on asking " + time + "; the number of days is in a decision table.");
        }
    }

    private void conditions(Markup was, Markup is) {
        if (!was.name().equals("exclusiveGateway")) {
            return;
        }
        List<Markup> flows = diagram.flowsFrom(is);
        Set<String> asked = conditions(before.flowsFrom(was));
        for (Markup flow : flows) {
            if (!asked.contains(Diagram.conditionOf(flow))) {
                complain(flow, "The answers at " + is.id() + " must stay " + String.join(", ", asked) + ".");
            }
        }
        minus(asked, conditions(flows))
                .forEach(condition -> complain(is, "The answer " + condition + " has no way out any more."));
    }

    private static Set<String> conditions(List<Markup> flows) {
        return flows.stream().map(Diagram::conditionOf).collect(Collectors.toCollection(TreeSet::new));
    }

    /** A node that need not be there: harmless where it stands. */
    private void other(Markup node) {
        Markup was = before.nodes().get(node.id());
        if (was != null && was.name().equals(node.name()) && Diagram.isPlainStart(was) && Diagram.isPlainStart(node)) {
            minus(diagram.nature(node), before.nature(was))
                    .forEach(fact -> complain(node, "This may not be added here: " + fact + "."));
            return;
        }
        if (!Controls.NEW_NODES.contains(node.name())) {
            complain(node, "A " + node.name() + " may not be added.");
            return;
        }
        if (node.all().anyMatch(part -> Names.of("taskListener executionListener multiInstanceLoopCharacteristics")
                .contains(part.name()))) {
            complain(node, "What is added has no listeners and is not repeated.");
        }
        switch (node.name()) {
            case "serviceTask" -> {
                if (!Controls.isFreeMessage(node)) {
                    complain(
                            node,
                            "Only messages may be added: ${notify} or ${tellLabs} with one of the notices "
                                    + String.join(", ", new TreeSet<>(Controls.FREE_NOTICES)) + ".");
                }
            }
            case "intermediateCatchEvent" -> timer(node, "An event that is added waits for a time.");
            case "boundaryEvent" -> {
                timer(node, "An event that is added waits for a time.");
                if (!Diagram.isBeside(node)) {
                    complain(node, "An event that is added interrupts nothing.");
                }
            }
            case "endEvent" -> {
                if (!Diagram.isPlainEnd(node)) {
                    complain(node, "An end that is added does nothing else.");
                }
            }
            default -> {
                // user tasks and questions: they can hold a case up, and nothing else
            }
        }
    }

    private void timer(Markup node, String otherwise) {
        if (!Diagram.kindOfEvent(node).equals("timerEventDefinition")) {
            complain(node, otherwise);
        }
    }

    private void ways() {
        Map<String, Map<String, Set<String>>> was = new Ways(before, controls).all();
        Map<String, Map<String, Set<String>>> is = new Ways(diagram, controls).all();
        for (var from : is.entrySet()) {
            Map<String, Set<String>> allowed = was.get(from.getKey());
            for (var label : from.getValue().entrySet()) {
                Set<String> known = allowed == null
                        ? Set.of(Ways.END) // a reminder beside the case
                        : allowed.getOrDefault(label.getKey(), Set.of());
                minus(label.getValue(), known).forEach(to -> newWay(from.getKey(), label.getKey(), to, was));
            }
        }
        for (var from : was.entrySet()) {
            for (var label : from.getValue().entrySet()) {
                Set<String> kept = is.getOrDefault(from.getKey(), Map.of()).getOrDefault(label.getKey(), Set.of());
                minus(label.getValue(), kept)
                        .forEach(to -> complain(
                                at(from.getKey()), "The way from " + from.getKey() + " to " + to + " is missing."));
            }
        }
    }

    private void newWay(String from, String label, String to, Map<String, Map<String, Set<String>>> was) {
        Set<String> around = between(from, to, was);
        complain(
                at(from),
                "A way leads from " + from + (label.isEmpty() ? "" : " by " + label) + " to " + to
                        + (around.isEmpty()
                                ? " that may not be there."
                                : ", around " + String.join(", ", around) + "."));
    }

    /** What one had to pass before, on the shortest way. */
    private static Set<String> between(String from, String to, Map<String, Map<String, Set<String>>> was) {
        var cameFrom = new java.util.HashMap<String, String>();
        var waiting = new java.util.ArrayDeque<String>(List.of(from));
        while (!waiting.isEmpty()) {
            String node = waiting.poll();
            for (Set<String> next : was.getOrDefault(node, Map.of()).values()) {
                for (String one : next) {
                    if (cameFrom.putIfAbsent(one, node) == null) {
                        waiting.add(one);
                    }
                }
            }
        }
        var around = new TreeSet<String>();
        String at = cameFrom.get(to);
        while (at != null && !at.equals(from) && around.add(at)) {
            at = cameFrom.get(at);
        }
        return around;
    }

    private void gates() {
        for (Controls.Gate gate : Controls.GATES.getOrDefault(file, List.of())) {
            if (new Ways(diagram, controls).reaches(gate.guarded(), Set.copyOf(gate.by()))) {
                complain(
                        at(gate.guarded()),
                        "There is a way to " + gate.guarded() + " around " + String.join(" and ", gate.by()) + ".");
            }
        }
    }

    private Markup at(String id) {
        return diagram.nodes().getOrDefault(id, root);
    }

    private static Set<String> minus(Set<String> all, Set<String> some) {
        var left = new TreeSet<>(all);
        left.removeAll(new HashSet<>(some));
        return left;
    }

    private void complain(Markup element, String message) {
        complaints.add(element.complaint(file, message));
    }
}
