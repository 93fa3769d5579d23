package org.countersign.access;

import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Signs staff in against the accounts of the engine; each group becomes an authority of the same name. */
@Component
class StaffAccounts implements AuthenticationProvider {

    private final IdentityService identity;
    private final SignInTries tries;

    StaffAccounts(@Lazy IdentityService identity, SignInTries tries) {
        this.identity = identity;
        this.tries = tries;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String user = attempt.getName();
        String password = String.valueOf(attempt.getCredentials());
        SignInTries.Try begun = tries.begin("staff " + user, addressOf(attempt));
        if (user.isBlank() || user.indexOf('\0') >= 0 || !identity.checkPassword(user, password)) {
            begun.failed();
            throw new WrongPassword();
        }
        begun.succeeded();
        List<SimpleGrantedAuthority> groups = identity.createGroupQuery().groupMember(user).list().stream()
                .map(Group::getId)
                .map(SimpleGrantedAuthority::new)
                .toList();
        return UsernamePasswordAuthenticationToken.authenticated(user, null, groups);
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }

    private static String addressOf(Authentication attempt) {
        return attempt.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
    }
}
