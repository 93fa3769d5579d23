package org.countersign.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A changed diagram is still one of ours: the same process, our people, our words. */
final class DiagramHouse {

    private static final Pattern MADE_BY_A_MACHINE =
            Pattern.compile(".*_[0-9a-z]{7}$|^(Activity|Gateway|Event|Flow|Process|Decision|Task|Rule|UnaryTests)_.*");
    private static final Pattern HUMAN = Pattern.compile("[a-z][a-zA-Z]{1,60}");
    private static final Pattern DAYS = Pattern.compile("P\\d{1,5}D");
    private static final Pattern PERIOD =
            Pattern.compile("P(?=.)(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?)?");
    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?Z?");

    /** Beyond what the shipped diagrams use. */
    private static final Set<String> ALSO = Names.of(
            """
            documentation group category categoryValue categoryValueRef timeDate timeDuration timeCycle
            asyncBefore asyncAfter exclusive priority jobPriority followUpDate versionTag default
            modelerTemplateVersion textFormat gatewayDirection schemaLocation type""");

    private final String file;
    private final Diagram diagram;
    private final Diagram before;
    private final Shipped shipped;
    private final Collection<String> groups;
    private final Clocks clocks;
    private final List<Complaint> complaints = new ArrayList<>();

    private DiagramHouse(String file, Diagram diagram, Shipped shipped, Collection<String> groups) {
        this.file = file;
        this.diagram = diagram;
        this.before = new Diagram(shipped.diagram(file));
        this.shipped = shipped;
        this.groups = groups;
        this.clocks = new Clocks(diagram, before, shipped.steps());
    }

    static List<Complaint> check(String file, Markup root, Shipped shipped, Collection<String> groups) {
        if (shipped.diagram(file) == null) {
            return List.of(root.complaint(
                    file, "There is no process " + key(file) + ". A new process comes with a new release."));
        }
        var diagram = new Diagram(root);
        var check = new DiagramHouse(file, diagram, shipped, groups);
        check.complaints.addAll(DiagramParts.check(file, root));
        check.ids(root);
        check.process(root);
        check.words(root);
        diagram.nodes().values().forEach(check::node);
        diagram.flows().forEach(check::flow);
        check.complaints.addAll(DiagramControls.check(file, root, diagram, check.before));
        return check.complaints;
    }

    static String key(String file) {
        return file.substring(0, file.lastIndexOf('.'));
    }

    private void ids(Markup root) {
        var ids = new HashSet<String>();
        root.all().filter(element -> !element.id().isEmpty()).forEach(element -> {
            if (!ids.add(element.id())) {
                complain(element, "The id " + element.id() + " is used twice.");
            }
        });
    }

    private void process(Markup root) {
        if (diagram.processes().size() != 1) {
            complain(root, "A file holds exactly one process.");
        }
        for (Markup process : diagram.processes()) {
            if (!process.id().equals(key(file))) {
                complain(process, "The process must be called " + key(file) + ", like its file.");
            }
            if (!process.value("isExecutable").equals("true")) {
                complain(process, "The process must be marked as executable.");
            }
            String least = before.processes().get(0).value(Names.CAMUNDA, "historyTimeToLive");
            String kept = process.value(Names.CAMUNDA, "historyTimeToLive");
            if (!DAYS.matcher(kept).matches() || daysOf(kept) < daysOf(least)) {
                complain(process, "The process must say how many days its history is kept, at least " + least + ".");
            }
        }
    }

    private static int daysOf(String period) {
        return Integer.parseInt(period.substring(1, period.length() - 1));
    }

    /** Elements and attributes that shipped diagrams use; variables they know; beans of this very diagram. */
    private void words(Markup root) {
        var known = new HashSet<>(ALSO);
        known.addAll(shipped.words());
        root.all()
                .filter(element -> !Names.DRAWING.contains(element.namespace()))
                .forEach(element -> {
                    if (!known.contains(element.name())) {
                        complain(element, "None of our diagrams uses the element " + element.name() + ".");
                    }
                    for (Markup.Attribute attribute : element.attributes()) {
                        if (!known.contains(attribute.name()) && !Names.NOTES.contains(attribute.namespace())) {
                            complain(element, "None of our diagrams uses the attribute " + attribute.name() + ".");
                        }
                        if (Vocabulary.DELEGATES.contains(attribute.name())) {
                            delegate(element, attribute.value());
                        } else {
                            expression(element, attribute.value());
                        }
                    }
                    expression(element, element.text());
                });
    }

    private void delegate(Markup element, String value) {
        for (String bean : Expressions.in(value).names()) {
            if (shipped.delegates().contains(bean) && !shipped.delegates(file).contains(bean)) {
                complain(element, "The bean " + bean + " does not belong to the process " + key(file) + ".");
            }
        }
    }

    private void expression(Markup element, String text) {
        var used = Expressions.in(text);
        for (String name : used.names()) {
            if (!shipped.variables().contains(name) && !shipped.beans().contains(name)) {
                complain(element, "No process knows a variable " + name + ".");
            }
        }
        for (String call : used.calls()) {
            if (shipped.calls().contains(call) && !shipped.calls(file).contains(call) && !Clocks.CALLS.contains(call)) {
                complain(element, "The process " + key(file) + " may not ask " + Expressions.beanOf(call) + ".");
            }
        }
        clocks.refusal(element, text).ifPresent(why -> complain(element, why));
    }

    private void node(Markup node) {
        if (MADE_BY_A_MACHINE.matcher(node.id()).matches()
                || !HUMAN.matcher(node.id()).matches()) {
            complain(node, "Give it an id that a person can read, in letters, such as askAgain.");
        }
        if (node.value("name").isBlank()) {
            complain(node, "Give it a label.");
        }
        if (node.name().equals("userTask")) {
            userTask(node);
        }
        if (node.name().equals("startEvent")) {
            form(node);
        }
        time(node);
        if (diagram.flowsFrom(node).isEmpty() && !node.name().equals("endEvent") && !Diagram.isEventSubProcess(node)) {
            complain(node, "It leads nowhere: only at an end may a way stop.");
        }
        if (diagram.flowsFrom(node).size() > 1
                && !node.name().equals("exclusiveGateway")
                && !node.name().equals("parallelGateway")) {
            complain(node, "Only a gateway may have several ways out.");
        }
        if (node.name().equals("boundaryEvent")) {
            Markup host = diagram.nodes().get(node.value("attachedToRef"));
            if (host == null || host.parent() != node.parent()) {
                complain(node, "It is attached to nothing that stands beside it.");
            }
        }
    }

    private void userTask(Markup task) {
        form(task);
        String assignee = task.value(Names.CAMUNDA, "assignee");
        String candidates = task.value(Names.CAMUNDA, "candidateGroups");
        if (assignee.isEmpty() && candidates.isEmpty()) {
            complain(task, "Say which group the task is for.");
        }
        if (!assignee.isEmpty() && !Expressions.isExpression(assignee)) {
            complain(task, "A task is for a group, not for one person named in the diagram.");
        }
        for (String group : candidates.split(",")) {
            String name = group.strip();
            if (!name.isEmpty() && !Expressions.isExpression(name) && !groups.contains(name)) {
                complain(task, "There is no group " + name + ".");
            }
        }
    }

    private void form(Markup node) {
        String form = node.value(Names.CAMUNDA, "formRef");
        if (form.isEmpty()) {
            if (node.name().equals("userTask")) {
                complain(node, "Say by formRef which form the task shows.");
            }
            return;
        }
        if (shipped.form(form + ".form") == null) {
            complain(node, "There is no form " + form + ".");
        }
        if (!Set.of("latest", "deployment").contains(node.value(Names.CAMUNDA, "formRefBinding"))) {
            complain(node, "The form is bound by latest or deployment.");
        }
    }

    /** Nothing shorter than a minute: a timer that fires without end would keep every node busy. */
    private void time(Markup node) {
        String time = Diagram.timeOf(node);
        if (!Diagram.kindOfEvent(node).equals("timerEventDefinition") || Expressions.isExpression(time)) {
            return;
        }
        String period = time.replaceFirst("^R\\d*/", "");
        boolean long_ = PERIOD.matcher(period).matches() && period.matches(".*[1-9].*");
        if (!long_ && !MOMENT.matcher(time).matches()) {
            complain(node, "Say when as P3D, PT12H, R/PT12H or 2027-01-31T12:00:00Z; a minute is the least.");
        }
    }

    private void flow(Markup flow) {
        Markup source = diagram.nodes().get(flow.value("sourceRef"));
        Markup target = diagram.targetOf(flow);
        if (source == null || target == null || source.parent() != flow.parent() || target.parent() != flow.parent()) {
            complain(flow, "The flow must join two nodes that stand beside each other.");
            return;
        }
        if (Set.of("startEvent", "boundaryEvent").contains(target.name())
                || source.name().equals("endEvent")) {
            complain(flow, "Nothing flows into a beginning or out of an end.");
        }
        if (MADE_BY_A_MACHINE.matcher(flow.id()).matches()) {
            complain(flow, "Give it an id that a person can read, such as askedAgain.");
        }
        if (!Diagram.conditionOf(flow).isEmpty() && !source.name().equals("exclusiveGateway")) {
            complain(flow, "A condition stands on a flow out of an exclusive gateway.");
        }
    }

    private void complain(Markup element, String message) {
        complaints.add(element.complaint(file, message));
    }

    static Set<String> controlsOf(Diagram shipped) {
        var controls = new TreeSet<String>();
        shipped.nodes().values().stream().filter(Controls::isControl).forEach(node -> controls.add(node.id()));
        return controls;
    }
}
