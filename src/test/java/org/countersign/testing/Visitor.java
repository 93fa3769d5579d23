package org.countersign.testing;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.countersign.testing.LabApi.Answer;

/** Somebody with a browser on our pages: keeps cookies and sends the token that every form of ours carries. */
public class Visitor {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final LabApi api;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    public Visitor(LabApi api) {
        this.api = api;
    }

    public static Visitor signedIn(LabApi api, String person) {
        Visitor visitor = new Visitor(api);
        String form = "username=" + person + "&password=demo&_csrf="
                + URLEncoder.encode(visitor.token(), StandardCharsets.UTF_8);
        visitor.send(api.request("/sign-in")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
        return visitor;
    }

    public Answer get(String path) {
        return send(api.request(path).header("Accept", "text/html,*/*"));
    }

    public Answer post(String path, Parts parts) {
        return postWithoutToken(path, parts.and("_csrf", token()));
    }

    public Answer postWithoutToken(String path, Parts parts) {
        return send(api.request(path)
                .header("Content-Type", parts.contentType())
                .header("Accept", "text/html,*/*")
                .POST(parts.publisher()));
    }

    /** A plain form, as browsers send one without files. */
    public Answer post(String path, Map<String, String> fields) {
        var withToken = new LinkedHashMap<>(fields);
        withToken.put("_csrf", token());
        return postWithoutToken(path, withToken);
    }

    public Answer postWithoutToken(String path, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(api.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/html,*/*")
                .POST(BodyPublishers.ofString(form)));
    }

    /** As the engine's web applications ask, with the token that they keep in a cookie. */
    public Answer ask(String path, String json) {
        if (!cookies.containsKey("XSRF-TOKEN")) {
            get("/camunda/app/tasklist/default/");
        }
        return send(api.request(path)
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", cookies.getOrDefault("XSRF-TOKEN", ""))
                .POST(BodyPublishers.ofString(json)));
    }

    /** What every form of ours carries. */
    public String token() {
        Matcher token = TOKEN.matcher(get("/sign-in").body());
        if (!token.find()) {
            throw new IllegalStateException("The sign-in page has no token");
        }
        return token.group(1);
    }

    public Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get(name));
    }

    public Answer send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        Answer answer = api.send(request);
        for (String cookie : answer.http().headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            cookies.put(pair[0], pair[1]);
        }
        return answer;
    }
}
