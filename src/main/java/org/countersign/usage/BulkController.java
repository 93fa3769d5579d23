package org.countersign.usage;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.countersign.lab.Lab;
import org.countersign.problem.Malformed;
import org.countersign.problem.Refused;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Usage reports")
@RestController
class BulkController {

    static final String PATH = "/api/v1/usage-reports:bulk";

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Bulk bulk;

    BulkController(Bulk bulk) {
        this.bulk = bulk;
    }

    @Operation(
            operationId = "reportUsageInBulk",
            summary = "Report the use of many licenses",
            description =
                    "A report a line, with its licenseId; an answer a line, in the same order. A line that is refused"
                            + " keeps no other from being taken. What is answered as accepted is stored for good; send what was not"
                            + " answered again.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                                            schema = @Schema(type = "string"))),
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "What became of each line",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                                            schema = @Schema(implementation = Bulk.Answer.class))))
    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_NDJSON_VALUE)
    void bulk(Lab lab, HttpServletRequest request, HttpServletResponse response) throws IOException {
        requirePlain(request);
        requireUtf8(request);
        // Set aside first: a slow sender holds up nobody, and who reads the answers late cannot block what he still
        // sends.
        Path file = Files.createTempFile("countersign-usage", ".ndjson");
        try {
            Files.copy(request.getInputStream(), file, StandardCopyOption.REPLACE_EXISTING);
            response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
            try (InputStream lines = Files.newInputStream(file)) {
                bulk.take(
                        lab.id(),
                        new Lines(lines, ReadLine.MOST_BYTES),
                        new BufferedOutputStream(response.getOutputStream(), BUFFER_BYTES));
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void requirePlain(HttpServletRequest request) {
        String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw new Refused(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    HttpHeaders.CONTENT_ENCODING,
                    "Send the lines as they are, without compression.");
        }
    }

    private static void requireUtf8(HttpServletRequest request) {
        MediaType type = MediaType.parseMediaType(request.getContentType());
        if (type.getCharset() != null && !type.getCharset().equals(StandardCharsets.UTF_8)) {
            throw new Malformed(HttpHeaders.CONTENT_TYPE, "The lines must be in UTF-8.");
        }
    }
}
