package org.countersign.screening;

import jakarta.servlet.http.HttpServletRequest;
import java.util.OptionalLong;
import org.countersign.problem.BodyAllowance;
import org.springframework.stereotype.Component;

/** The address that takes a list, and how much of it. */
@Component
class ListAllowance implements BodyAllowance {

    private final long mostBytes;

    ListAllowance(ScreeningSettings settings) {
        mostBytes = settings.maxSize().toBytes();
    }

    @Override
    public OptionalLong mostBytes(HttpServletRequest request) {
        boolean takesAList =
                request.getMethod().equals("PUT") && request.getRequestURI().startsWith(ListController.PATH + "/");
        return takesAList ? OptionalLong.of(mostBytes) : OptionalLong.empty();
    }
}
