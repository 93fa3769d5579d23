package org.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.junit.jupiter.api.Test;

/** What FEEL has said is remembered where it can never say anything else, and asked again everywhere else. */
class RememberedFeelTest {

    private final FeelEngine real = new ScalaFeelEngineFactory(List.of()).createInstance();
    private int asked;

    private final FeelEngine remembered = new RememberedFeel(new FeelEngine() {
        @Override
        public <T> T evaluateSimpleExpression(String cell, VariableContext facts) {
            asked++;
            return real.evaluateSimpleExpression(cell, facts);
        }

        @Override
        public boolean evaluateSimpleUnaryTests(String cell, String input, VariableContext facts) {
            asked++;
            return real.evaluateSimpleUnaryTests(cell, input, facts);
        }
    });

    private boolean test(String cell, Object value) {
        return remembered.evaluateSimpleUnaryTests(cell, "x", facts(Map.of("x", value)));
    }

    private static VariableContext facts(Map<String, Object> values) {
        return Variables.fromMap(values).asVariableContext();
    }

    @Test
    void asksOnceWhatCannotComeOutDifferently() {
        for (int i = 0; i < 3; i++) {
            assertThat(test("\"US\", \"A:5\"", "US")).isTrue();
            assertThat(test("not(\"US\")", "US")).isFalse();
            assertThat(test("[10..20[", 10)).isTrue();
        }
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void asksAgainForAnotherValue() {
        assertThat(test(">= 10", 10)).isTrue();
        assertThat(test(">= 10", 9)).isFalse();
        assertThat(test("\"10\"", "10")).isTrue();
        assertThat(test("\"10\"", 10)).isFalse();
        assertThat(asked).isEqualTo(4);
    }

    @Test
    void asksEachTimeWhatLooksAtAnythingElse() {
        for (int limit = 1; limit <= 3; limit++) {
            VariableContext facts = facts(Map.of("x", 2, "limit", limit));
            assertThat(remembered.evaluateSimpleUnaryTests("< limit", "x", facts))
                    .isEqualTo(2 < limit);
            remembered.evaluateSimpleExpression("now()", facts);
            remembered.evaluateSimpleExpression("x + limit", facts);
        }
        assertThat(asked).isEqualTo(9);
    }

    @Test
    void knowsAFactByItsValue() {
        Object first = remembered.evaluateSimpleExpression("x", facts(Map.of("x", "one")));
        Object second = remembered.evaluateSimpleExpression("x", facts(Map.of("x", "two")));
        Object third = remembered.evaluateSimpleExpression("x", facts(Map.of("x", "one")));
        assertThat(List.of(first, second, third)).containsExactly("one", "two", "one");
        assertThat(asked).isEqualTo(2);
    }
}
