package org.countersign.problem;

/** Which texts from outside are kept: those that everybody reads the same way. */
public final class PlainText {

    public static final String REFUSAL =
            "Control characters and characters that change the direction of text are not allowed.";

    private PlainText() {}

    public static boolean isPlain(String text) {
        return text.codePoints().allMatch(PlainText::isPlain);
    }

    static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character == '\n' || character == '\r' || character == '\t';
            case Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> false;
            case Character.FORMAT -> !isDirectionChange(character);
            default -> true;
        };
    }

    /** Embeddings, overrides and isolates; the plain left-to-right and right-to-left marks are harmless. */
    private static boolean isDirectionChange(int character) {
        return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
    }
}
