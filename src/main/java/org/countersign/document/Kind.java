package org.countersign.document;

import java.util.List;
import java.util.Locale;

/** What is kept: kinds of files that show something and run nothing. */
enum Kind {
    PDF("a PDF document", "application/pdf", List.of("pdf"), "application/x-pdf"),
    PNG("a PNG image", "image/png", List.of("png"), "image/x-png"),
    JPEG("a JPEG image", "image/jpeg", List.of("jpg", "jpeg"), "image/jpg", "image/pjpeg"),
    TEXT("plain text", "text/plain", List.of("txt", "text", "log", "md"), "text/markdown"),
    // Browsers on a machine with a spreadsheet program call it by that program's name.
    CSV("a CSV table", "text/csv", List.of("csv"), "text/plain", "application/csv", "application/vnd.ms-excel"),
    JSON("JSON", "application/json", List.of("json"), "text/json", "text/plain"),
    DOCX("a Word document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", List.of("docx")),
    XLSX("an Excel workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", List.of("xlsx")),
    PPTX(
            "a PowerPoint presentation",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            List.of("pptx"));

    private static final List<String> SAYS_NOTHING =
            List.of("", "application/octet-stream", "binary/octet-stream", "application/unknown");

    private final String label;
    private final String mediaType;
    private final List<String> endings;
    private final List<String> otherNames;

    Kind(String label, String mediaType, List<String> endings, String... otherNames) {
        this.label = label;
        this.mediaType = mediaType;
        this.endings = endings;
        this.otherNames = List.of(otherNames);
    }

    /** For people: "the file is …". */
    String label() {
        return label;
    }

    String mediaType() {
        return mediaType;
    }

    List<String> endings() {
        return endings;
    }

    /** Whether a sender's word for the type fits; no word at all fits everything. */
    boolean isDeclaredAs(String contentType) {
        String declared =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return declared.equals(mediaType) || otherNames.contains(declared) || SAYS_NOTHING.contains(declared);
    }
}
