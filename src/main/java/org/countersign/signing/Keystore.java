package org.countersign.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Keys that somebody else makes and puts here, in a keystore. A key signs from the first day of its certificate until
 * that of the next; it is public as long as it is in the keystore, and read anew when the file changes.
 */
final class Keystore implements KeySource {

    private final Path file;
    private final char[] password;

    Keystore(Path file, String password) {
        this.file = file;
        this.password = password.toCharArray();
    }

    @Override
    public JWKSet read(Instant now) throws IOException {
        List<JWK> keys = new ArrayList<>();
        try (InputStream stored = Files.newInputStream(file)) {
            KeyStore keystore = KeyStore.getInstance("PKCS12");
            keystore.load(stored, password);
            for (String alias : Collections.list(keystore.aliases())) {
                if (keystore.getKey(alias, password) instanceof ECPrivateKey secret
                        && keystore.getCertificate(alias) instanceof X509Certificate certificate
                        && certificate.getPublicKey() instanceof ECPublicKey open
                        && Curve.P_256.equals(Curve.forECParameterSpec(open.getParams()))) {
                    keys.add(new ECKey.Builder(Curve.P_256, open)
                            .privateKey(secret)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.ES256)
                            .keyIDFromThumbprint()
                            .notBeforeTime(certificate.getNotBefore())
                            .build());
                }
            }
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IOException("It is no PKCS #12 keystore that this password opens", e);
        }
        if (keys.isEmpty()) {
            throw new IOException("There is no private key on the curve P-256 in it");
        }
        return new JWKSet(keys);
    }
}
