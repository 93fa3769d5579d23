package org.countersign.journal;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A text and, below an empty line, who signed it (C2SP signed-note). */
record SignedNote(String text, List<Line> signatures) {

    private static final String MARK = "\u2014 ";

    /** @param signed the key's id, then the signature */
    record Line(String name, byte[] signed) {}

    static SignedNote parse(String note) {
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n")) {
            throw new IllegalArgumentException("It is no signed note");
        }
        List<Line> lines = new ArrayList<>();
        for (String line : note.substring(end + 2).split("\n")) {
            String[] parts = line.split(" ");
            if (!line.startsWith(MARK) || parts.length != 3) {
                throw new IllegalArgumentException("A line under it is no signature");
            }
            lines.add(new Line(parts[1], Base64.getDecoder().decode(parts[2])));
        }
        var parsed = new SignedNote(note.substring(0, end + 1), lines);
        if (!parsed.toString().equals(note)) {
            throw new IllegalArgumentException("It is written in another way than a signed note");
        }
        return parsed;
    }

    /** The one way to write it. */
    @Override
    public String toString() {
        var note = new StringBuilder(text).append('\n');
        for (Line line : signatures) {
            note.append(MARK).append(line.name()).append(' ');
            note.append(Base64.getEncoder().encodeToString(line.signed())).append('\n');
        }
        return note.toString();
    }
}
