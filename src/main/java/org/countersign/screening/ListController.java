package org.countersign.screening;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import org.countersign.problem.Malformed;
import org.countersign.problem.NotFound;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@Tag(name = "Screening", description = "For staff, with HTTP Basic")
@SecurityRequirement(name = "staff")
@RestController
@RequestMapping(ListController.PATH)
class ListController {

    static final String PATH = "/api/v1/screening/lists";

    private final ListImport lists;
    private final ScreeningLists inForce;

    ListController(ListImport lists, ScreeningLists inForce) {
        this.lists = lists;
        this.inForce = inForce;
    }

    @Operation(
            operationId = "importScreeningList",
            summary = "Import a list, whole",
            description = "In the 29 columns in which the Consolidated Screening List is published. "
                    + "A file that is not is refused with the number of its line, and the list before stays in force.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = @Content(mediaType = "text/csv", schema = @Schema(type = "string"))))
    @PutMapping(path = "/{list}", consumes = "text/csv", produces = MediaType.APPLICATION_JSON_VALUE)
    ListImport.Report put(@PathVariable String list, HttpServletRequest request, Principal by) throws IOException {
        requireUtf8(request);
        return lists.from(request.getInputStream(), list, by.getName());
    }

    private static void requireUtf8(HttpServletRequest request) {
        MediaType type = MediaType.parseMediaType(request.getContentType());
        if (type.getCharset() != null && !type.getCharset().equals(StandardCharsets.UTF_8)) {
            throw new Malformed(HttpHeaders.CONTENT_TYPE, "The file must be in UTF-8.");
        }
    }

    @Schema(name = "ScreeningLists")
    record Lists(List<ListInForce> items) {}

    @Operation(operationId = "listScreeningLists", summary = "The lists in force, and how old they are")
    @GetMapping
    Lists all() {
        return new Lists(inForce.inForce());
    }

    @Operation(
            operationId = "retireScreeningList",
            summary = "Take a list out of force",
            description = "Without any list in force no application passes.")
    @DeleteMapping("/{list}")
    @org.springframework.web.bind.annotation.ResponseStatus(org.springframework.http.HttpStatus.NO_CONTENT)
    void retire(@PathVariable String list, Principal by) {
        if (!lists.retire(list, by.getName())) {
            throw new NotFound("list");
        }
    }
}
