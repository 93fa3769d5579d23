package org.countersign.access;

import java.time.Duration;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;

/** Registers OAuth2 clients of labs. */
@Component
public class LabClients {

    /** Long enough not to matter to a gateway, short enough for a stolen token to be worth little. */
    static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

    private final RegisteredClientRepository clients;
    private final PasswordEncoder passwords;

    LabClients(RegisteredClientRepository clients, PasswordEncoder passwords) {
        this.clients = clients;
        this.passwords = passwords;
    }

    /** With a secret; good for the demonstration only. */
    public void add(String clientId, String name, String secret) {
        clients.save(client(clientId, name)
                .clientSecret(passwords.encode(secret))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .build());
    }

    /** Signs in with the keys of its lab. */
    void add(String clientId, String name) {
        clients.save(client(clientId, name)
                .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                .build());
    }

    private static RegisteredClient.Builder client(String clientId, String name) {
        return RegisteredClient.withId(clientId)
                .clientId(clientId)
                .clientName(name)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenSettings(TokenSettings.builder()
                        .accessTokenTimeToLive(TOKEN_LIFE)
                        .build());
    }
}
