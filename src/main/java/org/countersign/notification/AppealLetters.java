package org.countersign.notification;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.countersign.appeal.Appeals;
import org.countersign.appeal.FiledAppeal;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.clock.Days;
import org.countersign.clock.ReviewClock;
import org.countersign.license.Conditions;
import org.countersign.signoff.Agencies;
import org.springframework.stereotype.Component;

/** The words about appeals, and about conditions that change. */
@Component
class AppealLetters {

    private final Applications applications;
    private final Appeals appeals;
    private final Conditions conditions;
    private final Agencies agencies;
    private final ReviewClock reviewClock;

    AppealLetters(
            Applications applications,
            Appeals appeals,
            Conditions conditions,
            Agencies agencies,
            ReviewClock reviewClock) {
        this.applications = applications;
        this.appeals = appeals;
        this.conditions = conditions;
        this.agencies = agencies;
        this.reviewClock = reviewClock;
    }

    String write(String kind, String what, Application application) {
        return switch (kind) {
            case "appeal-received" ->
                """
                We have received your appeal in %s. People who took no part in the case decide it; we aim to do \
                so by %s. Until then everything stays as it is."""
                        .formatted(what, Days.day(latest(application).targetOn()));
            case "appeal-upheld" -> ruling("What you appealed in %s stands.".formatted(what), application);
            case "appeal-reversed" ->
                ruling("Your appeal in %s has succeeded. %s".formatted(what, follows(application)), application);
            case "appeal-remanded" ->
                ruling(
                        "On your appeal %s goes back to %s, which states its position again."
                                .formatted(
                                        what,
                                        agencies.shortNames()
                                                .get(latest(application)
                                                        .ruling()
                                                        .agency())),
                        application);
            case "denial-stands" ->
                """
                After your appeal we have looked at %s again. The denial stands. The reasons:

                %s

                This is a new decision: you can appeal it within %d days."""
                        .formatted(
                                what,
                                applications
                                        .decisionOn(application.id())
                                        .orElseThrow()
                                        .reasons(),
                                reviewClock.days("appeal-window"));
            case "delay-ordered" ->
                """
                On appeal a delay of your office in %s was found unjustified:

                %s

                What is still to be done has to be done within %d days."""
                        .formatted(
                                what,
                                latest(application).ruling().reasons().applicant(),
                                reviewClock.days("delay-order"));
            case "condition-released", "condition-changed" -> conditionsNow(what, application);
            default -> throw new IllegalStateException("There is no notice of the kind " + kind);
        };
    }

    private static String follows(Application application, FiledAppeal appeal) {
        return switch (appeal.ground()) {
            case CONDITION -> "The condition is released.";
            case SUSPENSION -> "The license is in force again.";
            case MISSED_DEADLINE -> "The delay was not justified; the office that was late has been ordered to act.";
            case DENIAL ->
                "The denial is undone. The agencies that have to consent state their positions now, and Commerce"
                        + " countersigns last.";
        };
    }

    private String follows(Application application) {
        return follows(application, latest(application));
    }

    private String ruling(String opening, Application application) {
        return opening + " The reasons:\n\n"
                + latest(application).ruling().reasons().applicant();
    }

    private String conditionsNow(String what, Application application) {
        List<Conditions.Standing> inForce = conditions.ofApplication(application.id()).stream()
                .filter(condition -> !condition.isReleased())
                .toList();
        Map<String, String> names = agencies.shortNames();
        String list = inForce.isEmpty()
                ? "There is none any more."
                : inForce.stream()
                        .map(condition -> "- %s (%s)".formatted(condition.text(), names.get(condition.agency())))
                        .collect(Collectors.joining("\n"));
        return """
                An agency has released or changed a condition in %s. These are its conditions now:

                %s

                You can appeal a condition within %d days after it was set."""
                .formatted(what, list, reviewClock.days("appeal-window"));
    }

    private FiledAppeal latest(Application application) {
        return appeals.of(application.id()).stream()
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
