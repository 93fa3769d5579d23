package org.countersign.license;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** In whose name green lights and lists are signed, and at which address the lists are. */
@Component
class Publisher {

    static final String STATUS_LISTS = "/status-lists/";

    private final String publicUrl;

    Publisher(@Value("${countersign.public-url:http://localhost:${server.port:8080}}") String publicUrl) {
        this.publicUrl = publicUrl.replaceFirst("/+$", "");
    }

    String issuer() {
        return publicUrl;
    }

    String uriOf(int list) {
        return publicUrl + STATUS_LISTS + list;
    }

    StatusReference placeOf(long index) {
        return new StatusReference(uriOf(StatusReference.listOf(index)), StatusReference.positionOf(index));
    }
}
