package org.countersign.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser between a node and its identity provider: keeps the node's cookies and goes step by step. */
class Traveller {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    final Map<String, String> cookies = new LinkedHashMap<>();
    final Map<String, String> cookieLines = new LinkedHashMap<>();
    private final Node node;

    Traveller(Node node) {
        this.node = node;
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(node.url(path)).header("Accept", "text/html,*/*"));
    }

    HttpResponse<String> get(URI address) {
        return send(HttpRequest.newBuilder(address).header("Accept", "text/html,*/*"));
    }

    HttpResponse<String> post(String path, String form) {
        return send(HttpRequest.newBuilder(node.url(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    /** To the provider; the answer names the way back. */
    URI asksProvider() {
        return location(get(location(get("/oauth2/authorization/staff"))));
    }

    /** All the way; the answer says where one lands. */
    HttpResponse<String> signsIn() {
        return get(asksProvider());
    }

    HttpResponse<String> signsOut() {
        Matcher token = TOKEN.matcher(get("/cases").body());
        if (!token.find()) {
            throw new IllegalStateException("The page has no button to sign out");
        }
        return post("/sign-out", "_csrf=" + token.group(1));
    }

    boolean isSignedIn() {
        return get("/cases").statusCode() == 200;
    }

    String session() {
        return cookies.get(SessionCookies.SECURE_NAME);
    }

    static URI location(HttpResponse<?> answer) {
        return URI.create(answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError("No redirect but " + answer.statusCode())));
    }

    static String landsOn(HttpResponse<?> answer) {
        URI there = location(answer);
        return there.getPath() + (there.getQuery() == null ? "" : "?" + there.getQuery());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpRequest plain = request.build();
        if (plain.uri().getAuthority().equals(node.url("/").getAuthority()) && !cookies.isEmpty()) {
            var line = new StringBuilder();
            cookies.forEach((name, value) -> line.append(line.isEmpty() ? "" : "; ")
                    .append(name)
                    .append('=')
                    .append(value));
            request.header("Cookie", line.toString());
        }
        HttpResponse<String> answer = sent(request.build());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            cookies.put(pair[0], pair[1]);
            cookieLines.put(pair[0], cookie);
        }
        return answer;
    }

    static HttpResponse<String> sent(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
