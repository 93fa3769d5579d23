package org.countersign.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.proposal.ModelerDesk.shipped;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.countersign.proposal.Difference.Detail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said to have changed is what has changed: nothing less, and nothing for how it is written down. */
class DifferencesTest {

    private static final String DIAGRAM = "agency-sign-off.bpmn";

    private static List<Difference> between(String file, String before, String after) {
        return Differences.of(new ProposedModel(
                file,
                after.getBytes(StandardCharsets.UTF_8),
                "",
                Optional.of(new ProposedModel.Before(1, before.getBytes(StandardCharsets.UTF_8), ""))));
    }

    private static List<Difference> edited(String file, String what, String by) {
        String shipped = shipped(file);
        assertThat(shipped).contains(what);
        return between(file, shipped, shipped.replace(what, by));
    }

    static Stream<String> models() {
        return Stream.of("processes", "forms")
                .flatMap(folder -> Stream.of(Path.of(folder).toFile().list()))
                .filter(name -> name.matches(".+\\.(bpmn|dmn|form)"))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModelDoesNotDifferFromItself(String file) {
        assertThat(between(file, shipped(file), shipped(file))).isEmpty();
        assertThat(between(file, shipped(file), shipped(file).replace("\n", "\n  ")))
                .as("indented")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("models")
    void aNewModelIsAddedWhole(String file) {
        List<Difference> differences = Differences.of(
                new ProposedModel(file, shipped(file).getBytes(StandardCharsets.UTF_8), "", Optional.empty()));
        assertThat(differences).isNotEmpty();
        assertThat(differences)
                .filteredOn(difference ->
                        !difference.id().isEmpty() && !difference.id().equals("form"))
                .allMatch(difference -> difference.change().equals(Difference.ADDED));
    }

    @Test
    void namesWhatIsSaidOfAStepBeforeAndAfter() {
        assertThat(edited(DIAGRAM, "name=\"Draft vote\"", "name=\"Draft a vote\""))
                .singleElement()
                .isEqualTo(new Difference(
                        Difference.CHANGED,
                        "user task",
                        "draftVote",
                        "Draft a vote",
                        List.of(new Detail("name", "Draft vote", "Draft a vote"))));
    }

    @Test
    void seesWhatIsDeepInsideAStep() {
        assertThat(edited(DIAGRAM, "delegateExpression=\"${recordDraft}\"", "delegateExpression=\"${anything}\""))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.id()).isEqualTo("draftVote");
                    assertThat(difference.details()).singleElement().satisfies(detail -> {
                        assertThat(detail.what()).contains("task listener", "delegateExpression");
                        assertThat(detail.before()).isEqualTo("${recordDraft}");
                        assertThat(detail.after()).isEqualTo("${anything}");
                    });
                });
    }

    @Test
    void seesTheConditionOfAFlow() {
        String shipped = shipped("access-review.bpmn");
        String after = shipped.replaceFirst("(<bpmn:conditionExpression[^>]*>)[^<]*<", "$1\\${true}<");
        assertThat(between("access-review.bpmn", shipped, after))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.kind()).isEqualTo("sequence flow");
                    assertThat(difference.details()).singleElement().satisfies(detail -> assertThat(detail.after())
                            .isEqualTo("${true}"));
                });
    }

    @Test
    void tellsWhatIsOnlyDrawnElsewhere() {
        String shipped = shipped(DIAGRAM);
        String after = shipped.replaceFirst("(bpmnElement=\"draftVote\"[^>]*>\\s*<dc:Bounds x=\")\\d+", "$11");
        assertThat(after).isNotEqualTo(shipped);
        assertThat(between(DIAGRAM, shipped, after)).singleElement().satisfies(difference -> {
            assertThat(difference.change()).isEqualTo(Difference.MOVED);
            assertThat(difference.details()).isEmpty();
        });
    }

    @Test
    void seesTheOrderInWhichTheEngineTriesTheWaysOut() {
        String first = "<sequenceFlow id=\"a\" sourceRef=\"g\" targetRef=\"x\"/>";
        String second = "<sequenceFlow id=\"b\" sourceRef=\"g\" targetRef=\"y\"/>";
        String diagram =
                """
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI">
                  <process id="p"><exclusiveGateway id="g" name="Which?"/>%s<task id="x"/><task id="y"/></process>
                  <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">
                    <bpmndi:BPMNShape bpmnElement="g"/><bpmndi:BPMNShape bpmnElement="x"/><bpmndi:BPMNShape bpmnElement="y"/>
                    <bpmndi:BPMNEdge bpmnElement="a"/><bpmndi:BPMNEdge bpmnElement="b"/>
                  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
                </definitions>""";
        assertThat(between("p.bpmn", diagram.formatted(first + second), diagram.formatted(second + first)))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.id()).isEqualTo("g");
                    assertThat(difference.details())
                            .containsExactly(new Detail("order of the ways out", "g → x, g → y", "g → y, g → x"));
                });
        assertThat(between("p.bpmn", diagram.formatted(first + second), diagram.formatted(first)))
                .extracting(Difference::change, Difference::id)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Difference.REMOVED, "b"));
    }

    @Test
    void namesTheCellsOfARuleByTheirColumns() {
        assertThat(edited("audit-interval.dmn", "<text>365</text>", "<text>300</text>"))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.kind()).isEqualTo("rule");
                    assertThat(difference.label()).startsWith("row ");
                    assertThat(difference.details()).singleElement().satisfies(detail -> {
                        assertThat(detail.what()).startsWith("then ");
                        assertThat(detail.before()).isEqualTo("365");
                        assertThat(detail.after()).isEqualTo("300");
                    });
                });
    }

    @Test
    void seesTheHitPolicyOfATableAndTheLanguageOfTheFile() {
        assertThat(edited("country-groups.dmn", "hitPolicy=\"FIRST\"", "hitPolicy=\"ANY\""))
                .singleElement()
                .satisfies(difference ->
                        assertThat(difference.details()).containsExactly(new Detail("hitPolicy", "FIRST", "ANY")));
        assertThat(edited(
                        "audit-interval.dmn",
                        "<definitions ",
                        "<definitions expressionLanguage=\"http://www.omg.org/spec/FEEL/20140401\" "))
                .singleElement()
                .satisfies(difference -> assertThat(difference.label()).isEqualTo("the file itself"));
    }

    @Test
    void namesFieldsOfAFormByTheirLabels() {
        assertThat(edited("check-completeness.form", "\"label\": \"Outcome\"", "\"label\": \"What follows\""))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.label()).isEqualTo("What follows");
                    assertThat(difference.details()).containsExactly(new Detail("label", "Outcome", "What follows"));
                });
    }
}
