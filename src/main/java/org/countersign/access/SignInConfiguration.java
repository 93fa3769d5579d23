package org.countersign.access;

import java.time.Clock;
import org.countersign.problem.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.web.http.CookieSerializer;

/** Which of the ways to sign in there is, and what a session is like. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SignInSettings.class)
class SignInConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(SignInConfiguration.class);

    private final SignInSettings settings;
    private final boolean demo;

    SignInConfiguration(SignInSettings settings, @Value("${countersign.demo:false}") boolean demo) {
        this.settings = settings;
        this.demo = demo;
    }

    @Bean
    StaffSignIn staffSignIn(
            StaffAccounts accounts,
            StaffDirectory directory,
            StaffSessions sessions,
            SessionOfStaff session,
            Problems problems,
            Clock clock,
            @Value("${countersign.public-url:}") String publicUrl) {
        if (settings.atProvider()) {
            LOG.info("Staff sign in at {}", settings.issuer());
            var provider = new IdentityProvider(settings, publicUrl);
            return new ProviderSignIn(settings, provider, directory, sessions, session, problems, clock);
        }
        if (demo) {
            return new PasswordSignIn(accounts, session, problems);
        }
        LOG.warn("Nobody of the staff can sign in: this is not the demonstration, so there are no passwords, and no"
                + " identity provider is set (countersign.sign-in.issuer).");
        return new ClosedSignIn(problems);
    }

    @Bean
    CookieSerializer sessionCookies() {
        return new SessionCookies(demo);
    }

    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> idleLimit() {
        return sessions -> sessions.setDefaultMaxInactiveInterval(settings.idleLimit(demo));
    }
}
