package org.countersign.records;

/**
 * A part of a case file that is released or put under a bar as a whole, as small as the file can be cut.
 *
 * @param suggestedGround what the system would put it under; none where it would release it
 */
public record Passage(String id, String section, String label, String text, String suggestedGround) {

    private static final int A_WORD = 12;
    private static final int A_LINE = 80;
    private static final int A_PARAGRAPH = 600;

    /** How long it is, without saying how long. */
    String lengthClass() {
        int length = text.length();
        return length <= A_WORD ? "word" : length <= A_LINE ? "line" : length <= A_PARAGRAPH ? "paragraph" : "page";
    }
}
