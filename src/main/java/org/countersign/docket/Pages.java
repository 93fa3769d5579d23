package org.countersign.docket;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.application.CaseProgress;
import org.countersign.clock.ReviewClock;
import org.countersign.lab.Labs;
import org.countersign.license.Licenses;
import org.countersign.release.Releases;
import org.countersign.risk.Criteria;
import org.countersign.signoff.Agencies;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/** The pages anybody can open. */
@Controller
class Pages {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Applications applications;
    private final Releases releases;
    private final Labs labs;
    private final Criteria criteria;
    private final CaseProgress progress;
    private final Agencies agencies;
    private final Licenses licenses;
    private final ReviewClock reviewClock;

    Pages(
            Applications applications,
            Releases releases,
            Labs labs,
            Criteria criteria,
            CaseProgress progress,
            Agencies agencies,
            Licenses licenses,
            ReviewClock reviewClock) {
        this.applications = applications;
        this.releases = releases;
        this.labs = labs;
        this.criteria = criteria;
        this.progress = progress;
        this.agencies = agencies;
        this.licenses = licenses;
        this.reviewClock = reviewClock;
    }

    record ReleaseRow(String id, String name, String lab, String gate, String stage, String tier) {}

    @GetMapping("/")
    @Transactional(readOnly = true)
    public String front(Model model) {
        Map<String, Long> byStatus = applications.countByStatus();
        long received = byStatus.values().stream().mapToLong(Long::longValue).sum();
        model.addAttribute(
                "counts",
                Map.of(
                        "received", received,
                        "inReview",
                                sum(
                                        byStatus,
                                        "received",
                                        "in-review",
                                        "waiting-for-applicant",
                                        "escalated",
                                        "intent-to-deny"),
                        "approved", sum(byStatus, "approved", "approved-with-conditions"),
                        "denied", sum(byStatus, "denied")));
        model.addAttribute(
                "days",
                Map.of(
                        "completeness", reviewClock.days("completeness"),
                        "signOff", reviewClock.days("sign-off"),
                        "decision", reviewClock.days("case"),
                        "target", reviewClock.days("target")));
        model.addAttribute(
                "releases",
                releases.all().stream()
                        .map(release -> new ReleaseRow(
                                release.id(),
                                release.name(),
                                labs.get(release.labId()).name(),
                                release.gate(),
                                release.stage(),
                                release.tier()))
                        .toList());
        return "front";
    }

    @GetMapping("/sign-in")
    String signIn() {
        return "sign-in";
    }

    record CriteriaList(List<Criteria.Criterion> criteria) {}

    @GetMapping(path = "/criteria", produces = MediaType.TEXT_HTML_VALUE)
    String criteriaPage(Model model) {
        model.addAttribute("criteria", criteria.published());
        return "criteria";
    }

    @GetMapping(path = "/criteria", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    CriteriaList criteriaJson() {
        return new CriteriaList(criteria.published());
    }

    record AgencyClock(String agency, String dueOn) {}

    record Step(String at, String text) {}

    record Outcome(String outcome, String reasons, String at) {}

    record ConditionRow(String agency, String text) {}

    record LicenseRow(String id, String expiresOn, List<ConditionRow> conditions) {}

    record Track(
            String reference,
            String customer,
            String release,
            String status,
            String statusKey,
            String filedOn,
            String targetOn,
            String decideBy,
            long countedDays,
            String whoseMove,
            List<AgencyClock> running,
            List<Step> timeline,
            Outcome decision,
            LicenseRow license) {}

    @GetMapping("/track/{reference}")
    @Transactional(readOnly = true)
    public ModelAndView track(@PathVariable String reference, @RequestParam(defaultValue = "") String key) {
        return applications
                .byReference(reference)
                .filter(application -> application.opensWith(key))
                .map(application -> new ModelAndView("track", "track", trackOf(application)))
                .orElseGet(() -> {
                    // The same answer whether the reference or the key is wrong: neither can be probed for.
                    var missing = new ModelAndView("track-missing");
                    missing.setStatus(HttpStatus.NOT_FOUND);
                    return missing;
                });
    }

    private Track trackOf(Application application) {
        Map<String, String> names = agencies.shortNames();
        CaseProgress.Clock clock = progress.clockOf(application);
        return new Track(
                application.reference(),
                application.customer().legalName(),
                releases.get(application.releaseId()).name(),
                application.status().label(),
                application.status().key(),
                day(application.receivedAt()),
                day(application.targetOn()),
                day(application.decideBy()),
                clock.countedDays(),
                whoseMove(application, clock, names),
                clock.running().stream()
                        .map(running -> new AgencyClock(names.get(running.agency()), day(running.dueOn())))
                        .toList(),
                progress.timelineOf(application).stream()
                        .map(milestone -> new Step(MINUTE.format(milestone.at()), milestone.text()))
                        .toList(),
                applications
                        .decisionOn(application.id())
                        .map(decision -> new Outcome(
                                application.status().label(), decision.reasons(), day(decision.decidedAt())))
                        .orElse(null),
                licenses.ofApplication(application.id())
                        .map(license -> new LicenseRow(
                                license.id(),
                                day(license.expiresOn()),
                                license.conditions().stream()
                                        .map(condition ->
                                                new ConditionRow(names.get(condition.agency()), condition.text()))
                                        .toList()))
                        .orElse(null));
    }

    private static String whoseMove(Application application, CaseProgress.Clock clock, Map<String, String> names) {
        return switch (application.status()) {
            case RECEIVED -> "The intake office is checking that the application is complete.";
            case IN_REVIEW ->
                clock.running().isEmpty()
                        ? "All agencies have answered; Commerce decides on the case."
                        : "It is the move of "
                                + clock.running().stream()
                                        .map(running -> names.get(running.agency()))
                                        .collect(Collectors.joining(", "))
                                + ".";
            case RETURNED -> "It is your move: mend what is missing and submit the application again.";
            default -> "The case is decided; nothing more has to be done.";
        };
    }

    private static long sum(Map<String, Long> counts, String... statuses) {
        long sum = 0;
        for (String status : statuses) {
            sum += counts.getOrDefault(status, 0L);
        }
        return sum;
    }

    private static String day(Instant moment) {
        return DAY.format(moment);
    }
}
