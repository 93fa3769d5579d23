package org.countersign.directive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.countersign.gateway.Answer;
import org.countersign.gateway.GreenLightVerifier;
import org.countersign.testing.DirectiveDesk;
import org.countersign.testing.LabApi;
import org.countersign.testing.TimeMachine;

/**
 * The evening of 12 June 2026 and the days after: a directive against foreign persons for two releases at 17:21, about a
 * hundred organisations spared 14 days later, everybody on 30 June. At each moment the gateways of two labs ask for every
 * license, online and offline, and a model that knows nothing of the system says what they must hear.
 */
final class June {

    private static final Answer TAKEN = new Answer(Answer.Verdict.GREEN, "list-taken");
    private static final String ROW = "%-30s %-18s %9d %9d %9d %7d%n";
    private static final Boolean[] QUESTIONS = {true, false, null};

    private final LabApi api;
    private final DirectiveDesk desk;
    private final TimeMachine time;
    private final int licenses;
    private final String prefix = "june-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    private final Map<String, Gateway> gateways = new LinkedHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private Predicate<String> dark = customer -> false;
    private int wrong;

    June(LabApi api, DirectiveDesk desk, TimeMachine time, Clock clock, String issuer, int licenses) {
        this.api = api;
        this.desk = desk;
        this.time = time;
        this.licenses = licenses;
        gateways.put("lab-aurora", new Gateway(LabApi.AURORA, "lab-aurora", "aurora-6", issuer, clock));
        gateways.put("lab-borealis", new Gateway(LabApi.BOREALIS, "lab-borealis", "borealis-3", issuer, clock));
    }

    private record Gateway(String client, String lab, String release, GreenLightVerifier verifier) {

        Gateway(String client, String lab, String release, String issuer, Clock clock) {
            this(
                    client,
                    lab,
                    release,
                    new GreenLightVerifier(
                            issuer, lab, GreenLightVerifier.Settings.standard().with(clock)));
        }
    }

    /** What the world knows of a license: not one word of it is asked from the system. */
    private record Model(boolean foreignPersons, boolean dark) {

        boolean mustBeGreen(Boolean foreignPerson) {
            if (foreignPerson == null) {
                return !(dark && foreignPersons);
            }
            return !foreignPerson || foreignPersons && !dark;
        }
    }

    /** @return how many answers were wrong */
    int plays() {
        LicenseLoad.load(prefix, licenses, time.now());
        System.out.printf(ROW.replace('d', 's'), "moment", "at", "online", "offline", "green", "wrong");
        takeTokens();
        asks("before");
        time.passTo(at1721(time.now()));
        String directive = desk.reviewed(desk.words("foreign-persons", "aurora-6,borealis-3"));
        takeTokens();
        asks("drafted, not signed");
        desk.does(DirectiveDesk.SECOND, directive, "countersignDirective", DirectiveDesk.SIGN);
        darkFor(customer -> true);
        asks("17:21, in force");
        time.passTo(time.now().plus(Duration.ofHours(6)));
        asks("the night after");
        time.passTo(time.now().plus(Duration.ofDays(14)));
        int spared = Math.min(100, licenses / 6);
        List<String> annex =
                IntStream.range(0, spared).mapToObj(n -> prefix + n * 2).toList();
        desk.narrowed(directive, String.join(",", annex));
        darkFor(customer -> !annex.contains(customer));
        takeTokens();
        asks("14 days later, " + spared + " spared");
        time.passTo(time.now().plus(Duration.ofDays(4)));
        desk.lifted(directive);
        darkFor(customer -> false);
        takeTokens();
        asks("four days later, lifted");
        System.out.println("wrong=" + wrong);
        return wrong;
    }

    private static Instant at1721(Instant now) {
        Instant today = now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofMinutes(17 * 60 + 21));
        return today.isAfter(now) ? today : today.plus(Duration.ofDays(1));
    }

    private void darkFor(Predicate<String> customers) {
        this.dark = customers;
    }

    private String customer(int n) {
        return prefix + n / 2;
    }

    private Gateway gatewayOf(int n) {
        return gateways.get(n % 2 == 0 ? "lab-aurora" : "lab-borealis");
    }

    private Model model(int n) {
        return new Model(n / 2 % 2 == 0, dark.test(customer(n)));
    }

    /** Gateways keep the tokens they got while they were green, as users do, and ask anew where they can. */
    private void takeTokens() {
        for (Gateway gateway : gateways.values()) {
            IntStream.range(0, licenses)
                    .parallel()
                    .filter(n -> gatewayOf(n).equals(gateway))
                    .forEach(n -> keep(gateway, customer(n)));
            keep(gateway, gateway.lab());
        }
    }

    private void keep(Gateway gateway, String customer) {
        // Left out, green only where nothing stops anybody; the others ask for those who are no foreign persons.
        JsonNode light = online(gateway, customer, null, true);
        if (!light.get("green").asBoolean()) {
            light = online(gateway, customer, false, true);
        }
        if (light.hasNonNull("token")) {
            tokens.put(gateway.lab() + "/" + customer, light.get("token").asText());
        }
    }

    private JsonNode online(Gateway gateway, String customer, Boolean foreignPerson, boolean withToken) {
        return api.get(
                        gateway.client(),
                        "/api/v1/green-lights?releaseId=%s&customerId=%s&token=%s%s"
                                .formatted(
                                        gateway.release(),
                                        customer,
                                        withToken,
                                        foreignPerson == null ? "" : "&foreignPerson=" + foreignPerson))
                .json();
    }

    private void asks(String moment) {
        gateways.values().forEach(this::polls);
        Count count = IntStream.range(0, licenses)
                .parallel()
                .mapToObj(n -> judge(gatewayOf(n), customer(n), model(n)))
                .reduce(Count.NONE, Count::plus);
        for (Gateway gateway : gateways.values()) {
            // Their own staff, foreign persons among them, whom no annex names.
            count = count.plus(judge(gateway, gateway.lab(), new Model(true, dark.test(gateway.lab()))));
        }
        wrong += count.wrong().size();
        System.out.printf(
                ROW,
                moment,
                time.now().toString().substring(0, 16) + "Z",
                count.online(),
                count.offline(),
                count.green(),
                count.wrong().size());
        count.wrong().stream().limit(10).forEach(System.out::println);
    }

    private record Count(int online, int offline, int green, List<String> wrong) {

        static final Count NONE = new Count(0, 0, 0, List.of());

        Count plus(Count other) {
            var both = new ArrayList<>(wrong);
            both.addAll(other.wrong);
            return new Count(online + other.online, offline + other.offline, green + other.green, both);
        }
    }

    private Count judge(Gateway gateway, String customer, Model model) {
        var wrongOnes = new ArrayList<String>();
        int green = 0;
        String token = tokens.get(gateway.lab() + "/" + customer);
        for (Boolean question : QUESTIONS) {
            boolean expected = model.mustBeGreen(question);
            boolean online =
                    online(gateway, customer, question, false).get("green").asBoolean();
            boolean offline = gateway.verifier()
                    .check(token, gateway.release(), customer, question)
                    .isGreen();
            green += online ? 1 : 0;
            if (online != expected) {
                wrongOnes.add("  online: %s foreignPerson=%s must be %s".formatted(customer, question, expected));
            }
            if (offline != expected) {
                wrongOnes.add("  offline: %s foreignPerson=%s must be %s".formatted(customer, question, expected));
            }
        }
        return new Count(QUESTIONS.length, QUESTIONS.length, green, wrongOnes);
    }

    /** Keys and lists as any gateway fetches them. */
    private void polls(Gateway gateway) {
        gateway.verifier()
                .keys(api.send(api.request("/.well-known/jwks.json").GET()).body());
        int list = 0;
        LabApi.Answer answer = api.send(api.request("/status-lists/0").GET());
        while (answer.status() == 200) {
            assertThat(gateway.verifier().list(answer.body())).isEqualTo(TAKEN);
            answer = api.send(api.request("/status-lists/" + ++list).GET());
        }
    }
}
