package org.countersign.document;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.lab.Lab;
import org.countersign.problem.NotFound;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartHttpServletRequest;

@Tag(name = "Documents")
@RestController
@RequestMapping("/api/v1")
class DocumentController {

    private final Applications applications;
    private final Documents documents;
    private final Uploads uploads;
    private final Downloads downloads;

    DocumentController(Applications applications, Documents documents, Uploads uploads, Downloads downloads) {
        this.applications = applications;
        this.documents = documents;
        this.uploads = uploads;
        this.downloads = downloads;
    }

    /** What a lab is told: not who of the staff added it, nor where the bytes are. */
    @Schema(name = "Document")
    record View(String id, String name, String mediaType, long size, String sha256, Instant uploadedAt) {

        static View of(Document document) {
            return new View(
                    document.id(),
                    document.name(),
                    document.mediaType(),
                    document.size(),
                    document.sha256(),
                    document.uploadedAt());
        }
    }

    @Schema(name = "DocumentForm")
    record Form(@Schema(type = "string", format = "binary", requiredMode = Schema.RequiredMode.REQUIRED) String file) {}

    @Operation(
            operationId = "addDocument",
            summary = "Add one file to an application; the same file twice is one document",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                                        schema = @Schema(implementation = Form.class)),
                                @Content(
                                        mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                                        schema = @Schema(type = "string", format = "binary"))
                            }))
    @ApiResponse(
            responseCode = "201",
            description = "Stored, now or before",
            content = @Content(schema = @Schema(implementation = View.class)))
    @ApiResponse(
            responseCode = "409",
            description = "The application is closed, or has as many documents as it can have.")
    @PostMapping("/applications/{id}/documents")
    ResponseEntity<View> add(
            Lab lab,
            @PathVariable String id,
            @Parameter(
                            description =
                                    "With its ending. Required when the body is the file itself; else the form's counts")
                    @RequestParam
                    Optional<String> name,
            HttpServletRequest request) {
        Application application = own(lab, id);
        Offered offered = request instanceof MultipartHttpServletRequest
                ? Offered.inForm(request, name)
                : Offered.asBody(request, name);
        Document document = uploads.add(application, Tier.APPLICANT, lab.id(), offered);
        return ResponseEntity.created(URI.create("/api/v1/documents/" + document.id()))
                .contentType(MediaType.APPLICATION_JSON)
                .body(View.of(document));
    }

    @Schema(name = "DocumentList")
    record Shelf(List<View> items) {}

    @Operation(operationId = "listDocuments", summary = "The documents of an application, oldest first")
    @GetMapping("/applications/{id}/documents")
    Shelf list(Lab lab, @PathVariable String id) {
        return new Shelf(documents.of(own(lab, id).id(), Tier.APPLICANT).stream()
                .map(View::of)
                .toList());
    }

    @Operation(operationId = "getDocument", summary = "What is known of one document")
    @GetMapping("/documents/{id}")
    View one(Lab lab, @PathVariable String id) {
        return View.of(find(lab, id));
    }

    @Operation(operationId = "downloadDocument", summary = "The file itself, with its hash checked")
    @ApiResponse(
            responseCode = "200",
            description = "The file, of the type it was found to be",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    @GetMapping("/documents/{id}/content")
    void content(Lab lab, @PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        downloads.send(find(lab, id), request, response);
    }

    private Application own(Lab lab, String id) {
        return applications.find(lab.id(), id).orElseThrow(() -> new NotFound("application"));
    }

    private Document find(Lab lab, String id) {
        return documents.findForLab(lab.id(), id).orElseThrow(() -> new NotFound("document"));
    }
}
