package org.countersign.access;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.countersign.lab.Standing;
import org.countersign.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What a good signature on a token does not say: whether its lab is let in at this moment, whether the key it was got with
 * is still in use, whether whoever shows it may, and whether the lab has asked too often. The library has verified the proof
 * of possession by then; that no node has seen it before is checked here.
 */
final class LabDoor extends OncePerRequestFilter {

    /** The {@code kid} of the key a token was got with; none when it was a secret. */
    static final String KEY = "client_key";

    /** The library takes proofs of the last minute; this is longer. */
    static final Duration PROOF_IS_VOID_AFTER = Duration.ofMinutes(3);

    private static final String BEARER = "Bearer";
    private static final String DPOP = "DPoP";

    private final LabSignIn signIn;
    private final LabStandings standings;
    private final UsedJwts used;
    private final RequestAllowance requests;
    private final Problems problems;

    LabDoor(LabSignIn signIn, LabStandings standings, UsedJwts used, RequestAllowance requests, Problems problems) {
        this.signIn = signIn;
        this.standings = standings;
        this.used = used;
        this.requests = requests;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken client)) {
            chain.doFilter(request, response); // the description of the API is open
            return;
        }
        Optional<Standing> standing = standings.of(client.getName());
        Optional<String> refusal = whyNot(client.getToken(), standing, request);
        if (refusal.isPresent()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, isBound(client.getToken()) ? DPOP : BEARER);
            problems.write(response, HttpStatus.UNAUTHORIZED, refusal.get());
            return;
        }
        if (standing.isPresent()) {
            Optional<Duration> wait = requests.ofLab(standing.get().lab().id());
            if (wait.isPresent()) {
                TooMany.write(response, problems, "This lab asks too often.", wait.get());
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private Optional<String> whyNot(Jwt token, Optional<Standing> standing, HttpServletRequest request) {
        if (standing.filter(Standing::suspended).isPresent()) {
            return Optional.of("This lab is suspended.");
        }
        String key = token.getClaimAsString(KEY);
        if (key == null
                ? !signIn.demo()
                : standing.isEmpty() || !standing.get().kids().contains(key)) {
            return Optional.of("The key that this access token was got with is not in use any more.");
        }
        if (!isBound(token)) {
            return signIn.demo()
                    ? Optional.empty()
                    : Optional.of("An access token that is bound to a key is required (DPoP, RFC 9449).");
        }
        if (!isShownWithProof(request)) {
            return Optional.of("This access token is bound to a key: show it with a proof (DPoP, RFC 9449).");
        }
        return isFirstUse(token, request)
                ? Optional.empty()
                : Optional.of("This proof was shown before; make a new one for each request.");
    }

    private static boolean isBound(Jwt token) {
        return thumbprint(token) != null;
    }

    private static String thumbprint(Jwt token) {
        Map<String, Object> confirmation = token.getClaimAsMap("cnf");
        return confirmation == null ? null : (String) confirmation.get("jkt");
    }

    private static boolean isShownWithProof(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION)
                .toLowerCase(Locale.ROOT)
                .startsWith("dpop ");
    }

    private boolean isFirstUse(Jwt token, HttpServletRequest request) {
        try {
            JWTClaimsSet proof = SignedJWT.parse(request.getHeader(DPOP)).getJWTClaimsSet();
            return used.firstProof(
                    thumbprint(token),
                    proof.getJWTID(),
                    proof.getIssueTime().toInstant().plus(PROOF_IS_VOID_AFTER));
        } catch (ParseException e) {
            throw new IllegalStateException("A proof that was verified can be read", e);
        }
    }
}
