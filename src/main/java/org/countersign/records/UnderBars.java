package org.countersign.records;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.countersign.problem.Invalid;

/** What is under a bar and would still be read: elsewhere in the file, or in what is written about the copy. */
final class UnderBars {

    /** Shorter words stand everywhere. */
    private static final int SHORTEST_TELLING = 4;

    /** What is no person's is often one of a few words, such as a vote, that stand in the open by right. */
    private static final int SHORTEST_ELSEWHERE = 12;

    /** So many words in a row are a quotation. */
    private static final int QUOTED = 4;

    private static final Set<String> PERSONAL = Set.of(Exemptions.PERSONAL, "b7c");

    private final Map<Passage, Reading> open = new LinkedHashMap<>();
    private final Map<Passage, Reading> hidden = new LinkedHashMap<>();
    private final Map<String, CopyArchive.Bar> bars;

    UnderBars(List<Passage> file, Map<String, CopyArchive.Bar> bars) {
        this.bars = bars;
        for (Passage passage : file) {
            (bars.containsKey(passage.id()) ? hidden : open).put(passage, Reading.of(passage.text()));
        }
    }

    /** A name under a bar that stands in the open two lines below is no redaction. */
    void requireGone() {
        hidden.forEach((bar, words) -> open.forEach((passage, text) -> {
            if (Retold.in(passage, bar) || shows(text, bar, words)) {
                throw new Invalid(
                        "redactions",
                        "What is under the bar at “%s, %s” still stands at “%s, %s” (%s)."
                                .formatted(
                                        bar.section(), bar.label(), passage.section(), passage.label(), passage.id()));
            }
        }));
    }

    private boolean shows(Reading text, Passage bar, Reading words) {
        return isPersonal(bar)
                ? words.length() >= SHORTEST_TELLING && text.showsPerson(words)
                : words.length() >= SHORTEST_ELSEWHERE && text.shows(words);
    }

    /** Purpose and harm go out with the copy. */
    void requireUntold(String field, String written) {
        Reading text = Reading.of(written);
        Set<String> runs = text.runs(QUOTED).stream().collect(Collectors.toSet());
        hidden.forEach((bar, words) -> {
            if (words.length() < SHORTEST_TELLING) {
                return;
            }
            boolean told = isPersonal(bar)
                    ? text.showsPerson(words)
                    : words.length() < SHORTEST_ELSEWHERE ? text.showsAsWord(words) : text.shows(words);
            if (told || words.runs(QUOTED).stream().anyMatch(runs::contains)) {
                throw new Invalid(
                        field,
                        "This tells what is under the bar at “%s, %s”. It goes out with the copy; write it without."
                                .formatted(bar.section(), bar.label()));
            }
        });
    }

    private boolean isPersonal(Passage passage) {
        return Exemptions.PERSONAL.equals(passage.suggestedGround())
                || PERSONAL.contains(bars.get(passage.id()).ground());
    }
}
