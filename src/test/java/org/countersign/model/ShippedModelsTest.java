package org.countersign.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ships passes the check it is held against. */
class ShippedModelsTest {

    static List<Path> shipped() {
        return Models.shipped();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyShippedModelPasses(Path file) throws IOException {
        assertThat(Models.CHECK.check(file.getFileName().toString(), Files.readAllBytes(file)))
                .isEmpty();
    }

    /** A gate that named nothing would guard nothing. */
    @Test
    void everyGateStandsInItsDiagramAndIsPassed() {
        Shipped shipped = Shipped.read();
        for (Map.Entry<String, List<Controls.Gate>> gates : Controls.GATES.entrySet()) {
            var diagram = new Diagram(shipped.diagram(gates.getKey()));
            var ways = new Ways(diagram, Set.of());
            for (Controls.Gate gate : gates.getValue()) {
                assertThat(diagram.nodes().keySet()).contains(gate.guarded()).containsAll(gate.by());
                assertThat(ways.reaches(gate.guarded(), Set.of()))
                        .as(gate.guarded())
                        .isTrue();
            }
        }
    }
}
