package org.countersign.document;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.countersign.problem.BodyAllowance;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** The addresses that take a file, and how much goes around it. */
@Component
class UploadAllowance implements BodyAllowance {

    private static final Pattern TAKES_A_FILE = Pattern.compile("/(api/v1/applications|track|cases)/[^/]+/documents");

    /** Takes words as well, which need no such room. */
    private static final Pattern TAKES_EVIDENCE = Pattern.compile("/api/v1/audits/[^/]+/evidence");

    /** Names, boundaries and the other fields of the form. */
    private static final long AROUND_THE_FILE_BYTES = 64 * 1024;

    private final long mostBytes;

    UploadAllowance(DocumentSettings settings) {
        mostBytes = mostBytes(settings);
    }

    static long mostBytes(DocumentSettings settings) {
        return settings.maxSize().toBytes() + AROUND_THE_FILE_BYTES;
    }

    @Override
    public OptionalLong mostBytes(HttpServletRequest request) {
        boolean takesAFile = request.getMethod().equals("POST")
                && (TAKES_A_FILE.matcher(request.getRequestURI()).matches()
                        || isForm(request)
                                && TAKES_EVIDENCE
                                        .matcher(request.getRequestURI())
                                        .matches());
        return takesAFile ? OptionalLong.of(mostBytes) : OptionalLong.empty();
    }

    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(MediaType.MULTIPART_FORM_DATA_VALUE);
    }
}
