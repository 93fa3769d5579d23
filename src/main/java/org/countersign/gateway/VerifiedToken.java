package org.countersign.gateway;

import java.util.Map;

/** A green light whose signature and addressee are as they must be. When it ends, and its status, are asked each time. */
final class VerifiedToken {

    final String token;
    /** What it was verified with; under other keys it must be verified again. */
    final KeySet keys;

    final ListSlot list;
    final int idx;
    final String releaseId;
    final String customerId;
    final boolean foreignPersons;
    /** In seconds. */
    final long issuedAt;

    final long expiresAt;

    VerifiedToken(String token, KeySet keys, Map<String, Object> claims, ListSlot list, int idx) throws Refused {
        this.token = token;
        this.keys = keys;
        this.list = list;
        this.idx = idx;
        // A few releases for very many tokens: one copy stays near the processor.
        this.releaseId = Claims.text(claims, "releaseId").intern();
        this.customerId = Claims.text(claims, "customerId");
        this.foreignPersons = Claims.bool(Claims.object(claims, "population"), "foreignPersons");
        this.issuedAt = Claims.number(claims, "iat");
        this.expiresAt = Claims.number(claims, "exp");
    }
}
