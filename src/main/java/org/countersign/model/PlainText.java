package org.countersign.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A file that reads the same whoever reads it: the engine must not find other words in it than this check. */
final class PlainText {

    private static final Pattern DECLARATION = Pattern.compile(
            "<\\?xml\\s+version\\s*=\\s*(\"1\\.0\"|'1\\.0')(\\s+encoding\\s*=\\s*(\"UTF-8\"|'UTF-8'))?"
                    + "(\\s+standalone\\s*=\\s*(\"(yes|no)\"|'(yes|no)'))?\\s*\\?>",
            Pattern.CASE_INSENSITIVE);

    private PlainText() {}

    /** Why the file is not read; empty when it is plain UTF-8, and XML 1.0 where it is XML. */
    static String refusal(byte[] content, boolean xml) {
        if (startsWith(content, 0xEF, 0xBB, 0xBF)
                || startsWith(content, 0xFE, 0xFF)
                || startsWith(content, 0xFF, 0xFE)
                || contains(content, (byte) 0)) {
            return "The file must be plain UTF-8, without a byte order mark and not UTF-16 or UTF-32.";
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            return "The file is not UTF-8: it holds bytes that are no character.";
        }
        if (xml && text.startsWith("<?xml") && !DECLARATION.matcher(text).lookingAt()) {
            return "The first line may say XML version 1.0 and the encoding UTF-8, and nothing else.";
        }
        return "";
    }

    private static boolean startsWith(byte[] content, int... first) {
        for (int i = 0; i < first.length; i++) {
            if (content.length <= i || (content[i] & 0xFF) != first[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(byte[] content, byte one) {
        for (byte each : content) {
            if (each == one) {
                return true;
            }
        }
        return false;
    }
}
