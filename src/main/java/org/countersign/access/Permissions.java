package org.countersign.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.server.RequestPath;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * What is open to whom, as the table of permissions says; what it does not name is closed. When a request fits
 * two rows of which neither is the more exact one, both must allow it.
 */
@Component
class Permissions {

    private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final PermissionTable table = PermissionTable.read();
    private final boolean demo;

    Permissions(@Value("${countersign.demo:false}") boolean demo) {
        this.demo = demo;
    }

    /** Of a door where people sign in: their groups are their roles. */
    Rules staff() {
        return rules(person -> Role.of(StaffGroups.of(person)));
    }

    /** Of a door where only labs' clients sign in. */
    Rules labs() {
        return rules(client -> EnumSet.of(Role.STRANGER, Role.LAB));
    }

    private Rules rules(Function<Authentication, Set<Role>> roles) {
        return requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                .permitAll()
                .anyRequest()
                .access((asking, context) -> {
                    Authentication somebody = asking.get();
                    HttpServletRequest request = context.getRequest();
                    Set<Role> known =
                            TRUST.isAuthenticated(somebody) ? roles.apply(somebody) : EnumSet.of(Role.STRANGER);
                    return new AuthorizationDecision(opens(request.getMethod(), request, known));
                });
    }

    /** With which methods a client of a lab may come to an address; with none, there is nothing there for it. */
    Set<String> methodsOfLabs(HttpServletRequest request) {
        return METHODS.stream()
                .filter(method -> opens(method, request, EnumSet.of(Role.LAB)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean opens(String method, HttpServletRequest request, Set<Role> roles) {
        // The address as the client wrote it, whichever servlet serves it: the engine brings its own.
        var address = RequestPath.parse(request.getRequestURI(), request.getContextPath());
        List<Permission> rows = table.about(method, address.pathWithinApplication());
        return !rows.isEmpty() && rows.stream().allMatch(row -> row.opens(roles, demo));
    }

    interface Rules
            extends Customizer<
                    AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry> {}
}
