package org.countersign.access;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.countersign.problem.Problems;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The answer to whoever asks or tries too often: how long to wait. */
final class TooMany {

    private TooMany() {}

    static void write(HttpServletResponse response, Problems problems, String why, Duration wait) throws IOException {
        announce(response, wait);
        problems.write(
                response, HttpStatus.TOO_MANY_REQUESTS, "%s Try again in %d seconds.".formatted(why, seconds(wait)));
    }

    static void announce(HttpServletResponse response, Duration wait) {
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds(wait)));
    }

    /** Rounded up, so that whoever comes back then is not turned away again. */
    static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
