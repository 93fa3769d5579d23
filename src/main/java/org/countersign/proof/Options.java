package org.countersign.proof;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What stands behind a command. */
record Options(
        String from,
        List<String> checkpoints,
        List<String> receipts,
        List<String> keys,
        Path dataDirectory,
        boolean help,
        List<String> others) {

    private static final String DATA_DIRECTORY = "--countersign.data-dir=";

    static Options parse(List<String> arguments) {
        String from = null;
        List<String> checkpoints = new ArrayList<>();
        List<String> receipts = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<String> others = new ArrayList<>();
        Path dataDirectory = Path.of("data");
        boolean help = false;
        for (int at = 0; at < arguments.size(); at++) {
            String argument = arguments.get(at);
            switch (argument) {
                case "--from" -> from = value(arguments, ++at);
                case "--checkpoint" -> checkpoints.add(value(arguments, ++at));
                case "--receipt" -> receipts.add(value(arguments, ++at));
                case "--key" -> keys.add(value(arguments, ++at));
                case "--help" -> help = true;
                default -> {
                    if (argument.startsWith(DATA_DIRECTORY)) {
                        dataDirectory = Path.of(argument.substring(DATA_DIRECTORY.length()));
                    } else if (argument.startsWith("--")) {
                        throw new IllegalArgumentException("There is no option " + argument + ".");
                    } else {
                        others.add(argument);
                    }
                }
            }
        }
        return new Options(from, checkpoints, receipts, keys, dataDirectory, help, others);
    }

    private static String value(List<String> arguments, int at) {
        if (at >= arguments.size()) {
            throw new IllegalArgumentException("Something is missing behind " + arguments.get(at - 1) + ".");
        }
        return arguments.get(at);
    }
}
