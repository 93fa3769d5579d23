package org.countersign.access;

import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.countersign.testing.TestServers;

/** A node in production with its identity provider, started once for all tests; the provider was out when the node started. */
final class AtProvider {

    static final Provider PROVIDER = new Provider();
    static final Node NODE = start();

    /** What somebody saw who wanted to sign in before the provider was there. */
    static final HttpResponse<String> DURING_THE_OUTAGE = new Traveller(NODE).get("/oauth2/authorization/staff");

    static {
        PROVIDER.isOut(false);
    }

    private AtProvider() {}

    private static Node start() {
        var node = new Node(
                false,
                "--countersign.sign-in.issuer=" + PROVIDER.issuer(),
                "--countersign.sign-in.client-id=" + Provider.CLIENT,
                "--countersign.sign-in.client-secret=" + Provider.SECRET);
        Runtime.getRuntime().addShutdownHook(new Thread(node::close));
        return node;
    }

    /** A person nobody has seen yet; the subject at the provider is the name. */
    static String newcomer() {
        return "ann-" + UUID.randomUUID();
    }

    static Traveller signsIn(String name, String... groups) {
        return signsIn(name, name, "sid-" + UUID.randomUUID(), List.of(groups));
    }

    static Traveller signsIn(String subject, String name, String session, List<String> groups) {
        PROVIDER.signsIn(subject, name, session, groups);
        var traveller = new Traveller(NODE);
        traveller.signsIn();
        return traveller;
    }

    /** As time does it; the application's own role could not. */
    static void asOwner(String sql, Object... values) {
        try (var owner = DriverManager.getConnection(
                        TestServers.DATABASE.url(),
                        TestServers.DATABASE.ownerUser(),
                        TestServers.DATABASE.ownerPassword());
                var statement = owner.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
