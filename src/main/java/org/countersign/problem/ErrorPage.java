package org.countersign.problem;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/** The page that says no more than that something is not there, or not open. */
public final class ErrorPage {

    private ErrorPage() {}

    public static ModelAndView of(HttpStatus status) {
        return new ModelAndView("error", Map.of("status", status.value()), status);
    }
}
