package org.countersign.usage;

import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.Refused;
import org.springframework.http.HttpStatus;

/** Why a report is not taken: as the answer to a request of its own, and as a line of many. */
record Complaint(HttpStatus status, String field, String message) {

    static Complaint invalid(String field, String message) {
        return new Complaint(HttpStatus.UNPROCESSABLE_ENTITY, field, message);
    }

    static Complaint conflict(String field, String message) {
        return new Complaint(HttpStatus.CONFLICT, field, message);
    }

    static Complaint noSuchLicense() {
        return new Complaint(HttpStatus.NOT_FOUND, "licenseId", "There is no such license.");
    }

    RuntimeException asRefusal() {
        return switch (status) {
            case NOT_FOUND -> new NotFound("license");
            case UNPROCESSABLE_ENTITY -> new Invalid(field, message);
            default -> new Refused(status, field, message);
        };
    }
}
