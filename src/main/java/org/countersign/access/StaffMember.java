package org.countersign.access;

import java.util.List;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;

/** Somebody who has signed in at the identity provider, under the name he has here. */
class StaffMember extends DefaultOidcUser {

    private static final long serialVersionUID = 1;

    private final String person;

    StaffMember(String person, List<SimpleGrantedAuthority> groups, OidcIdToken token) {
        super(groups, token);
        this.person = person;
    }

    @Override
    public String getName() {
        return person;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StaffMember member && person.equals(member.person) && super.equals(other);
    }

    @Override
    public int hashCode() {
        return person.hashCode();
    }
}
