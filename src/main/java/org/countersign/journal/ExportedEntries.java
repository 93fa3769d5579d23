package org.countersign.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The entries beside the tiles of an export, where there are any: one a line, in the order of the tree. */
final class ExportedEntries {

    static final String FILE = "entries.ndjson";

    /** A member said twice would be read one way here and another way elsewhere. */
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(ExportedEntry.class);

    private final Breaks breaks;
    private final Erasures erasures = new Erasures();
    private final BufferedReader lines;
    private boolean ended;

    ExportedEntries(Verification.Files files, Breaks breaks) throws IOException {
        this.breaks = breaks;
        this.lines = files.read(FILE)
                .map(bytes -> new BufferedReader(
                        new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)))
                .orElse(null);
    }

    /** The next entry must be that leaf. */
    void compare(long index, byte[] data) throws IOException {
        if (lines == null || ended) {
            return;
        }
        String line = lines.readLine();
        if (line == null) {
            breaks.add("%s ends before leaf %d", FILE, index);
            ended = true;
            return;
        }
        try {
            ExportedEntry exported = READER.readValue(line);
            if (exported.index() != index) {
                breaks.add("%s: leaf %d stands where leaf %d should", FILE, exported.index(), index);
            }
            if (!Arrays.equals(exported.entry().check(breaks, erasures), data)) {
                breaks.add("entry %d is not the one that is in the tree", exported.number());
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            breaks.add("%s: the line of leaf %d cannot be read", FILE, index);
        }
    }

    void finish(long size) throws IOException {
        if (lines == null) {
            return;
        }
        if (!ended && lines.readLine() != null) {
            breaks.add("%s goes on after leaf %d", FILE, size - 1);
        }
        erasures.finish(breaks);
    }
}
