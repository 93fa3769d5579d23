package org.countersign.docket;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.countersign.application.Applications;
import org.countersign.clock.ReviewClock;
import org.countersign.lab.Labs;
import org.countersign.release.Releases;
import org.countersign.risk.Criteria;
import org.countersign.usage.UsageBounds;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** The pages anybody can open. */
@Controller
class Pages {

    /** The steps whose days the front page names. */
    private static final List<String> STEPS = List.of(
            "completeness",
            "sign-off",
            "question",
            "answer",
            "case",
            "target",
            "chair",
            "escalation",
            "committee",
            "board",
            "rebuttal",
            "denial",
            "appeal",
            "appeal-window");

    private final Applications applications;
    private final Releases releases;
    private final Labs labs;
    private final Criteria criteria;
    private final ReviewClock reviewClock;

    private final UsageBounds usageBounds;

    Pages(
            Applications applications,
            Releases releases,
            Labs labs,
            Criteria criteria,
            ReviewClock reviewClock,
            UsageBounds usageBounds) {
        this.usageBounds = usageBounds;
        this.applications = applications;
        this.releases = releases;
        this.labs = labs;
        this.criteria = criteria;
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
                STEPS.stream()
                        .collect(Collectors.toMap(step -> step.replace("-", ""), step -> reviewClock.days(step))));
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

    record CriteriaList(List<Criteria.Criterion> criteria, List<UsageBounds.Published> usageBounds) {}

    @GetMapping(path = "/criteria", produces = MediaType.TEXT_HTML_VALUE)
    String criteriaPage(Model model) {
        model.addAttribute("criteria", criteria.published());
        model.addAttribute("days", criteria.publicationDays());
        model.addAttribute("bands", UsageBounds.BANDS);
        model.addAttribute("usageBounds", usageBounds.published());
        return "criteria";
    }

    @GetMapping(path = "/criteria", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    CriteriaList criteriaJson() {
        return new CriteriaList(criteria.published(), usageBounds.published());
    }

    private static long sum(Map<String, Long> counts, String... statuses) {
        long sum = 0;
        for (String status : statuses) {
            sum += counts.getOrDefault(status, 0L);
        }
        return sum;
    }
}
