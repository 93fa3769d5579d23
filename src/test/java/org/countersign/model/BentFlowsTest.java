package org.countersign.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Flows of every shipped diagram bent to other nodes, conditions swapped, nodes taken out: a seeded choice of all. */
class BentFlowsTest {

    private static final int TARGETS_A_FLOW = Integer.getInteger("bent", 1);

    private final Random chance = new Random(18);
    private final List<String> gotThrough = new ArrayList<>();
    private int bent;

    @Test
    void noBentFlowLeadsToAnotherControl() {
        for (String file : diagrams()) {
            var diagram = new Diagram(Shipped.read().diagram(file));
            Set<String> controls = DiagramHouse.controlsOf(diagram);
            String text = Models.text(file);
            for (Markup flow : diagram.flows()) {
                List<String> others = diagram.nodes().values().stream()
                        .filter(node -> node.parent() == flow.parent()
                                && !node.id().equals(flow.value("targetRef"))
                                && (controls.contains(node.id()) || controls.contains(flow.value("targetRef"))))
                        .map(Markup::id)
                        .toList();
                for (int i = 0; i < TARGETS_A_FLOW && !others.isEmpty(); i++) {
                    String other = others.get(chance.nextInt(others.size()));
                    if (!leavesOutOnlyAMessage(diagram, flow, other)) {
                        attempt(file, text, flow.id(), flow.value("targetRef"), other);
                    }
                }
            }
        }
        System.out.printf("%d flows bent: %d got through%n", bent, gotThrough.size());
        assertThat(bent).isGreaterThan(300);
        assertThat(gotThrough).isEmpty();
    }

    private static boolean leavesOutOnlyAMessage(Diagram diagram, Markup flow, String other) {
        Markup target = diagram.targetOf(flow);
        return Controls.isFreeMessage(target)
                && diagram.flowsFrom(target).get(0).value("targetRef").equals(other);
    }

    private void attempt(String file, String text, String flow, String target, String other) {
        String is = text.replaceFirst(
                "(<bpmn:sequenceFlow id=\"" + flow + "\"[^>]*targetRef=\")" + target + "\"", "$1" + other + "\"");
        bent++;
        if (is.equals(text)
                || Models.CHECK.check(file, is.getBytes(StandardCharsets.UTF_8)).isEmpty()) {
            gotThrough.add(file + ": " + flow + " to " + other + " instead of " + target);
        }
    }

    @Test
    void noControlCanBeTakenOut() {
        for (String file : diagrams()) {
            String text = Models.text(file);
            for (String control :
                    DiagramHouse.controlsOf(new Diagram(Shipped.read().diagram(file)))) {
                String without = text.replace("id=\"" + control + "\"", "id=\"" + control + "Other\"");
                assertThat(Models.check(file, without))
                        .as(control + " of " + file)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void noTwoAnswersCanBeSwapped() {
        for (String file : diagrams()) {
            var diagram = new Diagram(Shipped.read().diagram(file));
            for (Markup gateway : diagram.nodes().values()) {
                List<Markup> flows = diagram.flowsFrom(gateway);
                boolean decides = flows.stream().anyMatch(flow -> !Diagram.isPlainEnd(diagram.targetOf(flow)));
                if (flows.size() > 1 && decides && gateway.name().equals("exclusiveGateway")) {
                    String one = Diagram.conditionOf(flows.get(0)).replace("&", "&amp;");
                    String other = Diagram.conditionOf(flows.get(1)).replace("&", "&amp;");
                    String text = Models.text(file);
                    String swapped = replacedIn(replacedIn(text, flows.get(0), one, other), flows.get(1), other, one);
                    assertThat(swapped).isNotEqualTo(text);
                    assertThat(Models.check(file, swapped))
                            .as(gateway.id() + " of " + file)
                            .isNotEmpty();
                }
            }
        }
    }

    private static String replacedIn(String text, Markup flow, String was, String is) {
        int begin = text.indexOf("<bpmn:sequenceFlow id=\"" + flow.id() + "\"");
        int end = text.indexOf("</bpmn:sequenceFlow>", begin);
        return text.substring(0, begin) + text.substring(begin, end).replace(was, is) + text.substring(end);
    }

    static List<String> diagrams() {
        return Models.shipped().stream()
                .map(file -> file.getFileName().toString())
                .filter(file -> file.endsWith(".bpmn"))
                .toList();
    }
}
