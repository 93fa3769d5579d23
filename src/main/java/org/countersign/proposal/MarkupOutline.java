package org.countersign.proposal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The outline of a diagram or a decision table. What is drawn, and each rule and column of a table, is an entry; all else is
 * said about the entry it stands in. The order of elements counts where the engine looks at it: the flows out of a step, the
 * rules of a table.
 */
final class MarkupOutline {

    private static final Set<String> OF_TABLES = Set.of("decision", "decisionTable", "input", "output", "rule");
    private static final Set<String> DRAWINGS = Set.of("BPMNDiagram", "DMNDI");
    /** Said by the flows themselves. */
    private static final Set<String> SAID_ELSEWHERE = Set.of("incoming", "outgoing");

    private static final Set<String> OF_NO_MEANING = Set.of("id", "exporter", "exporterVersion");

    private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

    private final Outline outline = new Outline();
    private final Set<String> drawn;
    /** The flows out of each step, in the order the engine tries them. */
    private final Map<String, List<String>> ways = new TreeMap<>();

    private MarkupOutline(Set<String> drawn) {
        this.drawn = drawn;
    }

    static List<Difference> between(byte[] before, byte[] after) {
        Element older = parsed(before);
        Element newer = parsed(after);
        // Whatever is drawn in one of them is looked for in both.
        Set<String> drawn = new HashSet<>(drawnIn(older).keySet());
        drawn.addAll(drawnIn(newer).keySet());
        return Outline.between(of(older, drawn), of(newer, drawn));
    }

    private static Outline of(Element root, Set<String> drawn) {
        var reading = new MarkupOutline(drawn);
        Outline.Entry file = reading.outline.add("file", "");
        file.label("the file itself");
        attributes(root, file, "");
        reading.children(root, null, "");
        drawnIn(root).forEach((id, place) -> reading.find(id).ifPresent(entry -> entry.place(place)));
        reading.ways.forEach((step, flows) -> reading.find(step)
                .ifPresent(entry -> flows.forEach(flow -> entry.follows("order of the ways out", flow))));
        return reading.outline;
    }

    private Optional<Outline.Entry> find(String id) {
        return Optional.ofNullable(outline.get(id));
    }

    static Element parsed(byte[] xml) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml))
                    .getDocumentElement();
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalArgumentException("A model that was checked cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TreeMap<String, String> drawnIn(Element root) {
        var places = new TreeMap<String, String>();
        for (Element drawing : elements(root)) {
            if (DRAWINGS.contains(drawing.getLocalName())) {
                collect(drawing, places);
            }
        }
        return places;
    }

    private static void collect(Element element, TreeMap<String, String> places) {
        String of = element.hasAttribute("bpmnElement")
                ? element.getAttribute("bpmnElement")
                : element.getAttribute("dmnElementRef");
        if (!of.isEmpty() && !element.getLocalName().equals("BPMNPlane")) {
            var place = new StringBuilder();
            numbers(element, place);
            places.put(of, place.toString());
        } else {
            elements(element).forEach(inside -> collect(inside, places));
        }
    }

    private static void numbers(Element element, StringBuilder place) {
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            if (Set.of("x", "y", "width", "height", "isExpanded").contains(attribute.getName())) {
                place.append(attribute.getName())
                        .append('=')
                        .append(attribute.getValue())
                        .append(' ');
            }
        }
        elements(element).forEach(inside -> numbers(inside, place));
    }

    private void children(Element parent, Outline.Entry holder, String path) {
        for (Element element : elements(parent)) {
            if (!DRAWINGS.contains(element.getLocalName())) {
                read(element, parent, holder, path);
            }
        }
    }

    private void read(Element element, Element parent, Outline.Entry holder, String path) {
        if (isEntry(element, parent)) {
            entry(element, parent, holder);
        } else if (holder != null && !SAID_ELSEWHERE.contains(element.getLocalName())) {
            String here = path.isEmpty() ? nameOf(element, parent) : path + " " + nameOf(element, parent);
            boolean silent = !attributes(element, holder, here);
            String text = ownText(element);
            if (!text.isEmpty()) {
                holder.says(here, text);
            } else if (silent && elements(element).isEmpty()) {
                holder.says(here, "yes");
            }
            children(element, holder, here);
        }
    }

    private boolean isEntry(Element element, Element parent) {
        String id = element.getAttribute("id");
        return !id.isEmpty()
                && (drawn.contains(id)
                        || parent.getParentNode().getNodeType() == Node.DOCUMENT_NODE
                        || OF_TABLES.contains(element.getLocalName()));
    }

    private void entry(Element element, Element parent, Outline.Entry holder) {
        String id = element.getAttribute("id");
        String name = element.getLocalName();
        Outline.Entry entry = outline.add(kind(name), id);
        entry.label(label(element, parent));
        attributes(element, entry, "");
        if (holder != null && drawn.contains(id)) {
            entry.says("inside", parent.getAttribute("id"));
        }
        if (name.equals("sequenceFlow") && holder != null) {
            ways.computeIfAbsent(element.getAttribute("sourceRef"), source -> new ArrayList<>())
                    .add(id);
        }
        if (name.equals("rule") && holder != null) {
            holder.follows("order of the rules", id);
            cells(element, parent, entry);
        } else {
            children(element, entry, "");
        }
    }

    /** False when there is none that means anything. */
    private static boolean attributes(Element element, Outline.Entry entry, String path) {
        boolean any = false;
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            String name = attribute.getLocalName();
            if (!OF_NO_MEANING.contains(name)
                    && !XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI())) {
                entry.says(path.isEmpty() ? name : path + " " + name, attribute.getValue());
                any = true;
            }
        }
        return any;
    }

    /** The cells of a rule under the names of their columns. */
    private static void cells(Element rule, Element table, Outline.Entry entry) {
        List<String> inputs = columns(table, "input");
        List<String> outputs = columns(table, "output");
        int input = 0;
        int output = 0;
        for (Element cell : elements(rule)) {
            switch (cell.getLocalName()) {
                case "inputEntry" -> entry.says(column("if", inputs, input++), allText(cell));
                case "outputEntry" -> entry.says(column("then", outputs, output++), allText(cell));
                default -> entry.says(cell.getLocalName(), allText(cell));
            }
        }
    }

    private static String column(String word, List<String> names, int number) {
        return word + " " + (number < names.size() ? names.get(number) : number + 1);
    }

    private static List<String> columns(Element table, String kind) {
        return elements(table).stream()
                .filter(column -> column.getLocalName().equals(kind))
                .map(column ->
                        column.hasAttribute("label") ? column.getAttribute("label") : column.getAttribute("name"))
                .toList();
    }

    private static String label(Element element, Element parent) {
        if (element.getLocalName().equals("sequenceFlow")) {
            String answer = element.getAttribute("name");
            return "%s%s → %s"
                    .formatted(
                            answer.isEmpty() ? "" : answer + ": ",
                            element.getAttribute("sourceRef"),
                            element.getAttribute("targetRef"));
        }
        if (element.getLocalName().equals("rule")) {
            List<Element> rules = elements(parent).stream()
                    .filter(rule -> rule.getLocalName().equals("rule"))
                    .toList();
            return "row " + (rules.indexOf(element) + 1);
        }
        for (String name : new String[] {"name", "label"}) {
            if (element.hasAttribute(name)) {
                return element.getAttribute(name).strip();
            }
        }
        return element.getAttribute("id");
    }

    /** With its name, or its number among those of its kind, so that two of a kind are told apart. */
    private static String nameOf(Element element, Element parent) {
        String kind = kind(element.getLocalName());
        if (CAMUNDA.equals(element.getNamespaceURI()) && element.hasAttribute("name")) {
            return kind + " " + element.getAttribute("name");
        }
        List<Element> alike = elements(parent).stream()
                .filter(other -> other.getLocalName().equals(element.getLocalName()))
                .toList();
        return alike.size() == 1 ? kind : kind + " " + (alike.indexOf(element) + 1);
    }

    private static String kind(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    private static String ownText(Element element) {
        return elements(element).isEmpty() ? allText(element) : "";
    }

    private static String allText(Element element) {
        return element.getTextContent().strip();
    }

    private static List<Element> elements(Element parent) {
        var elements = new ArrayList<Element>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }
}
