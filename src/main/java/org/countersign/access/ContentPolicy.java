package org.countersign.access;

import java.util.regex.Pattern;

/** What a browser may do with an answer, by where it comes from: as little as it can do its work with. */
enum ContentPolicy {

    /** The engine's web applications. docs/permissions.md says what each loosening is for. */
    WEB_APPLICATION(
            "^/camunda/app(/.*)?$",
            "default-src 'none'; script-src 'self' 'nonce-%s'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self';"
                    + " frame-ancestors 'none'; object-src 'none';"
                    + " sandbox allow-forms allow-scripts allow-same-origin allow-popups allow-downloads"),

    /** Swagger UI draws with styles and pictures in its texts. */
    API_BROWSER(
            "^/swagger-ui([/.].*)?$",
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none';"
                    + " frame-ancestors 'none'; object-src 'none'"),

    /** Answers for programs: nothing in them is ever shown, run or loaded. */
    DATA(
            "^/(api|engine-rest|actuator|oauth2|\\.well-known|status-lists|camunda/api)(/.*)?$",
            "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; sandbox"),

    /** Our own pages. The diagram of a case has an arrow of its style sheet as data. */
    PAGE(
            ".*",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
                    + " object-src 'none'");

    private final Pattern addresses;
    private final String words;

    ContentPolicy(String addresses, String words) {
        this.addresses = Pattern.compile(addresses);
        this.words = words;
    }

    static ContentPolicy of(String address) {
        for (ContentPolicy policy : values()) {
            if (policy.addresses.matcher(address).matches()) {
                return policy;
            }
        }
        return PAGE;
    }

    String words(String nonce) {
        return words.formatted(nonce);
    }
}
