package org.countersign.workflow;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.countersign.problem.Problems;
import org.springframework.http.HttpStatus;

/**
 * A query to the engine that does not say how many results it wants gets as many as anybody may
 * have at once, instead of the engine's refusal of an unbounded query.
 */
public class BoundedQueries extends EngineFilter {

    private static final String MAX_RESULTS = "maxResults";

    /** What the engine would pass on to the database, which answers with an error. */
    private static final Pattern NONSENSE = Pattern.compile("(^|&)(firstResult|maxResults)=(-|\\+|$|&)|%00");

    private final Problems problems;

    public BoundedQueries(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String query = request.getQueryString();
        if (query != null && NONSENSE.matcher(query).find()) {
            problems.write(response, HttpStatus.BAD_REQUEST, "A parameter of this query cannot be understood.");
            return;
        }
        boolean bounded = query != null && query.contains(MAX_RESULTS + "=");
        chain.doFilter(bounded ? request : new Bounded(request, query), response);
    }

    private static final class Bounded extends HttpServletRequestWrapper {

        private final String query;

        Bounded(HttpServletRequest request, String query) {
            super(request);
            String limit = MAX_RESULTS + "=" + EngineSettings.MOST_RESULTS_OF_A_QUERY;
            this.query = query == null || query.isEmpty() ? limit : query + "&" + limit;
        }

        @Override
        public String getQueryString() {
            return query;
        }
    }
}
