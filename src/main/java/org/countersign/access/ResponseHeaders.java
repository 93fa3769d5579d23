package org.countersign.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What browsers are told with every answer, refusals ahead of the security chains included; the chains add what
 * depends on the connection and on whether the answer may be kept.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ResponseHeaders extends OncePerRequestFilter {

    private static final String FEATURES =
            "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self),"
                    + " geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(),"
                    + " picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(),"
                    + " xr-spatial-tracking=()";
    /** 128 random bits, as CSP asks for. */
    private static final int NONCE_BYTES = 16;

    private static final Pattern ENGINE = Pattern.compile("^/(engine-rest|camunda/api)/");

    private final SecureRandom random = new SecureRandom();

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ContentPolicy policy = ContentPolicy.of(request.getRequestURI());
        String nonce = policy == ContentPolicy.WEB_APPLICATION ? nonce() : "";
        response.setHeader("Content-Security-Policy", policy.words(nonce));
        response.setHeader("Permissions-Policy", FEATURES);
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        // The key of the applicant's page is in its address.
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("X-Permitted-Cross-Domain-Policies", "none");
        chain.doFilter(nonce.isEmpty() ? request : new OwnNonce(request, nonce), response);
    }

    /** The engine's answers are personal; it would let browsers keep them, as long as they ask whether they changed. */
    static void keepNothingOfTheEngine(HeadersConfigurer<HttpSecurity> headers) {
        headers.addHeaderWriter((request, response) -> {
            if (ENGINE.matcher(request.getRequestURI()).find()) {
                response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            }
        });
    }

    private String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
