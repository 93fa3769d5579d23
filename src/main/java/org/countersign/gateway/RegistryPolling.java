package org.countersign.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps a verifier supplied with keys and lists. When the registry cannot be reached nothing happens: the lists grow old,
 * and the verifier says so.
 */
public final class RegistryPolling implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** From the request to the last byte: whoever dribbles must not keep us from asking again. */
    private static final Duration LONGEST = Duration.ofSeconds(15);
    /** Four times as much as the fullest list. */
    private static final int MOST_BYTES = 1 << 21;

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration KEYS_ANEW_AFTER = Duration.ofMinutes(10);

    private final GreenLightVerifier verifier;
    private final URI registry;
    private final HttpClient http;
    private final ScheduledExecutorService clockwork;
    private final Map<String, String> etags = new ConcurrentHashMap<>();
    private long keysAskedAt;

    /**
     * @param registry its address as this gateway reaches it, with TLS unless it is this machine: whoever could change the
     *     keys on their way could sign anything. Lists below another address are not fetched
     */
    public RegistryPolling(GreenLightVerifier verifier, URI registry) {
        if (!"https".equals(registry.getScheme()) && !THIS_MACHINE.contains(String.valueOf(registry.getHost()))) {
            throw new IllegalArgumentException("The address of the registry begins with https://, not " + registry);
        }
        this.verifier = verifier;
        this.registry = registry;
        this.http = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.clockwork = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "green-light-polling");
            thread.setDaemon(true);
            return thread;
        });
        this.keysAskedAt = System.nanoTime() - KEYS_ANEW_AFTER.toNanos();
    }

    public RegistryPolling start(Duration every) {
        clockwork.scheduleWithFixedDelay(this::poll, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Asks for keys, when it is time, and for each list that is named; list 0 there always is. */
    public void poll() {
        try {
            boolean keysAreOld = System.nanoTime() - keysAskedAt >= KEYS_ANEW_AFTER.toNanos();
            if (keysAreOld || !lists()) {
                keys();
                lists();
            }
        } catch (IOException | RuntimeException e) {
            // Not reached, or odd: the next time.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without new ones those at hand stay, and lists that are signed with them are still to be had. */
    private void keys() throws InterruptedException {
        try {
            HttpResponse<String> answer = get(registry.resolve("/.well-known/jwks.json"), null);
            if (answer.statusCode() == 200) {
                verifier.keys(answer.body());
                keysAskedAt = System.nanoTime();
            }
        } catch (IOException | RuntimeException e) {
            // Not reached, or no keys: the next time.
        }
    }

    /** @return false when a list was signed with a key that is not known */
    private boolean lists() throws IOException, InterruptedException {
        boolean keysKnown = list(registry.resolve("/status-lists/0"));
        for (String uri : verifier.listsNamed()) {
            String path = URI.create(uri).getPath();
            if (path != null && path.startsWith("/status-lists/") && !path.equals("/status-lists/0")) {
                keysKnown &= list(registry.resolve(path));
            }
        }
        return keysKnown;
    }

    private boolean list(URI address) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(address, etags.get(address.toString()));
        if (answer.statusCode() != 200) {
            return true;
        }
        Answer taken = verifier.list(answer.body());
        if (taken.isGreen()) {
            answer.headers().firstValue("ETag").ifPresent(etag -> etags.put(address.toString(), etag));
        }
        return !taken.reason().equals("unknown-key") && !taken.reason().equals("no-keys");
    }

    private HttpResponse<String> get(URI address, String etag) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE);
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        // The timeout of a request ends with the headers of its answer; this one holds to the end.
        var answer = http.sendAsync(request.build(), head -> new BoundedBody(MOST_BYTES));
        try {
            return answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("No answer from " + address, e);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
