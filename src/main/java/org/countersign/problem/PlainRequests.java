package org.countersign.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Addresses that mean one thing to one reader and another to the next (double slashes, semicolons, encoded dots), and
 * headers that no client means to send, are refused before anybody reads them. The security chain would refuse them,
 * too; but filters before it stumble over some, and it looks at a header only when somebody asks for it, which may be in
 * the middle of the work.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class PlainRequests extends OncePerRequestFilter {

    private final StrictHttpFirewall firewall = new StrictHttpFirewall();
    private final Problems problems;

    PlainRequests(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpServletRequest checked;
        try {
            checked = firewall.getFirewalledRequest(request);
        } catch (RequestRejectedException e) {
            problems.write(response, HttpStatus.BAD_REQUEST, "This address is not one of ours.");
            return;
        }
        String odd = oddHeader(checked);
        if (odd != null) {
            String words = "This header has characters that have no place in it.";
            problems.write(response, HttpStatus.BAD_REQUEST, words, new Problems.FieldError(odd, words));
        } else if (String.valueOf(request.getContentType()).contains("*")) {
            String words = "Say of which type the body is.";
            problems.write(
                    response,
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    words,
                    new Problems.FieldError(HttpHeaders.CONTENT_TYPE, words));
        } else {
            chain.doFilter(request, response);
        }
    }

    /** The name of a header that the firewall refuses, or null. */
    private static String oddHeader(HttpServletRequest checked) {
        String name = "header";
        try {
            for (String next : Collections.list(checked.getHeaderNames())) {
                name = next;
                Collections.list(checked.getHeaders(next));
            }
            return null;
        } catch (RequestRejectedException e) {
            return name;
        }
    }
}
