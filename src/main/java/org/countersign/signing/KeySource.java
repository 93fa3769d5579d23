package org.countersign.signing;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;

/** Where the keys of all nodes lie. */
interface KeySource {

    /** The keys as they are now: those that sign, will sign or have signed what may still be shown to somebody. */
    JWKSet read(Instant now) throws IOException, ParseException;
}
