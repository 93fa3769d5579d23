package org.countersign.notification;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Makes one request and says what became of it: no redirect, no cookie, no second try, no proxy, a connection of its own,
 * a limit to everything the other side can drag out.
 */
class Courier implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    static final int MOST_ANSWER_BYTES = 4096;
    private static final int MOST_CONNECTIONS = 10_000;

    private final Duration longest;
    private final CloseableHttpClient withTls;
    private final CloseableHttpClient withoutTls;
    private final ScheduledThreadPoolExecutor deadlines =
            new ScheduledThreadPoolExecutor(1, threads -> daemon(threads, "webhook-deadlines"));

    /** @param trusted whose certificates count, in the place of those Java comes with; null for these */
    Courier(Destinations destinations, Duration connectTimeout, Duration answerTimeout, SSLContext trusted) {
        this.longest = connectTimeout.plus(answerTimeout);
        this.withTls = client(destinations, true, connectTimeout, answerTimeout, trusted);
        this.withoutTls = client(destinations, false, connectTimeout, answerTimeout, trusted);
        deadlines.setRemoveOnCancelPolicy(true);
    }

    enum Outcome {
        ACCEPTED,
        REJECTED,
        GONE,
        TIMED_OUT,
        UNREACHABLE,
        ADDRESS_REFUSED,
        UNSIGNED;

        String key() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** @param code of the answer, if there was one */
    record Attempt(Outcome outcome, Integer code, Duration duration) {}

    Attempt send(URI url, Map<String, String> headers, String body) {
        long begun = System.nanoTime();
        var request = new HttpPost(url);
        headers.forEach(request::setHeader);
        request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON.withCharset(StandardCharsets.UTF_8)));
        var late = new AtomicBoolean();
        ScheduledFuture<?> deadline = deadlines.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                longest.toMillis(),
                TimeUnit.MILLISECONDS);
        try (ClassicHttpResponse answer = clientFor(url).executeOpen(HttpHost.create(url), request, null)) {
            int code = answer.getCode();
            readALittle(answer.getEntity());
            return new Attempt(outcomeOf(code), code, since(begun));
        } catch (Destinations.AddressRefused e) {
            return new Attempt(Outcome.ADDRESS_REFUSED, null, since(begun));
        } catch (SocketTimeoutException e) {
            return new Attempt(Outcome.TIMED_OUT, null, since(begun));
        } catch (IOException e) {
            LOG.debug("A webhook did not get through", e);
            return new Attempt(late.get() ? Outcome.TIMED_OUT : Outcome.UNREACHABLE, null, since(begun));
        } finally {
            deadline.cancel(false);
        }
    }

    /** So that a polite server can finish its sentence; what it says is nothing to us, and the rest is cut off. */
    private static void readALittle(HttpEntity entity) {
        if (entity != null) {
            try (InputStream body = entity.getContent()) {
                body.readNBytes(MOST_ANSWER_BYTES);
            } catch (IOException e) {
                LOG.debug("The answer broke off after its status", e);
            }
        }
    }

    private static Outcome outcomeOf(int code) {
        if (code == 410) {
            return Outcome.GONE;
        }
        return code >= 200 && code < 300 ? Outcome.ACCEPTED : Outcome.REJECTED;
    }

    private CloseableHttpClient clientFor(URI url) {
        return url.getScheme().equals("https") ? withTls : withoutTls;
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static CloseableHttpClient client(
            Destinations destinations, boolean tls, Duration connect, Duration answer, SSLContext trusted) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(destinations.resolver(tls))
                .setTlsSocketStrategy(
                        new DefaultClientTlsStrategy(trusted == null ? SSLContexts.createDefault() : trusted))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(8192)
                                .setMaxHeaderCount(100)
                                .build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connect))
                        .setSocketTimeout(Timeout.of(answer))
                        .build())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setHandshakeTimeout(Timeout.of(answer))
                        .build())
                // How many there are at once is the dispatcher's to say.
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(answer))
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setUserAgent("Countersign-Webhooks")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    static Thread daemon(Runnable work, String name) {
        Thread thread = Executors.defaultThreadFactory().newThread(work);
        thread.setDaemon(true);
        thread.setName(name);
        return thread;
    }

    @Override
    public void destroy() throws IOException {
        deadlines.shutdownNow();
        withTls.close();
        withoutTls.close();
    }
}
