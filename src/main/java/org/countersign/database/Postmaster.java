package org.countersign.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What {@code postmaster.pid} in a data folder says, and whether it is true. */
final class Postmaster {

    /** Beyond every system's largest process id, so certainly nobody's. */
    private static final String NOBODY = Integer.toString(Integer.MAX_VALUE);

    private final Path folder;
    private final long pid;

    private Postmaster(Path folder, long pid) {
        this.folder = folder;
        this.pid = pid;
    }

    static Optional<Postmaster> recordedIn(Path folder) throws IOException {
        Path file = folder.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Files.readAllLines(file).stream()
                .findFirst()
                .filter(line -> line.matches("\\d{1,10}"))
                .map(line -> new Postmaster(folder, Long.parseLong(line)));
    }

    /** A process id alone proves nothing: it may have been given to another program since. */
    boolean servesItsFolder() {
        return process().filter(this::servesFolder).isPresent();
    }

    /** The recorded process runs, and it is certainly not the server of this folder. */
    boolean isAnotherProgram() {
        return process()
                .filter(p -> p.command().isPresent() && !servesFolder(p))
                .isPresent();
    }

    /**
     * After a power failure or in a new container the recorded process id is soon another program's, and PostgreSQL
     * would refuse to start for its sake. The file itself stays: with it PostgreSQL checks that no session of the former
     * server still has the shared memory open.
     */
    void disown() throws IOException {
        Path file = folder.resolve("postmaster.pid");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(0, NOBODY);
        Files.write(file, lines);
    }

    @Override
    public String toString() {
        return "postmaster " + pid;
    }

    private Optional<ProcessHandle.Info> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(ProcessHandle::info);
    }

    private boolean servesFolder(ProcessHandle.Info process) {
        boolean postgres = process.command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
        return postgres
                && process.arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(folder.toString()))
                        .orElse(false);
    }
}
