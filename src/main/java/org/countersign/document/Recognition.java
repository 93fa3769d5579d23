package org.countersign.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.countersign.problem.Invalid;
import org.countersign.problem.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Tells what a file is from its bytes. Its name and what the sender says must agree; neither decides. */
@Component
class Recognition {

    private static final byte[] PDF_HEADER = "%PDF-".getBytes(StandardCharsets.US_ASCII);

    /** Texts a browser or a shell would run, whatever they are called. */
    private static final Set<String> RUNS =
            Set.of("text/html", "text/javascript", "text/ecmascript", "text/vbscript", "text/xml");

    private final MimeTypes types = MimeTypes.getDefaultMimeTypes();

    /** Keeps no table of the names it has seen: they are a stranger's. */
    private final JsonFactory json = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    Kind kindOf(Path file, String name, String declared) {
        String ending = FileName.ending(name);
        Kind kind = recognise(file, ending).orElseThrow(Recognition::notKept);
        if (!kind.endings().contains(ending)) {
            throw new Invalid(
                    "name",
                    "The name ends in .%s, but the file is %s (.%s)."
                            .formatted(ending, kind.label(), kind.endings().get(0)));
        }
        if (!kind.isDeclaredAs(declared)) {
            throw new Invalid("Content-Type", "The file is said to be something else, but it is " + kind.label() + ".");
        }
        return kind;
    }

    private Optional<Kind> recognise(Path file, String ending) {
        try {
            String type = sniffed(file).toString();
            return switch (type) {
                case "application/pdf" -> startsWith(file, PDF_HEADER) ? Optional.of(Kind.PDF) : Optional.empty();
                case "image/png" -> Optional.of(Kind.PNG);
                case "image/jpeg" -> Optional.of(Kind.JPEG);
                case "application/zip", "application/x-tika-ooxml" -> OfficeFile.kindOf(file);
                default -> isHarmlessText(type) && isPlainText(file) ? textKind(file, ending) : Optional.empty();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MediaType sniffed(Path file) throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            return types.detect(bytes, new Metadata());
        }
    }

    private static boolean isHarmlessText(String type) {
        return (type.startsWith("text/") && !RUNS.contains(type)) || type.equals("application/json");
    }

    /** Bytes do not tell one kind of text from another, so here the name may say; JSON must be JSON. */
    private Optional<Kind> textKind(Path file, String ending) throws IOException {
        if (Kind.CSV.endings().contains(ending)) {
            return Optional.of(Kind.CSV);
        }
        if (Kind.JSON.endings().contains(ending)) {
            requireJson(file);
            return Optional.of(Kind.JSON);
        }
        return Optional.of(Kind.TEXT);
    }

    private void requireJson(Path file) throws IOException {
        int depth = 0;
        int documents = 0;
        try (JsonParser tokens = json.createParser(Files.newInputStream(file))) {
            for (JsonToken token; (token = tokens.nextToken()) != null; ) {
                documents += depth == 0 ? 1 : 0;
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
        } catch (JsonProcessingException e) {
            documents = 0;
        }
        if (documents != 1) {
            throw new Invalid("file", "The name ends in .json, but the file is not one JSON document.");
        }
    }

    /** UTF-8 throughout, without the control characters that make a terminal or an editor do things. */
    private static boolean isPlainText(Path file) throws IOException {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        try (Reader text = new InputStreamReader(new BufferedInputStream(Files.newInputStream(file)), decoder)) {
            char[] buffer = new char[8 * 1024];
            for (int read; (read = text.read(buffer)) >= 0; ) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] < ' ' && "\n\r\t\f".indexOf(buffer[i]) < 0) {
                        return false;
                    }
                }
            }
            return true;
        } catch (CharacterCodingException e) {
            throw new Invalid("file", "The file is text, but not in UTF-8. Save it in UTF-8 and send it again.");
        }
    }

    private static boolean startsWith(Path file, byte[] header) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return Arrays.equals(bytes.readNBytes(header.length), header);
        }
    }

    private static Refused notKept() {
        return new Refused(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "file",
                "This kind of file is not kept here. Send a PDF, PNG, JPEG, plain text (UTF-8), CSV, JSON,"
                        + " DOCX, XLSX or PPTX file without macros.");
    }
}
