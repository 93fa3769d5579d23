package org.countersign.access;

import org.countersign.lab.Labs;
import org.countersign.lab.Standing;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

/** The clients as the token endpoint sees them. What a row says about secrets counts in the demonstration only. */
final class KnownClients implements RegisteredClientRepository {

    private final RegisteredClientRepository stored;
    private final Labs labs;
    private final LabSignIn signIn;

    KnownClients(RegisteredClientRepository stored, Labs labs, LabSignIn signIn) {
        this.stored = stored;
        this.labs = labs;
        this.signIn = signIn;
    }

    @Override
    public void save(RegisteredClient client) {
        stored.save(client);
    }

    @Override
    public RegisteredClient findById(String id) {
        return asOfNow(stored.findById(id));
    }

    @Override
    public RegisteredClient findByClientId(String clientId) {
        return asOfNow(stored.findByClientId(clientId));
    }

    /** A suspended lab's client is answered like one that does not exist. */
    private RegisteredClient asOfNow(RegisteredClient client) {
        if (client == null
                || labs.standingOf(client.getClientId())
                        .filter(Standing::suspended)
                        .isPresent()) {
            return null;
        }
        return RegisteredClient.from(client)
                .clientAuthenticationMethods(methods -> {
                    if (!signIn.demo()) {
                        methods.clear();
                    }
                    methods.add(ClientAuthenticationMethod.PRIVATE_KEY_JWT);
                })
                // Which one an assertion really uses is checked against the key.
                .clientSettings(ClientSettings.builder()
                        .tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.ES256)
                        .build())
                .build();
    }
}
