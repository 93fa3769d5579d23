package org.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every threat that docs/security.md names has a test, and the test is there. */
class ThreatModelTest {

    private static final Path PAGE = Path.of("docs/security.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final String HEAD = "| Asset | Threat | Control | Test |";
    private static final Pattern NAMED = Pattern.compile("`([A-Za-z0-9]+Test)`");

    @Test
    void everyThreatIsAttackedByATestThatIsThere() throws IOException {
        Map<String, String> tests = tests();
        List<String> threats = threats();
        assertThat(threats).hasSizeGreaterThan(50).allSatisfy(threat -> {
            String[] cells = threat.split("\\|");
            assertThat(cells).as(threat).hasSize(5);
            List<String> named = NAMED.matcher(cells[4])
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .toList();
            assertThat(named).as(threat).isNotEmpty().allSatisfy(test -> {
                assertThat(tests).as(threat).containsKey(test);
                assertThat(tests.get(test)).as(test).containsPattern("@(Test|ParameterizedTest|TestFactory)\\b");
            });
        });
    }

    /** The rows of all tables with the head of a threat model. */
    private static List<String> threats() throws IOException {
        return Arrays.stream(Files.readString(PAGE).split("\n\n"))
                .filter(block -> block.startsWith(HEAD))
                .flatMap(String::lines)
                .filter(line -> line.startsWith("| ") && !line.equals(HEAD))
                .toList();
    }

    /** The text of each test class by its name. */
    private static Map<String, String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.toString().endsWith("Test.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), ThreatModelTest::text));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
