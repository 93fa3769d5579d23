package org.countersign.document;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.countersign.problem.Invalid;
import org.countersign.problem.Malformed;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/** A file as somebody sends it: nothing here is believed yet. */
record Offered(String name, String declaredType, InputStream content) {

    /** The file of a form, in its field {@code file}. */
    static Offered inForm(MultipartHttpServletRequest form, Optional<String> name) {
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
