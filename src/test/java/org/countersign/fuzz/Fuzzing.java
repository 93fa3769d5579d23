package org.countersign.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/** Sends made-up requests to a server and looks at every answer. */
final class Fuzzing {

    /** What a program says of itself when it has stumbled. */
    private static final Pattern INSIDES = Pattern.compile(
            "\\bat [\\w.$]+\\([\\w$]+\\.java|[a-z]Exception\\b|\\b(org\\.(springframework|camunda|postgresql|countersign)|java\\.(lang|util|io))\\."
                    + "|PSQL|ERROR: |nested exception");

    private static final int MOST_SHOWN = 30;

    private final int port;
    private final JsonNode description;
    private final List<RequestMaker.Caller> callers;
    private final List<String> ids;

    private final Map<String, LongAdder> answered = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> passed = new ConcurrentHashMap<>();
    private final List<String> faults = new ArrayList<>();

    Fuzzing(int port, JsonNode description, List<RequestMaker.Caller> callers, List<String> ids) {
        this.port = port;
        this.description = description;
        this.callers = callers;
        this.ids = ids;
    }

    /** The same seed sends the same requests, as far as the server's answers are the same. */
    void run(long seed, int requests, int connections) throws InterruptedException, ExecutionException {
        ExecutorService clients = Executors.newFixedThreadPool(connections);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int client = 0; client < connections; client++) {
                long own = seed * 1_000 + client;
                running.add(clients.submit((Callable<Void>) () -> client(own, requests / connections)));
            }
            for (Future<Void> client : running) {
                client.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private Void client(long seed, int requests) throws IOException {
        var chance = new Random(seed);
        var known = new KnownIds(ids);
        var maker = new RequestMaker(description, callers, chance, known);
        try (var wire = new Wire(port)) {
            for (int sent = 0; sent < requests; sent++) {
                RequestMaker.Request request = maker.next();
                try {
                    Wire.Answer answer =
                            wire.send(request.bytes(), request.method().equals("HEAD"));
                    count(answered, String.valueOf(answer.status()));
                    if (answer.status() < 300) {
                        count(passed, request.operation());
                        known.learn(answer.body(), chance);
                    }
                    String insides = answer.status() >= 400 ? answer.head() + answer.body() : answer.head();
                    if (answer.status() >= 500 || INSIDES.matcher(insides).find()) {
                        fault(seed, sent, request, answer.head() + "\n" + answer.body());
                    }
                } catch (IOException e) {
                    count(answered, "connection ended");
                    if (!e.getMessage().contains("closed") && !e.getMessage().matches("(?i).*(reset|pipe).*")) {
                        fault(seed, sent, request, e.toString());
                    }
                    wire.hangUp();
                }
            }
        }
        return null;
    }

    private static void count(Map<String, LongAdder> counts, String what) {
        counts.computeIfAbsent(what, none -> new LongAdder()).increment();
    }

    private synchronized void fault(long seed, int number, RequestMaker.Request request, String answer) {
        if (faults.size() < MOST_SHOWN) {
            String bytes = new String(request.bytes(), StandardCharsets.UTF_8);
            faults.add("seed %d, request %d, %s%n%s%n--- answered:%n%s%n"
                    .formatted(seed, number, request.operation(), shortened(bytes), shortened(answer)));
        } else {
            faults.add(request.operation());
        }
    }

    private static String shortened(String text) {
        return text.length() > 2_500 ? text.substring(0, 2_500) + "…" : text;
    }

    List<String> faults() {
        return faults;
    }

    /** How many answers of each status. */
    Map<String, Long> answered() {
        return sums(answered);
    }

    /** How often each operation did what was asked: the requests get further than the door. */
    Map<String, Long> passed() {
        return sums(passed);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        var sums = new TreeMap<String, Long>();
        counts.forEach((what, count) -> sums.put(what, count.sum()));
        return sums;
    }
}
