package org.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanedServerTest {

    @TempDir
    Path directory;

    @Test
    void replacesTheServerOfAKilledProcessAndFindsItsData() throws Exception {
        Process owner = ChildJvm.of(ServerProcess.class, directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(ChildJvm.says(owner, "ready")).isTrue();
        owner.destroyForcibly().waitFor();
        List<Long> orphan = runningPostmasters();
        assertThat(orphan).containsExactly(recordedPostmaster());

        try (EmbeddedDatabase restarted = EmbeddedDatabase.start(directory, Durability.FULL)) {
            assertThat(ServerProcess.noteOneMore(restarted)).containsExactly("1", "2");
            assertThat(runningPostmasters())
                    .containsExactly(recordedPostmaster())
                    .isNotEqualTo(orphan);
        }
    }

    /** A server that has ended shows no arguments any more, even while its entry in the process table is left. */
    private List<Long> runningPostmasters() throws Exception {
        String folder = directory.toRealPath().resolve("postgres").toString();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> Arrays.asList(arguments).contains(folder))
                        .isPresent())
                .map(ProcessHandle::pid)
                .toList();
    }

    private long recordedPostmaster() throws Exception {
        return Long.parseLong(
                Files.readAllLines(directory.resolve("postgres/postmaster.pid")).get(0));
    }
}
