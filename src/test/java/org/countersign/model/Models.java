package org.countersign.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.countersign.access.StaffGroups;

/** The shipped files, to be bent. */
final class Models {

    static final ModelCheck CHECK = new ModelCheck(StaffGroups::all);

    private Models() {}

    static List<Path> shipped() {
        return Stream.of("processes", "forms").flatMap(Models::files).sorted().toList();
    }

    private static Stream<Path> files(String folder) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.toString().matches(".*\\.(bpmn|dmn|form)")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String file) {
        try {
            return Files.readString(Path.of(file.endsWith(".form") ? "forms" : "processes", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A shipped file with one text replaced by another, everywhere. */
    static String bent(String file, String was, String is) {
        String text = text(file);
        if (!text.contains(was)) {
            throw new IllegalArgumentException(file + " does not contain " + was);
        }
        return text.replace(was, is);
    }

    static List<Complaint> check(String file, String text) {
        return CHECK.check(file, text.getBytes(StandardCharsets.UTF_8));
    }

    static List<Complaint> safety(String file, String text) {
        return CHECK.safety(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
