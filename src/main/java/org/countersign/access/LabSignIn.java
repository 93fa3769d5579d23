package org.countersign.access;

import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * How strictly labs sign in: in the demonstration with a shared secret or a key, and with tokens that anybody could use
 * who has them; everywhere else with a key, and with tokens bound to a key.
 *
 * @param demo whether this is the demonstration
 * @param publicUrl under which labs know us
 */
@Component
record LabSignIn(
        @Value("${countersign.demo:false}") boolean demo,
        @Value("${countersign.public-url:http://localhost:${server.port:8080}}") String publicUrl) {

    /** Whom an assertion may be meant for. Fixed, because a request could claim any host. */
    Set<String> audiences() {
        return Set.of(publicUrl, publicUrl + TokenServer.TOKEN);
    }
}
