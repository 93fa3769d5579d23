package org.countersign.access;

import org.springframework.security.authentication.AccountStatusException;

/**
 * The name or the password is not right. Of this kind because it ends the search for somebody who knows better: otherwise
 * the same password would be tried, and counted, a second time.
 */
class WrongPassword extends AccountStatusException {

    private static final long serialVersionUID = 1L;

    WrongPassword() {
        super("The name or the password is not right.");
    }
}
