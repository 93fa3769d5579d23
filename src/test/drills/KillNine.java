import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Kills Countersign with SIGKILL while labs apply, starts it again on the same directory and checks that
 * nothing it acknowledged is lost, nothing exists twice and every case can be finished.
 *
 * <pre>java src/test/drills/KillNine.java [path-to-jar] [--rounds N] [--seed S]</pre>
 */
class KillNine {

    private static final int APPLICATIONS = 200;
    private static final int SENDERS = 16;
    private static final int STAFF = 6;
    private static final int TO_THE_END = 12;
    private static final Set<String> ENDS = Set.of("approved", "returned");
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(4);
    private static final Duration LONGEST_START = Duration.ofSeconds(100);

    private static final Pattern FILED = Pattern.compile(
            "\"reference\":\"(CS-[^\"]+)\",\"status\":\"([^\"]+)\".*?\"customerId\":\"([^\"]+)\"");
    private static final Pattern TASK = Pattern.compile("\\{\"id\":\"([^\"]+)\"");

    private record Filed(String reference, String status, String customer) {}

    private final Path jar;
    private final Path directory;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private Process server;
    private int starts;
    private String url;
    private String token;
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final Set<String> duplicated = ConcurrentHashMap.newKeySet();
    private final Set<String> stuck = ConcurrentHashMap.newKeySet();

    KillNine(Path jar, Path directory) {
        this.jar = jar;
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of("target/countersign.jar");
        int rounds = 1;
        long seed = System.nanoTime();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
                case "--seed" -> seed = Long.parseLong(arguments[++i]);
                default -> jar = Path.of(arguments[i]);
            }
        }
        var drill = new KillNine(jar, Files.createTempDirectory("countersign-kill-nine"));
        Runtime.getRuntime().addShutdownHook(new Thread(drill::cleanUp));
        stopAfter(LONGEST_ROUND.multipliedBy(rounds));
        System.exit(drill.run(rounds, seed) ? 0 : 1);
    }

    /** The shutdown hook cleans up whichever way this ends. */
    private static void stopAfter(Duration limit) {
        var watch = new Thread(() -> {
            try {
                Thread.sleep(limit.toMillis());
                System.out.println("not done after " + limit.toMinutes() + " minutes");
                System.exit(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        watch.setDaemon(true);
        watch.start();
    }

    private boolean run(int rounds, long seed) throws Exception {
        System.out.println("seed=" + seed);
        System.out.printf("first start, ready after %.1f s%n", start());
        var random = new Random(seed);
        for (int round = 1; round <= rounds; round++) {
            round(round, 20 + random.nextInt(APPLICATIONS - 40));
        }
        return lost.isEmpty() && duplicated.isEmpty() && stuck.isEmpty();
    }

    private void round(int round, int killAfter) throws Exception {
        Map<String, String> acknowledged = applyAndKill(round, killAfter);
        double again = start();
        List<Filed> survived = applicationsOf(round);
        Map<String, Set<String>> before = byCustomer(survived);
        acknowledged.forEach((customer, reference) -> {
            if (!before.getOrDefault(customer, Set.of()).contains(reference)) {
                lost.add(customer);
            }
        });

        Map<String, String> references = new ConcurrentHashMap<>();
        inParallel(SENDERS, APPLICATIONS, i -> references.put(customer(round, i), apply(round, i)));
        List<Filed> all = applicationsOf(round);
        Map<String, Set<String>> after = byCustomer(all);
        references.forEach((customer, reference) -> {
            if (!after.getOrDefault(customer, Set.of()).contains(reference)) {
                lost.add(customer);
            }
            if (after.getOrDefault(customer, Set.of()).size() > 1
                    || !reference.equals(acknowledged.getOrDefault(customer, reference))) {
                duplicated.add(customer);
            }
        });

        Map<String, String> tasks = checkTasks(references);
        List<String> customers = references.keySet().stream().sorted().toList();
        inParallel(STAFF, customers.size(), i -> finish(customers.get(i), references, tasks, i < TO_THE_END));
        List<Filed> ended = applicationsOf(round);
        ended.stream().filter(one -> !ENDS.contains(one.status())).forEach(one -> stuck.add(one.reference()));
        List<String> ends = ended.stream().map(Filed::status).toList();
        int approved = Collections.frequency(ends, "approved");
        int returned = Collections.frequency(ends, "returned");
        System.out.printf("round %d: killed after %d; acknowledged=%d survived=%d filed-again=%d", round, killAfter,
                acknowledged.size(), survived.size(), all.size() - survived.size());
        System.out.printf(" approved=%d returned=%d ready-again=%.1fs lost=%d duplicated=%d stuck=%d%n", approved,
                returned, again, lost.size(), duplicated.size(), stuck.size());
    }

    /** What was acknowledged before the kill: references by customer. */
    private Map<String, String> applyAndKill(int round, int killAfter) throws Exception {
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        var count = new AtomicInteger();
        inParallel(SENDERS, APPLICATIONS, i -> {
            try {
                acknowledged.put(customer(round, i), apply(round, i));
                if (count.incrementAndGet() == killAfter) {
                    server.destroyForcibly(); // SIGKILL
                }
            } catch (UncheckedIOException killed) {
                // not acknowledged: whether it was filed is for the restart to tell
            }
        });
        if (!server.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The server outlived SIGKILL");
        }
        return acknowledged;
    }

    /** One open task for each application and none beside; task ids by customer. */
    private Map<String, String> checkTasks(Map<String, String> references) throws Exception {
        Map<String, String> tasks = new ConcurrentHashMap<>();
        List<String> customers = List.copyOf(references.keySet());
        inParallel(STAFF, customers.size(), i -> {
            List<String> open = openTasks("intake.officer", references.get(customers.get(i)), "checkCompleteness");
            if (open.size() == 1) {
                tasks.put(customers.get(i), open.get(0));
            } else {
                stuck.add(references.get(customers.get(i)));
            }
        });
        String open = staff("intake.officer", "GET", "/task/count?taskDefinitionKey=checkCompleteness", null);
        if (Integer.parseInt(first(open, "count")) != tasks.size()) {
            stuck.add("tasks without an application");
        }
        return tasks;
    }

    private void finish(String customer, Map<String, String> references, Map<String, String> tasks, boolean approve) {
        if (!tasks.containsKey(customer)) {
            return;
        }
        String reference = references.get(customer);
        if (!approve) {
            complete("intake.officer", tasks.get(customer), "outcome", "return", "note", "The drill ends here.");
            return;
        }
        complete("intake.officer", tasks.get(customer), "outcome", "refer");
        for (String agency : List.of("oncd", "ostp", "commerce")) {
            completeOpen(agency + ".reviewer", reference, "draftVote&candidateGroup=" + agency, "vote", "concur");
            String countersign = "countersignVote&candidateGroup=" + agency + "-directors";
            completeOpen(agency + ".director", reference, countersign, "accepted", "true");
        }
        completeOpen("commerce.director", reference, "countersign", "outcome", "approve");
        String light = lab("/api/v1/green-lights?releaseId=aurora-6&customerId=" + customer);
        if (!"true".equals(first(light, "green"))) {
            System.out.println(reference + " has no green light: " + light);
            stuck.add(reference);
        }
    }

    private void completeOpen(String person, String reference, String task, String... form) {
        openTasks(person, reference, task).forEach(open -> complete(person, open, form));
    }

    private void complete(String person, String task, String... form) {
        var variables = new StringBuilder();
        for (int i = 0; i < form.length; i += 2) {
            variables.append(i == 0 ? "" : ",").append("\"%s\":{\"value\":\"%s\"}".formatted(form[i], form[i + 1]));
        }
        staff(person, "POST", "/task/" + task + "/complete", "{\"variables\":{" + variables + "}}");
    }

    private List<String> openTasks(String person, String reference, String task) {
        String found = staff(
                person, "GET", "/task?processInstanceBusinessKey=" + reference + "&taskDefinitionKey=" + task, null);
        return TASK.matcher(found).results().map(open -> open.group(1)).toList();
    }

    private static Map<String, Set<String>> byCustomer(List<Filed> applications) {
        return applications.stream().collect(Collectors.groupingBy(
                Filed::customer, Collectors.mapping(Filed::reference, Collectors.toSet())));
    }

    /** The paged list of the lab, as far as it is of this round. */
    private List<Filed> applicationsOf(int round) {
        List<Filed> filed = new ArrayList<>();
        for (String cursor = ""; cursor != null; ) {
            String page = lab("/api/v1/applications?limit=100" + cursor);
            FILED.matcher(page).results().forEach(
                    one -> filed.add(new Filed(one.group(1), one.group(2), one.group(3))));
            String next = first(page, "nextCursor");
            cursor = next == null || next.equals("null") ? null : "&cursor=" + next;
        }
        filed.removeIf(application -> !application.customer().startsWith("drill-" + round + "-"));
        return filed;
    }

    private static String customer(int round, int i) {
        return "drill-%d-%03d".formatted(round, i);
    }

    private String apply(int round, int i) {
        String body = """
                {"releaseId":"aurora-6",
                 "customer":{"customerId":"%s","legalName":"Drill Works Inc","country":"US","employees":12,
                   "signatory":{"name":"Jane Doe","title":"CEO","email":"jane@drill.example"}},
                 "useCase":{"domain":"software-engineering","summary":"A drill","description":"%s","accessMode":"api",
                   "population":{"users":50,"foreignPersons":true,"countries":["US"]}},
                 "safeguards":["usage-logging"]}""".formatted(customer(round, i), "We drill it. ".repeat(9));
        String answer = send(
                HttpRequest.newBuilder(URI.create(url + "/api/v1/applications"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "key-" + customer(round, i))
                        .POST(BodyPublishers.ofString(body)),
                201);
        return first(answer, "reference");
    }

    private String lab(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Bearer " + token), 200);
    }

    private String staff(String person, String method, String path, String body) {
        return send(
                HttpRequest.newBuilder(URI.create(url + "/engine-rest" + path))
                        .header("Authorization", basic(person + ":demo"))
                        .header("Content-Type", "application/json")
                        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)),
                body == null ? 200 : 204);
    }

    private static String basic(String nameAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(nameAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    private String send(HttpRequest.Builder request, int expected) {
        try {
            HttpResponse<String> answer =
                    http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != expected) {
                throw new IllegalStateException(answer + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Seconds until it is ready. */
    private double start() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path output = directory.resolve("output-" + ++starts + ".txt");
        String dataDirectory = "--countersign.data-dir=" + directory.resolve("data");
        long began = System.nanoTime();
        String program = jar.toAbsolutePath().toString();
        server = new ProcessBuilder(java.toString(), "-jar", program, "--server.port=" + port, dataDirectory)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        while (!ready()) {
            if (!server.isAlive() || System.nanoTime() - began > LONGEST_START.toNanos()) {
                Files.readAllLines(output).forEach(System.out::println);
                throw new IllegalStateException("The server did not become ready");
            }
            Thread.sleep(100);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        String answer = send(
                HttpRequest.newBuilder(URI.create(url + "/oauth2/token"))
                        .header("Authorization", basic("lab-aurora:demo-aurora"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("grant_type=client_credentials")),
                200);
        token = first(answer, "access_token");
        return seconds;
    }

    private boolean ready() throws InterruptedException {
        try {
            var question = HttpRequest.newBuilder(URI.create(url + "/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(5));
            return http.send(question.build(), HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The server first, its database with it; whatever database it leaves behind next; the directory last. */
    private void cleanUp() {
        try {
            if (server != null && server.isAlive()) {
                server.destroy();
                if (!server.waitFor(40, TimeUnit.SECONDS)) {
                    server.destroyForcibly().waitFor();
                }
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path pid : files.filter(file -> file.endsWith("postmaster.pid")).toList()) {
                    ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip()))
                            .filter(ProcessHandle::destroy)
                            .ifPresent(postmaster -> postmaster.onExit().orTimeout(20, TimeUnit.SECONDS).join());
                }
            }
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        } catch (IOException | InterruptedException e) {
            System.out.println("left behind: " + directory + " (" + e + ")");
        }
    }

    private static void inParallel(int threads, int count, Consumer<Integer> work) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            IntStream.range(0, count).forEach(i -> all.add(workers.submit(() -> work.accept(i))));
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static String first(String json, String member) {
        Matcher found = Pattern.compile("\"" + member + "\":\"?([^\",}]+)").matcher(json);
        return found.find() ? found.group(1) : null;
    }
}
