package org.countersign.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Addresses that mean one thing to one reader and another to the next (double slashes, semicolons, encoded letters), and
 * headers that no client means to send, are refused before anybody reads them. The security chain would refuse them,
 * too; but filters before it stumble over some, and it looks at a header only when somebody asks for it, which may be in
 * the middle of the work.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class PlainRequests extends OncePerRequestFilter {

    /**
     * Letters, digits and signs that nobody has to encode (RFC 3986, 2.3): filters compare the address as it was sent, the
     * server decodes it to choose who answers. Some clients do encode the tilde, and no address of ours has one.
     */
    private static final Pattern NEEDLESSLY_ENCODED =
            Pattern.compile("%(3[0-9]|[46][1-9a-f]|[57][0-9a]|2[de]|5f)", Pattern.CASE_INSENSITIVE);

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
            refuseAddress(response);
            return;
        }
        if (NEEDLESSLY_ENCODED.matcher(request.getRequestURI()).find()) {
            refuseAddress(response);
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

    private void refuseAddress(HttpServletResponse response) throws IOException {
        problems.write(response, HttpStatus.BAD_REQUEST, "This address is not one of ours.");
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
