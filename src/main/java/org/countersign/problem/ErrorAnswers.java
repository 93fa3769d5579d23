package org.countersign.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** What nothing else has answered: a page for people, a problem document for programs. */
@Controller
@RequestMapping("${server.error.path:/error}")
class ErrorAnswers implements ErrorController {

    private final Problems problems;
    private final Clock clock;

    ErrorAnswers(Problems problems, Clock clock) {
        this.problems = problems;
        this.clock = clock;
    }

    @RequestMapping(produces = MediaType.TEXT_HTML_VALUE)
    ModelAndView page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked
                && asked.startsWith("/api/")) {
            document(request, response);
            return null;
        }
        HttpStatus status = status(request);
        return new ModelAndView(
                "error",
                Map.of(
                        "status",
                        status.value(),
                        "error",
                        status.getReasonPhrase(),
                        "timestamp",
                        Date.from(clock.instant())),
                status);
    }

    @RequestMapping
    void document(HttpServletRequest request, HttpServletResponse response) throws IOException {
        problems.write(response, status(request), null);
    }

    private static HttpStatus status(HttpServletRequest request) {
        HttpStatus status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? HttpStatus.resolve(code)
                : null;
        return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
    }
}
