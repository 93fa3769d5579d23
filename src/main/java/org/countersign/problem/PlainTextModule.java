package org.countersign.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.springframework.stereotype.Component;

/**
 * Texts from outside are texts: no numbers taken for texts, no characters that PostgreSQL cannot store,
 * and none that make an official see another order of letters than the one that is stored.
 */
@Component
class PlainTextModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    PlainTextModule() {
        super("plain-text");
        addDeserializer(String.class, new PlainTextDeserializer());
    }

    /** For echoing what was sent: every character that is not plain becomes a question mark. */
    static String plain(String text) {
        return text.codePoints()
                .map(character -> PlainText.isPlain(character) ? character : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static class NotPlainText extends JsonMappingException {

        private static final long serialVersionUID = 1L;

        NotPlainText(JsonParser parser) {
            super(parser, PlainText.REFUSAL);
        }
    }

    private static final class PlainTextDeserializer extends StdScalarDeserializer<String> {

        private static final long serialVersionUID = 1L;

        PlainTextDeserializer() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw MismatchedInputException.from(parser, String.class, "not a text");
            }
            String text = parser.getText();
            if (!PlainText.isPlain(text)) {
                throw new NotPlainText(parser);
            }
            return text.codePoints().anyMatch(PlainTextDeserializer::isVisible) ? text.strip() : "";
        }

        /** A name of nothing but no-break spaces or joiners is as empty as one of blanks. */
        private static boolean isVisible(int character) {
            return !Character.isWhitespace(character)
                    && !Character.isSpaceChar(character)
                    && Character.getType(character) != Character.FORMAT;
        }
    }
}
