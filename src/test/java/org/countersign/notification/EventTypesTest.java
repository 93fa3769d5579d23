package org.countersign.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever adds an action to the journal says whether labs are told of it. */
class EventTypesTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern RECORD = Pattern.compile("journal\\s*\\.record\\(");
    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
    private static final List<String> LEVELS = List.of("chair", "committee", "board", "principals");

    /** Actions that are put together, by how the code does it. */
    private static final Map<String, List<String>> PUT_TOGETHER = Map.of(
            "\"application-\" + outcome.key()",
            List.of(
                    "application-approved",
                    "application-approved-with-conditions",
                    "application-denied",
                    "application-returned",
                    "application-withdrawn",
                    "application-closed-unanswered"),
            "\"clock-\" + event.event()",
            List.of("clock-started", "clock-paused", "clock-resumed", "clock-stopped"),
            "kind",
            List.of("condition-released", "condition-changed"),
            "level == EscalationLevel.CHAIR ? \"escalation-opened\" : level.key() + \"-convened\"",
            List.of("escalation-opened", "committee-convened", "board-convened", "principals-convened"),
            "level.key() + \"-decided\"",
            LEVELS.stream().map(level -> level + "-decided").toList(),
            "level.key() + \"-voted\"",
            LEVELS.stream().map(level -> level + "-voted").toList());

    @Test
    void everyActionOfTheJournalIsToldOrSaidNotToBe() throws IOException {
        Set<String> unknown = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        for (String action : actionsInTheCode()) {
            seen.add(action);
            if (!EventTypes.knows(action)) {
                unknown.add(action);
            }
        }
        assertThat(seen).contains("application-received", "license-issued", "board-decided", "webhook-removed");
        assertThat(unknown).as("add these to EventTypes").isEmpty();
    }

    @Test
    void typesAreWordsOfOneShape() {
        assertThat(EventTypes.actions()).allSatisfy(action -> assertThat(
                        EventTypes.of(action).orElseThrow().type())
                .matches("(application|request|escalation|decision|appeal|license|directive)\\.[a-z-]+"));
    }

    private static List<String> actionsInTheCode() throws IOException {
        List<String> actions = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String code = Files.readString(file);
                Matcher call = RECORD.matcher(code);
                while (call.find()) {
                    actions.addAll(actionsOf(secondArgument(code, call.end()), file));
                }
            }
        }
        return actions;
    }

    private static List<String> actionsOf(String argument, Path file) {
        if (PUT_TOGETHER.containsKey(argument)) {
            return PUT_TOGETHER.get(argument);
        }
        List<String> texts =
                TEXT.matcher(argument).results().map(match -> match.group(1)).toList();
        assertThat(texts).as("how %s puts together %s", file, argument).isNotEmpty();
        assertThat(argument)
                .as("how %s puts together an action", file)
                .matches("\"[a-z-]+\"|[a-zA-Z.()]+ \\? \"[a-z-]+\" : \"[a-z-]+\"");
        return texts;
    }

    private static String secondArgument(String code, int from) {
        int depth = 0;
        boolean inText = false;
        int begin = -1;
        for (int at = from; ; at++) {
            char character = code.charAt(at);
            if (character == '"') {
                inText = !inText;
            } else if (!inText && (character == '(' || character == '{')) {
                depth++;
            } else if (!inText && (character == ')' || character == '}')) {
                depth--;
            } else if (!inText && character == ',' && depth == 0) {
                if (begin >= 0) {
                    return code.substring(begin, at).strip().replaceAll("\\s+", " ");
                }
                begin = at + 1;
            }
        }
    }
}
