package org.countersign.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A decision table looks things up, in FEEL; one of ours answers the same questions as before. */
final class TableCheck {

    private static final int MOST_RULES = 2_000;
    private static final Pattern DAYS = Pattern.compile("P\\d{1,5}D");

    private static final Set<String> ELEMENTS = Names.of(
            """
            definitions decision decisionTable input inputExpression inputValues output outputValues rule inputEntry
            outputEntry text description question allowedAnswers inputData variable informationRequirement requiredInput
            requiredDecision authorityRequirement requiredAuthority knowledgeSource literalExpression extensionElements
            textAnnotation association sourceRef targetRef defaultOutputEntry annotation annotationEntry
            itemDefinition typeRef allowedValues""");

    private static final Set<String> ATTRIBUTES = Names.of(
            """
            id name label namespace exporter exporterVersion typeRef hitPolicy aggregation href preferredOrientation
            outputLabel textFormat associationDirection isCollection""");

    private static final Set<String> CAMUNDA_ATTRIBUTES = Names.of("historyTimeToLive versionTag inputVariable");

    private static final Set<String> LANGUAGES = Set.of(
            "feel",
            "http://www.omg.org/spec/FEEL/20140401",
            "https://www.omg.org/spec/DMN/20191111/FEEL/",
            "http://www.omg.org/spec/DMN/20180521/FEEL/");

    /** Where the engine looks for the parts of a table. */
    private static final Map<String, String> PLACES = Map.of(
            "decision", "definitions",
            "decisionTable", "decision",
            "input", "decisionTable",
            "output", "decisionTable",
            "rule", "decisionTable",
            "inputExpression", "input",
            "inputEntry", "rule",
            "outputEntry", "rule");

    private static final Set<String> CELLS =
            Names.of("inputExpression inputEntry outputEntry inputValues outputValues allowedValues literalExpression");

    private static final Set<String> WORDLESS = Names.of(
            "definitions decision decisionTable input output rule inputExpression inputEntry outputEntry inputValues outputValues");

    private final String file;
    private final Feel feel;
    private final List<Complaint> complaints = new ArrayList<>();

    private TableCheck(String file, Feel feel) {
        this.file = file;
        this.feel = feel;
    }

    static List<Complaint> safety(String file, Markup root, Feel feel) {
        var check = new TableCheck(file, feel);
        if (!Names.DMN.contains(root.namespace()) || !root.name().equals("definitions")) {
            check.complain(root, "A table begins with definitions in DMN 1.1, 1.2 or 1.3.");
        }
        root.all().forEach(check::element);
        return check.complaints;
    }

    static List<Complaint> house(String file, Markup root, Markup shipped) {
        var check = new TableCheck(file, null);
        if (shipped == null) {
            check.complain(
                    root, "There is no table " + DiagramHouse.key(file) + ". A new table comes with a new release.");
        } else {
            root.all().forEach(check::part);
            check.sameQuestions(root, shipped);
            if (check.complaints.isEmpty()) {
                check.complaints.addAll(TableFloors.check(file, root, shipped));
            }
        }
        return check.complaints;
    }

    private void element(Markup element) {
        boolean dmn = Names.DMN.contains(element.namespace());
        if (!dmn && !Names.DRAWING.contains(element.namespace()) || dmn && !ELEMENTS.contains(element.name())) {
            complain(element, Vocabulary.refusal("element", element.name()));
        }
        if (!dmn) {
            return;
        }
        for (Markup.Attribute attribute : element.attributes()) {
            attribute(element, attribute);
        }
        String wrong =
                switch (element.name()) {
                    case "inputEntry", "inputValues", "outputValues", "allowedValues" -> feel.ofTest(textOf(element));
                    case "inputExpression", "outputEntry", "literalExpression", "defaultOutputEntry" ->
                        feel.ofExpression(textOf(element));
                    default -> "";
                };
        if (!wrong.isEmpty()) {
            complain(element, wrong);
        }
    }

    private void attribute(Markup element, Markup.Attribute attribute) {
        if (attribute.name().equals("expressionLanguage")
                && attribute.namespace().isEmpty()) {
            if (!LANGUAGES.contains(attribute.value())) {
                complain(element, "Tables are written in FEEL, not in " + attribute.value() + ".");
            }
            return;
        }
        boolean known =
                switch (attribute.namespace()) {
                    case "" -> ATTRIBUTES.contains(attribute.name());
                    case Names.CAMUNDA_DMN -> CAMUNDA_ATTRIBUTES.contains(attribute.name());
                    case Names.XSI -> attribute.name().equals("schemaLocation");
                    default -> Names.NOTES.contains(attribute.namespace());
                };
        if (!known) {
            complain(element, Vocabulary.refusal("attribute", attribute.name()));
        }
        if (attribute.name().equals("href") && !attribute.value().startsWith("#")) {
            complain(element, "A table refers to nothing outside of its file.");
        }
        if (Expressions.isExpression(attribute.value())) {
            complain(element, "Tables are written in FEEL: no ${…}.");
        }
    }

    /** The words of a cell stand in one text, and every part of a table where the engine looks for it. */
    private void part(Markup element) {
        Markup parent = element.parent();
        if (parent == null || !Names.DMN.contains(element.namespace())) {
            return;
        }
        String place = PLACES.get(element.name());
        boolean belongs = place == null
                ? !Names.DRAWING.contains(parent.namespace()) && !parent.name().equals("extensionElements")
                : parent.name().equals(place);
        if (!belongs || !element.namespace().equals(parent.namespace())) {
            complain(element, "The element " + element.name() + " stands where it does not belong.");
        }
        if (CELLS.contains(element.name())
                && (element.children().size() != 1 || !element.children().get(0).is(element.namespace(), "text"))) {
            complain(element, "A cell holds one text and nothing else.");
        }
        boolean words = element.name().equals("text") || element.name().equals("description");
        if (words
                ? !element.children().isEmpty()
                : WORDLESS.contains(element.name()) && !element.text().isEmpty()) {
            complain(element, "Text stands where no text belongs, or is not in one piece.");
        }
        if (element.name().equals("input")
                && element.children().stream()
                                .filter(child -> child.name().equals("inputExpression"))
                                .count()
                        != 1) {
            complain(element, "An input asks for one thing.");
        }
    }

    static String textOf(Markup element) {
        return element.children().stream()
                .filter(child -> child.is(element.namespace(), "text"))
                .map(Markup::text)
                .findFirst()
                .orElse("");
    }

    private void sameQuestions(Markup root, Markup shipped) {
        List<Markup> decisions = named(root, "decision");
        if (decisions.size() != 1 || !decisions.get(0).id().equals(DiagramHouse.key(file))) {
            complain(root, "A file holds exactly one decision, called " + DiagramHouse.key(file) + " like its file.");
            return;
        }
        Markup decision = decisions.get(0);
        if (!DAYS.matcher(decision.value(Names.CAMUNDA_DMN, "historyTimeToLive"))
                .matches()) {
            complain(decision, "The decision must say how many days its history is kept, such as P3650D.");
        }
        if (named(root, "decisionTable").size() != 1) {
            complain(decision, "The decision is a table.");
            return;
        }
        Markup table = named(root, "decisionTable").get(0);
        Markup was = named(shipped, "decisionTable").get(0);
        for (String attribute : List.of("hitPolicy", "aggregation")) {
            if (!table.value(attribute).equals(was.value(attribute))) {
                complain(table, "The " + attribute + " must stay as it is: " + orNone(was.value(attribute)) + ".");
            }
        }
        for (String column : List.of("input", "output")) {
            if (named(root, column).size() != named(shipped, column).size()) {
                complain(table, "The table has as many columns as before.");
            }
        }
        same(table, "input", inputs(root), inputs(shipped));
        same(table, "output", outputs(root), outputs(shipped));
        if (named(root, "rule").isEmpty() || named(root, "rule").size() > MOST_RULES) {
            complain(table, "A table has rules, and at most " + MOST_RULES + ".");
        }
        for (Markup rule : named(root, "rule")) {
            if (rule.children().stream()
                                    .filter(c -> c.name().equals("inputEntry"))
                                    .count()
                            != inputs(root).size()
                    || rule.children().stream()
                                    .filter(c -> c.name().equals("outputEntry"))
                                    .count()
                            != outputs(root).size()) {
                complain(rule, "A rule has one cell for each input and output.");
            }
        }
    }

    private static String orNone(String value) {
        return value.isEmpty() ? "none is given" : value;
    }

    private void same(Markup table, String what, Map<String, Markup> are, Map<String, Markup> were) {
        for (String one : new TreeSet<>(were.keySet())) {
            if (!are.containsKey(one)) {
                complain(table, "The " + what + " " + one + " may not be left out or changed: code asks for it.");
            }
        }
        are.forEach((one, at) -> {
            if (!were.containsKey(one)) {
                complain(at, "There is no " + what + " " + one + ": nobody gives or reads it.");
            }
        });
    }

    private static Map<String, Markup> inputs(Markup root) {
        var inputs = new java.util.LinkedHashMap<String, Markup>();
        named(root, "inputExpression")
                .forEach(input -> inputs.put(textOf(input) + " (" + input.value("typeRef") + ")", input));
        return inputs;
    }

    private static Map<String, Markup> outputs(Markup root) {
        var outputs = new java.util.LinkedHashMap<String, Markup>();
        named(root, "output")
                .forEach(output -> outputs.put(output.value("name") + " (" + output.value("typeRef") + ")", output));
        return outputs;
    }

    private static List<Markup> named(Markup root, String name) {
        return root.all()
                .filter(element -> Names.DMN.contains(element.namespace())
                        && element.name().equals(name))
                .toList();
    }

    private void complain(Markup element, String message) {
        complaints.add(element.complaint(file, message));
    }
}
