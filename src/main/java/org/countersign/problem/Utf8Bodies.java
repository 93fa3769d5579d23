package org.countersign.problem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.AbstractJackson2HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * JSON between systems is UTF-8 (RFC 8259, 8.1). Jackson guesses other encodings and reads overlong
 * sequences, which hide one character from whoever looks at the bytes and show it to whoever reads the text.
 */
@ControllerAdvice
class Utf8Bodies extends RequestBodyAdviceAdapter {

    static class NotUtf8 extends IOException {

        private static final long serialVersionUID = 1L;

        NotUtf8() {
            super("The body must be in UTF-8.");
        }
    }

    private record Checked(HttpHeaders getHeaders, byte[] bytes) implements HttpInputMessage {
        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(bytes);
        }
    }

    @Override
    public boolean supports(MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
        return AbstractJackson2HttpMessageConverter.class.isAssignableFrom(converter);
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converter)
            throws IOException {
        MediaType declared = message.getHeaders().getContentType();
        if (declared != null
                && declared.getCharset() != null
                && !declared.getCharset().equals(StandardCharsets.UTF_8)) {
            throw new NotUtf8();
        }
        byte[] bytes = message.getBody().readAllBytes(); // no more than BodyLimit lets through
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new NotUtf8();
        }
        return new Checked(message.getHeaders(), bytes);
    }
}
