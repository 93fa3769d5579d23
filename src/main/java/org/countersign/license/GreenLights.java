package org.countersign.license;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Whether a customer may use a release at this moment, read from the rows of this moment. */
@Component
class GreenLights {

    private final HeldLicenses held;
    private final GreenLightTokens tokens;
    private final Clock clock;

    GreenLights(HeldLicenses held, GreenLightTokens tokens, Clock clock) {
        this.held = held;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * One question for many customers, answered by one statement in the order they were asked.
     *
     * @param foreign whether the users asked about are foreign persons; empty: all the license covers
     */
    List<GreenLight> check(
            String labId, String releaseId, List<String> customerIds, Optional<Boolean> foreign, boolean withToken) {
        Instant now = clock.instant();
        Map<String, List<Held>> found =
                held.of(labId, releaseId, customerIds.stream().distinct().toList(), now).stream()
                        .collect(Collectors.groupingBy(Held::customerId));
        Function<String, GreenLight> judge = customerId -> new Question(labId, releaseId, customerId, foreign, now)
                .judge(found.getOrDefault(customerId, List.of()), withToken);
        List<GreenLight> answers = new ArrayList<>(customerIds.size());
        customerIds.forEach(customerId -> answers.add(judge.apply(customerId)));
        return answers;
    }

    private final class Question {

        private final String labId;
        private final String releaseId;
        private final String customerId;
        private final Optional<Boolean> foreign;
        private final Instant now;

        Question(String labId, String releaseId, String customerId, Optional<Boolean> foreign, Instant now) {
            this.labId = labId;
            this.releaseId = releaseId;
            this.customerId = customerId;
            this.foreign = foreign;
            this.now = now;
        }

        /** @param held newest first; empty when the release is not one of this lab's */
        GreenLight judge(List<Held> held, boolean withToken) {
            if (held.isEmpty()) {
                return red("unknown-release", List.of());
            }
            Held newest = held.get(0);
            if (newest.exempt() || newest.staff()) {
                List<String> directives = newest.directivesAgainst(foreign);
                return directives.isEmpty()
                        ? green(newest, newest.exempt() ? "exempt-release" : "lab-staff", withToken)
                        : red("directive", directives);
            }
            List<Held> alive = held.stream().filter(one -> one.isAlive(now)).toList();
            if (alive.isEmpty()) {
                return red(whyNot(newest), List.of());
            }
            return alive.stream()
                    .filter(one -> one.isGreen(foreign))
                    .findFirst()
                    .map(one -> green(one, "licensed", withToken))
                    .orElseGet(() -> whatStops(alive));
        }

        private GreenLight whatStops(List<Held> alive) {
            Held nearest = alive.stream()
                    .filter(one -> one.covers(foreign))
                    .findFirst()
                    .orElse(alive.get(0));
            List<String> directives = nearest.directivesAgainst(foreign);
            if (!directives.isEmpty()) {
                return red("directive", directives);
            }
            return red(nearest.suspended() ? "license-suspended" : "foreign-persons-not-covered", List.of());
        }

        /** The newest license tells why there is none in force. */
        private String whyNot(Held newest) {
            if (!newest.isLicense()) {
                return "no-license";
            }
            return License.SURRENDERED.equals(newest.status()) || License.REVOKED.equals(newest.status())
                    ? "license-" + newest.status()
                    : "license-expired";
        }

        private GreenLight green(Held of, String reason, boolean withToken) {
            return new GreenLight(
                    true,
                    releaseId,
                    customerId,
                    of.licenseId(),
                    of.endsOn(),
                    of.conditions(),
                    of.isLicense() ? new GreenLight.LicensedPopulation(of.foreignPersons()) : null,
                    reason,
                    null,
                    withToken && !of.exempt() ? tokens.of(labId, releaseId, of, now) : null,
                    now);
        }

        private GreenLight red(String reason, List<String> directives) {
            return new GreenLight(
                    false,
                    releaseId,
                    customerId,
                    null,
                    null,
                    List.of(),
                    null,
                    reason,
                    directives.isEmpty() ? null : directives,
                    null,
                    now);
        }
    }
}
