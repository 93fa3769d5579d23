package org.countersign.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.countersign.problem.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** The library refuses a proof of possession with a header and no words; these are the words. */
final class ProofProblems extends OncePerRequestFilter {

    private final Problems problems;

    ProofProblems(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        if (response.getStatus() == HttpStatus.UNAUTHORIZED.value()
                && response.getContentType() == null
                && !response.isCommitted()) {
            problems.write(
                    response,
                    HttpStatus.UNAUTHORIZED,
                    "The access token or its proof of possession (DPoP, RFC 9449) is missing, void or not ours.");
        }
    }
}
