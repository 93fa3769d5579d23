package org.countersign.document;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.countersign.problem.Invalid;
import org.countersign.problem.Malformed;
import org.countersign.problem.Refused;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.util.WebUtils;

/** A file as somebody sends it: nothing here is believed yet. */
record Offered(String name, String declaredType, InputStream content) {

    private static final String PARAMETERS = MediaType.APPLICATION_FORM_URLENCODED_VALUE;

    /** The file of a form, in its field {@code file}. */
    static Offered inForm(HttpServletRequest request, Optional<String> name) {
        var form = WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
        if (form == null) {
            throw new Refused(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type",
                    "Send the file in a form, as multipart/form-data.");
        }
        List<MultipartFile> files = form.getMultiFileMap().values().stream()
                .flatMap(List::stream)
                .filter(file -> !file.isEmpty() || !isNameless(file))
                .toList();
        if (files.isEmpty() || !files.get(0).getName().equals("file")) {
            throw new Invalid("file", "Choose a file.");
        }
        if (files.size() > 1) {
            throw new Invalid("file", "Send one file at a time.");
        }
        MultipartFile file = files.get(0);
        try {
            return new Offered(
                    name.orElse(Optional.ofNullable(file.getOriginalFilename()).orElse("")),
                    file.getContentType(),
                    file.getInputStream());
        } catch (IOException e) {
            throw new Malformed("file", "The file broke off before its end.");
        }
    }

    /** The body itself, with its name in the address. */
    static Offered asBody(HttpServletRequest request, Optional<String> name) {
        // The server has read such a body already, as a list of parameters.
        if (String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT).startsWith(PARAMETERS)) {
            throw new Refused(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type",
                    "Say which type the file has, such as application/pdf, or send it as multipart/form-data.");
        }
        try {
            return new Offered(
                    name.orElseThrow(() -> new Malformed("name", "The parameter name is required.")),
                    request.getContentType(),
                    request.getInputStream());
        } catch (IOException e) {
            throw new Malformed("file", "The file broke off before its end.");
        }
    }

    /** What a browser sends for a field in which nothing was chosen. */
    private static boolean isNameless(MultipartFile file) {
        return file.getOriginalFilename() == null || file.getOriginalFilename().isEmpty();
    }
}
