package org.countersign.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** No request is larger than it needs to be, whether it announces its length or not. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class BodyLimit extends OncePerRequestFilter {

    /** An application with the longest texts in the widest script stays below half of this. */
    static final long MOST_BYTES = 256 * 1024;

    private final Problems problems;
    private final List<BodyAllowance> allowances;

    BodyLimit(Problems problems, List<BodyAllowance> allowances) {
        this.problems = problems;
        this.allowances = allowances;
    }

    static class BodyTooLarge extends IOException {

        private static final long serialVersionUID = 1L;

        BodyTooLarge(long mostBytes) {
            super("The body is larger than "
                    + (mostBytes < 1024 * 1024 ? mostBytes / 1024 + " KiB." : mostBytes / (1024 * 1024) + " MiB."));
        }
    }

    /** Pages send short forms, which the server limits by itself; files come in parts. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !isApi(request) && !isInParts(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long mostBytes = allowances.stream()
                .map(allowance -> allowance.mostBytes(request))
                .flatMapToLong(OptionalLong::stream)
                .findFirst()
                .orElse(MOST_BYTES);
        if (request.getContentLengthLong() > mostBytes) {
            refuse(request, response, HttpStatus.PAYLOAD_TOO_LARGE, new BodyTooLarge(mostBytes).getMessage());
        } else if (!isApi(request) && request.getContentLengthLong() < 0) {
            // On a page the server reads the whole form before anybody is asked; no browser leaves the length out.
            refuse(request, response, HttpStatus.LENGTH_REQUIRED, "Say how long the form is.");
        } else {
            chain.doFilter(new Limited(request, mostBytes), response);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String message)
            throws IOException {
        if (isApi(request)) {
            problems.write(response, status, message, new Problems.FieldError("body", message));
        } else {
            response.sendError(status.value());
        }
    }

    private static boolean isApi(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/");
    }

    private static boolean isInParts(HttpServletRequest request) {
        return request.getContentType() != null
                && request.getContentType().toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    private static final class Limited extends HttpServletRequestWrapper {

        private final long mostBytes;
        private ServletInputStream counted;

        Limited(HttpServletRequest request, long mostBytes) {
            super(request);
            this.mostBytes = mostBytes;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (counted == null) {
                counted = new Counted(super.getInputStream(), mostBytes);
            }
            return counted;
        }
    }

    private static final class Counted extends ServletInputStream {

        private final ServletInputStream body;
        private final long mostBytes;
        private long read;

        Counted(ServletInputStream body, long mostBytes) {
            this.body = body;
            this.mostBytes = mostBytes;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = body.read(buffer, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int more) throws IOException {
            read += more;
            if (read > mostBytes) {
                throw new BodyTooLarge(mostBytes);
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
