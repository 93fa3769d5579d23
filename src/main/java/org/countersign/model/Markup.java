package org.countersign.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An element of an XML file, and where it stands. */
final class Markup {

    record Attribute(String namespace, String name, String value) {}

    private final String namespace;
    private final String name;
    private final Markup parent;
    private final int line;
    private final int column;
    private final List<Attribute> attributes;
    private final List<Markup> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    Markup(String namespace, String name, Markup parent, int line, int column, List<Attribute> attributes) {
        this.namespace = namespace;
        this.name = name;
        this.parent = parent;
        this.line = line;
        this.column = column;
        this.attributes = List.copyOf(attributes);
        if (parent != null) {
            parent.children.add(this);
        }
    }

    void append(char[] characters, int start, int length) {
        text.append(characters, start, length);
    }

    String namespace() {
        return namespace;
    }

    String name() {
        return name;
    }

    Markup parent() {
        return parent;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    List<Attribute> attributes() {
        return attributes;
    }

    List<Markup> children() {
        return children;
    }

    /** Its own words, without those of elements inside; cut as the engine cuts them, which leaves rarer blanks. */
    String text() {
        return text.toString().trim();
    }

    boolean is(String inNamespace, String named) {
        return name.equals(named) && namespace.equals(inNamespace);
    }

    /** The value of an attribute without a namespace, empty when it is not there. */
    String value(String attribute) {
        return value("", attribute);
    }

    String value(String inNamespace, String attribute) {
        return attributes.stream()
                .filter(a -> a.name().equals(attribute) && a.namespace().equals(inNamespace))
                .map(Attribute::value)
                .findFirst()
                .orElse("");
    }

    String id() {
        return value("id");
    }

    /** What a person calls it. */
    String called() {
        return id().isEmpty() ? name : id();
    }

    Stream<Markup> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(Markup::all));
    }

    Stream<Markup> children(String inNamespace, String named) {
        return children.stream().filter(child -> child.is(inNamespace, named));
    }

    Complaint complaint(String file, String message) {
        return new Complaint(file, line, column, called(), message);
    }
}
