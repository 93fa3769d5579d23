package org.countersign.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.xml.sax.SAXException;

/** The models that came with this release, by file name: what a changed one is held against. */
final class Shipped {

    private final Map<String, Markup> diagrams = new HashMap<>();
    private final Map<String, Markup> tables = new HashMap<>();
    private final Map<String, Json> forms = new HashMap<>();
    private final Map<String, Used> used = new HashMap<>();
    private final Used all = new Used();
    private final Set<String> words = new TreeSet<>();

    /** What the expressions of one diagram, or of all, look at. */
    private static final class Used {

        private final Set<String> delegates = new TreeSet<>();
        private final Set<String> calls = new TreeSet<>();
        private final Set<String> variables = new TreeSet<>();

        private void read(Markup element) {
            for (Markup.Attribute attribute : element.attributes()) {
                if (Vocabulary.DELEGATES.contains(attribute.name())) {
                    delegates.addAll(Expressions.in(attribute.value()).names());
                } else {
                    look(attribute.value());
                }
                boolean mapping = element.namespace().equals(Names.CAMUNDA)
                        && Set.of("source", "target").contains(attribute.name());
                if (mapping || attribute.name().equals("elementVariable")) {
                    variables.add(attribute.value());
                }
            }
            look(element.text());
        }

        private void look(String text) {
            var found = Expressions.in(text);
            calls.addAll(found.calls());
            variables.addAll(found.names());
        }

        private void add(Used other) {
            delegates.addAll(other.delegates);
            calls.addAll(other.calls);
            variables.addAll(other.variables);
        }
    }

    static Shipped read() {
        var shipped = new Shipped();
        try {
            for (Resource model : shippedFiles()) {
                try (InputStream content = model.getInputStream()) {
                    shipped.add(model.getFilename(), content.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SAXException e) {
            throw new IllegalStateException("A shipped model cannot be read", e);
        }
        return shipped;
    }

    private static List<Resource> shippedFiles() throws IOException {
        var resources = new PathMatchingResourcePatternResolver();
        return Stream.of(
                        resources.getResources("classpath:processes/*.bpmn"),
                        resources.getResources("classpath:processes/*.dmn"),
                        resources.getResources("classpath:forms/*.form"))
                .flatMap(Stream::of)
                .toList();
    }

    private void add(String file, byte[] content) throws IOException, SAXException {
        if (file.endsWith(".form")) {
            forms.put(file, Json.read(content));
        } else if (file.endsWith(".dmn")) {
            tables.put(file, MarkupReader.read(content));
        } else {
            Markup diagram = MarkupReader.read(content);
            diagrams.put(file, diagram);
            var looked = new Used();
            diagram.all().forEach(looked::read);
            diagram.all().forEach(element -> {
                words.add(element.name());
                element.attributes().forEach(attribute -> words.add(attribute.name()));
            });
            used.put(file, looked);
            all.add(looked);
        }
    }

    /** The names of every element and attribute that a shipped diagram uses. */
    Set<String> words() {
        return words;
    }

    /** The shipped diagram of that name, or null. */
    Markup diagram(String file) {
        return diagrams.get(file);
    }

    Markup table(String file) {
        return tables.get(file);
    }

    /** What the clock has days for. */
    Set<String> steps() {
        return table("review-clock.dmn")
                .all()
                .filter(element -> element.name().equals("rule"))
                .flatMap(rule -> rule.children().stream()
                        .filter(cell -> cell.name().equals("inputEntry"))
                        .limit(1))
                .map(step -> TableCheck.textOf(step).replace("\"", ""))
                .collect(Collectors.toSet());
    }

    Json form(String file) {
        return forms.get(file);
    }

    /** Beans that run as steps or listeners, in any diagram. */
    Set<String> delegates() {
        return all.delegates;
    }

    Set<String> delegates(String file) {
        return used.get(file).delegates;
    }

    Set<String> calls() {
        return all.calls;
    }

    Set<String> calls(String file) {
        return used.get(file).calls;
    }

    Set<String> variables() {
        return all.variables;
    }

    /** Every bean that a diagram names in any way. */
    Set<String> beans() {
        var beans = new TreeSet<>(all.delegates);
        all.calls.forEach(call -> beans.add(Expressions.beanOf(call)));
        return beans;
    }
}
