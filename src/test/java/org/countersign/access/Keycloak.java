package org.countersign.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Keycloak of its own, with the realm of the demonstration, for as long as a test runs. */
class Keycloak implements AutoCloseable {

    private static final String ADMIN = "admin";
    private static final Path REALM = Path.of("src/test/keycloak/countersign-realm.json");
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final int port = freePort();
    private Process process;

    String issuer() {
        return at("/realms/countersign");
    }

    /** Its client is the node at this address. */
    void start(URI node) {
        try {
            Path home = Path.of(System.getProperty("keycloak"));
            Files.createDirectories(home.resolve("data/import"));
            Files.writeString(
                    home.resolve("data/import/countersign-realm.json"),
                    Files.readString(REALM).replace("localhost:8080", node.getAuthority()));
            var builder = new ProcessBuilder(
                            home.resolve("bin/kc.sh").toString(),
                            "start-dev",
                            "--db=dev-mem",
                            "--http-host=127.0.0.1",
                            "--http-port=" + port,
                            "--import-realm")
                    .redirectErrorStream(true);
            builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
            builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN);
            process = builder.start();
            awaitStart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitStart() throws IOException {
        var said = new ArrayList<String>();
        var output = process.inputReader();
        for (String line; (line = output.readLine()) != null; ) {
            said.add(line);
            if (line.contains("Listening on: http://127.0.0.1:" + port)) {
                var rest = new Thread(() -> output.lines().forEach(more -> {}), "log of Keycloak");
                rest.setDaemon(true);
                rest.setUncaughtExceptionHandler((thread, streamClosed) -> {}); // with the process
                rest.start();
                return;
            }
        }
        throw new IllegalStateException("Keycloak did not start:\n" + String.join("\n", said));
    }

    /** For a program of somebody's. */
    String tokenOf(String person) {
        return token("countersign", "countersign-cli", person, "demo");
    }

    /** As its administrator does who shuts somebody out. */
    void endsSessionsOf(String person) {
        String admin = token("master", "admin-cli", ADMIN, ADMIN);
        String users = "/admin/realms/countersign/users";
        Matcher id = ID.matcher(send(HttpRequest.newBuilder(URI.create(at(users + "?exact=true&username=" + person)))
                .header("Authorization", "Bearer " + admin)));
        if (!id.find()) {
            throw new IllegalStateException("Keycloak does not know " + person);
        }
        send(HttpRequest.newBuilder(URI.create(at(users + "/" + id.group(1) + "/logout")))
                .header("Authorization", "Bearer " + admin)
                .POST(BodyPublishers.noBody()));
    }

    private String token(String realm, String client, String person, String password) {
        Matcher token = TOKEN.matcher(
                send(HttpRequest.newBuilder(URI.create(at("/realms/" + realm + "/protocol/openid-connect/token")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("grant_type=password&scope=openid&client_id=" + client
                                + "&username=" + person + "&password=" + password))));
        if (!token.find()) {
            throw new IllegalStateException("Keycloak gave no token to " + person);
        }
        return token.group(1);
    }

    private String at(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private static String send(HttpRequest.Builder request) {
        return Traveller.sent(request.build()).body();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            children.forEach(ProcessHandle::destroy);
            process.onExit().join();
        }
    }
}
