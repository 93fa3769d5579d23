package org.countersign.database;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a class of the test class path in a JVM of its own. */
class ChildJvm {

    static ProcessBuilder of(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    static boolean says(Process process, String expected) throws IOException {
        for (String line; (line = process.inputReader().readLine()) != null; ) {
            if (line.equals(expected)) {
                return true;
            }
        }
        return false;
    }

    private static String classPath() {
        // Surefire may hand its class path over in the manifest of a small jar, and names the real one here.
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace(';', File.pathSeparatorChar);
    }
}
