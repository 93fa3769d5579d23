package org.countersign.model;

import java.util.Set;

/** The namespaces a model is written in. */
final class Names {

    static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
    static final String CAMUNDA_DMN = "http://camunda.org/schema/1.0/dmn";
    static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    /** Where and how things are drawn. */
    static final Set<String> DRAWING = Set.of(
            "http://www.omg.org/spec/BPMN/20100524/DI",
            "http://www.omg.org/spec/DD/20100524/DC",
            "http://www.omg.org/spec/DD/20100524/DI",
            "https://www.omg.org/spec/DMN/20191111/DMNDI/",
            "http://www.omg.org/spec/DMN/20180521/DI/",
            "http://www.omg.org/spec/DMN/20180521/DC/",
            "http://bpmn.io/schema/dmn/biodi/1.0",
            "http://bpmn.io/schema/dmn/biodi/2.0");

    /** What Modeler notes for itself: its version, colours, widths of columns. The engine reads none of it. */
    static final Set<String> NOTES = Set.of(
            "http://camunda.org/schema/modeler/1.0",
            "http://bpmn.io/schema/bpmn/biocolor/1.0",
            "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
            "http://bpmn.io/schema/dmn/biodi/1.0",
            "http://bpmn.io/schema/dmn/biodi/2.0");

    /** DMN 1.1, 1.2 and 1.3, as far as the engine reads them. */
    static final Set<String> DMN = Set.of(
            "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
            "http://www.omg.org/spec/DMN/20180521/MODEL/",
            "https://www.omg.org/spec/DMN/20191111/MODEL/");

    private Names() {}

    static Set<String> of(String words) {
        return Set.of(words.strip().split("\\s+"));
    }
}
