package org.countersign.problem;

import jakarta.servlet.http.HttpServletRequest;
import java.util.OptionalLong;

/** Takes larger bodies than the rest of the house; told by whoever serves the address. */
public interface BodyAllowance {

    /** The most bytes this request may have, or nothing when somebody else serves it. */
    OptionalLong mostBytes(HttpServletRequest request);
}
