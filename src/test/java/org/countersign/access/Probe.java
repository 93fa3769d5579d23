package org.countersign.access;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.countersign.testing.LabApi;
import org.countersign.testing.LabApi.Answer;
import org.countersign.testing.Staff;
import org.countersign.testing.Visitor;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.security.authorization.AuthorizationObservationContext;

/** Sends requests in a role, the way each door wants it, and tells what was decided about them at the edge. */
@TestComponent
final class Probe implements ObservationHandler<AuthorizationObservationContext<?>> {

    private static final String NUMBER = "X-Probe";
    private static final String LEAVING = "leaving.";
    private static final Pattern WITH_EACH_REQUEST =
            Pattern.compile("^/(api|oauth2|\\.well-known|engine-rest|actuator)(/|$)");
    private static final Pattern FORMS =
            Pattern.compile("^/(cases|oauth2|processes|records|sign-in|sign-out|track)(/|$)");

    /** Somebody of each role who has no other. */
    private static final Map<Role, String> GROUPS = Map.of(
            Role.INTAKE, "intake",
            Role.AGENCY, "hhs",
            Role.DIRECTOR, "hhs-directors",
            Role.COMMITTEE, "operating-committee",
            Role.AUDITOR, "auditors",
            Role.APPEALS, "appeals",
            Role.RECORDS, "records",
            Role.OWNER, "process-owners",
            Role.ADMIN, "administrators");

    private final LabApi api;
    private final Map<Role, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, Boolean> decisions = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();

    /** What became of a request: whether the edge let it in, null when it was answered before that was asked. */
    record Outcome(Answer answer, Boolean open) {

        private static final Set<Integer> REFUSALS = Set.of(401, 403, 404);

        boolean isRefused() {
            return !Boolean.TRUE.equals(open) && (REFUSALS.contains(answer.status()) || asksToSignIn());
        }

        boolean isLetIn() {
            return open == null ? answer.status() < 400 : open && answer.status() != 401 && !asksToSignIn();
        }

        private boolean asksToSignIn() {
            return answer.status() == 302
                    && URI.create(answer.header("Location")).getPath().equals("/sign-in");
        }
    }

    Probe(LabApi api, Staff staff, ObservationRegistry observations) {
        this.api = api;
        GROUPS.forEach((role, group) -> {
            staff.hire(person(role), group);
            staff.hire(LEAVING + person(role), group);
        });
        observations.observationConfig().observationHandler(this);
    }

    private static String person(Role role) {
        return "only." + role.column();
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof AuthorizationObservationContext<?>;
    }

    @Override
    public void onStop(AuthorizationObservationContext<?> context) {
        if (context.getObject() instanceof HttpServletRequest request
                && request.getDispatcherType() == DispatcherType.REQUEST
                && request.getHeader(NUMBER) != null
                && context.getAuthorizationResult() != null) {
            decisions.put(
                    request.getHeader(NUMBER), context.getAuthorizationResult().isGranted());
        }
    }

    Outcome send(Role role, String method, String path) {
        String number = Long.toString(sent.incrementAndGet());
        HttpRequest.Builder request = api.request(path).header(NUMBER, number);
        boolean form = FORMS.matcher(path).find();
        request.header("Content-Type", form ? "application/x-www-form-urlencoded" : "application/json")
                .method(
                        method,
                        method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(form ? "" : "{}"));
        Answer answer;
        if (WITH_EACH_REQUEST.matcher(path).find()) {
            // Who reads is the lab whose cases there are; who sends is the other, whose things nobody needs.
            String lab = method.equals("GET") ? LabApi.AURORA : LabApi.BOREALIS;
            credentials(role, lab, path).ifPresent(words -> request.header("Authorization", words));
            answer = api.send(request);
        } else {
            answer = session(role, path).send(request);
        }
        return new Outcome(answer, decisions.remove(number));
    }

    private Optional<String> credentials(Role role, String lab, String path) {
        return switch (role) {
            case STRANGER -> Optional.empty();
            case LAB -> Optional.of(path.equals("/oauth2/token") ? LabApi.basic(lab) : api.bearer(lab));
            default -> Optional.of(LabApi.basic(person(role) + ":demo"));
        };
    }

    /** Kept, unless the request is about to end it; that is for somebody else, whose sessions nobody needs. */
    private Session session(Role role, String path) {
        return path.endsWith("/logout") || path.startsWith("/sign-")
                ? new Session(role, LEAVING)
                : sessions.computeIfAbsent(role, known -> new Session(known, ""));
    }

    /** A browser, signed in where the role can, with the tokens its pages carry. */
    private final class Session {

        private final Visitor visitor;
        private final String token;

        Session(Role role, String which) {
            visitor = GROUPS.containsKey(role) ? Visitor.signedIn(api, which + person(role)) : new Visitor(api);
            visitor.get("/camunda/app/tasklist/");
            token = visitor.token();
        }

        Answer send(HttpRequest.Builder request) {
            return visitor.send(request.header("X-CSRF-TOKEN", token)
                    .header("X-XSRF-TOKEN", visitor.cookie("XSRF-TOKEN").orElse("")));
        }
    }
}
