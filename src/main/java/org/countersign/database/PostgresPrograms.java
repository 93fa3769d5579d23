package org.countersign.database;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The programs of one PostgreSQL installation and the way to run them. */
record PostgresPrograms(Path home) {

    record Outcome(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** "17", as PostgreSQL itself writes it into the PG_VERSION file of a data folder. */
    String majorVersion() throws IOException {
        try (Stream<String> catalog = Files.lines(home.resolve("share/postgresql/postgres.bki"))) {
            String headline = catalog.findFirst().orElse("");
            return headline.substring(headline.lastIndexOf(' ') + 1);
        }
    }

    Outcome run(String program, String... arguments) throws IOException {
        return runWithInput("", program, arguments);
    }

    Outcome runWithInput(String input, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(asOrdinaryUser());
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        withoutForeignSettings(builder.environment());
        Process process = builder.start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The program ended without reading; its exit code and output tell why.
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            return new Outcome(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + program, e);
        }
    }

    /**
     * PostgreSQL refuses to run as root. In a user namespace of its own it sees itself as nobody, while its files still
     * belong to the user who starts it.
     */
    private static List<String> asOrdinaryUser() {
        if (LinuxUtils.isUnshareAvailable()) {
            return List.of("unshare", "-U");
        }
        if ("root".equals(System.getProperty("user.name"))) {
            throw new StartRefused("The embedded PostgreSQL cannot run as root on this system;"
                    + " start Countersign as an ordinary user or give it a database with SPRING_DATASOURCE_URL");
        }
        return List.of();
    }

    /** PGPORT, PGDATA and the like of the operator's shell concern another server; English output is parsed. */
    private static void withoutForeignSettings(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
    }
}
