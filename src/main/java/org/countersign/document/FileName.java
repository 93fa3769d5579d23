package org.countersign.document;

import java.text.Normalizer;
import java.util.Locale;
import org.countersign.problem.Invalid;
import org.countersign.problem.PlainText;

/** The name of a file as it is kept: no path, nothing invisible, nothing that a disk or a reader trips over. */
final class FileName {

    private static final int LONGEST = 120;
    private static final int LONGEST_ENDING = 10;

    private FileName() {}

    static String clean(String given) {
        String name = Normalizer.normalize(given, Normalizer.Form.NFC);
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        name = name.codePoints()
                .filter(FileName::isVisible)
                .map(character -> ":*?\"<>|".indexOf(character) >= 0 ? '_' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        // A leading dot hides a file, and a trailing one is dropped by some disks, with what it hid.
        name = name.replaceAll("[\\s\\p{Z}]+", " ").replaceAll("^[. ]+|[. ]+$", "");
        String ending = ending(name);
        if (ending.isEmpty() || ending.length() > LONGEST_ENDING) {
            throw new Invalid("name", "Give the file a name with an ending, such as contract.pdf.");
        }
        String stem = name.substring(0, name.length() - ending.length() - 1).strip();
        int most = LONGEST - ending.length() - 1;
        if (stem.codePointCount(0, stem.length()) > most) {
            stem = stem.substring(0, stem.offsetByCodePoints(0, most)).strip();
        }
        return stem + "." + ending;
    }

    /** In lower case, without the dot; empty when the name has none. */
    static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 1 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean isVisible(int character) {
        return character != 0xFFFD // what undecodable bytes have become
                && (Character.getType(character) != Character.FORMAT)
                && !(Character.isISOControl(character) && !Character.isWhitespace(character))
                && PlainText.isPlain(Character.toString(character));
    }
}
