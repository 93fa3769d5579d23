package org.countersign.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whatever process it is: a diagram may not run code, call out, or reach beans that are not for processes. */
final class DiagramSafety {

    private static final Set<String> PROPERTIES =
            Set.of("execution.processBusinessKey", "execution.businessKey", "execution.id");

    private final String file;
    private final Shipped shipped;
    private final List<Complaint> complaints = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private DiagramSafety(String file, Shipped shipped) {
        this.file = file;
        this.shipped = shipped;
    }

    static List<Complaint> check(String file, Markup root, Shipped shipped) {
        var check = new DiagramSafety(file, shipped);
        if (!root.is(Names.BPMN, "definitions")) {
            check.complain(root, "A diagram begins with definitions in BPMN 2.0.");
        }
        root.all().forEach(check::element);
        return check.complaints;
    }

    private void element(Markup element) {
        if (Names.DRAWING.contains(element.namespace())) {
            plain(element);
        } else if (element.namespace().equals(Names.BPMN)) {
            bpmn(element);
        } else if (element.namespace().equals(Names.CAMUNDA)) {
            camunda(element);
        } else {
            complain(element, Vocabulary.refusal("element", element.name()));
        }
        if (!element.id().isEmpty() && !ids.add(element.id())) {
            complain(element, "The id " + element.id() + " is used twice.");
        }
        text(element, element.text());
    }

    /** Drawings and notes of Modeler: no expression is evaluated in them, so none is needed. */
    private void plain(Markup element) {
        for (Markup.Attribute attribute : element.attributes()) {
            if (Expressions.isExpression(attribute.value())) {
                complain(element, "A drawing contains no expressions.");
            }
        }
    }

    private void bpmn(Markup element) {
        if (!Vocabulary.BPMN_ELEMENTS.contains(element.name())) {
            complain(element, Vocabulary.refusal("element", element.name()));
        }
        for (Markup.Attribute attribute : element.attributes()) {
            boolean known =
                    switch (attribute.namespace()) {
                        case "" -> Vocabulary.BPMN_ATTRIBUTES.contains(attribute.name());
                        case Names.CAMUNDA -> Vocabulary.CAMUNDA_ATTRIBUTES.contains(attribute.name());
                        case Names.XSI -> isPlainType(attribute);
                        default -> Names.NOTES.contains(attribute.namespace());
                    };
            attribute(element, attribute, known);
        }
    }

    private static boolean isPlainType(Markup.Attribute attribute) {
        return attribute.name().equals("schemaLocation")
                || attribute.name().equals("type")
                        && attribute.value().replaceFirst("^.*:", "").equals("tFormalExpression");
    }

    private void camunda(Markup element) {
        Set<String> known = Vocabulary.CAMUNDA_ELEMENTS.get(element.name());
        if (known == null) {
            complain(element, Vocabulary.refusal("element", "camunda:" + element.name(), element.name()));
            known = Set.of();
        }
        if (!Names.of("extensionElements inputOutput inputParameter outputParameter properties map list entry formData "
                        + "formField validation")
                .contains(element.parent() == null ? "" : element.parent().name())) {
            complain(element, "The element camunda:" + element.name() + " stands where it does not belong.");
        }
        for (Markup.Attribute attribute : element.attributes()) {
            attribute(element, attribute, attribute.namespace().isEmpty() && known.contains(attribute.name()));
        }
        if (element.name().equals("constraint") && element.value("name").equals("validator")) {
            complain(element, "A form field may not be checked by a class or bean named in the diagram.");
        }
    }

    private void attribute(Markup element, Markup.Attribute attribute, boolean known) {
        if (!known) {
            String prefix = attribute.namespace().equals(Names.CAMUNDA) ? "camunda:" : "";
            complain(element, Vocabulary.refusal("attribute", prefix + attribute.name(), attribute.name()));
        } else if (Vocabulary.DELEGATES.contains(attribute.name())) {
            delegate(element, attribute.value());
        } else {
            text(element, attribute.value());
        }
    }

    private void delegate(Markup element, String value) {
        var used = Expressions.in(value);
        String bean = used.names().size() == 1 ? used.names().iterator().next() : "";
        if (!value.equals("${" + bean + "}") && !value.equals("#{" + bean + "}")) {
            complain(element, "What runs here is named as ${bean}, with nothing else around it.");
        } else if (!shipped.delegates().contains(bean)) {
            complain(element, "There is no bean " + bean + " for diagrams.");
        }
    }

    private void text(Markup element, String value) {
        if (!Expressions.isExpression(value)) {
            return;
        }
        var used = Expressions.in(value);
        used.refusals().forEach(refusal -> complain(element, refusal));
        for (String call : used.calls()) {
            if (!shipped.calls().contains(call)) {
                complain(element, "An expression may not call " + call.replaceFirst("/.*", "") + " this way.");
            }
        }
        for (String property : used.properties()) {
            if (!PROPERTIES.contains(property)) {
                complain(element, "An expression may not look at " + property + ".");
            }
        }
        for (String name : used.names()) {
            if (shipped.beans().contains(name) || Character.isUpperCase(name.charAt(0))) {
                complain(element, name + " is no value: it runs something.");
            }
        }
    }

    private void complain(Markup element, String message) {
        complaints.add(element.complaint(file, message));
    }
}
