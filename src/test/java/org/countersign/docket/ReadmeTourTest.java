package org.countersign.docket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.LabApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** What a newcomer pastes from the README works as it stands there, but for the address. */
@CountersignTest
class ReadmeTourTest {

    private static final Pattern BASH_BLOCKS = Pattern.compile("(?ms)^```bash\\n(.*?)^```$");

    /** A dozen times what it takes on a slow machine. */
    private static final long LIMIT_SECONDS = 120;

    @Autowired
    private LabApi api;

    @TempDir
    private Path folder;

    @Test
    void theFiveMinuteTourEndsWithTheGreenLight() throws Exception {
        List<String> lines = tour().lines().toList();
        assertThat(lines.get(0)).isEqualTo("C=http://localhost:8080");
        String script = "C=" + api.url("") + "\n" + String.join("\n", lines.subList(1, lines.size())) + "\n";

        Outcome outcome = bash(script);

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("refused: An objection must name at least one published criterion");
        assertThat(outcome.output().strip()).endsWith("\n\"green\": true");
    }

    private static String tour() throws IOException {
        List<String> blocks = BASH_BLOCKS
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks)
                .as("bash blocks in README.md: the tour, and only the tour")
                .hasSize(1);
        return blocks.get(0);
    }

    private record Outcome(int exitCode, String output) {}

    /** Stops at the first line that fails, which a person at a terminal would see. */
    private Outcome bash(String script) throws Exception {
        Path file = Files.writeString(folder.resolve("tour.sh"), script);
        Path output = folder.resolve("output");
        Process bash = new ProcessBuilder("bash", "-eu", "-o", "pipefail", file.toString())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = bash.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(ended).as("ended in time: %s", Files.readString(output)).isTrue();
            return new Outcome(bash.exitValue(), Files.readString(output));
        } finally {
            bash.descendants().forEach(ProcessHandle::destroyForcibly);
            bash.destroyForcibly();
        }
    }
}
