package org.countersign.usage;

import jakarta.servlet.http.HttpServletRequest;
import java.util.OptionalLong;
import org.countersign.problem.BodyAllowance;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** The address that takes many reports at once: about a hundred thousand of them. */
@Component
class BulkAllowance implements BodyAllowance {

    private static final DataSize MOST = DataSize.ofMegabytes(32);

    @Override
    public OptionalLong mostBytes(HttpServletRequest request) {
        boolean takesLines =
                request.getMethod().equals("POST") && request.getRequestURI().equals(BulkController.PATH);
        return takesLines ? OptionalLong.of(MOST.toBytes()) : OptionalLong.empty();
    }
}
