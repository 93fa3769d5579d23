package org.countersign.docket;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.countersign.access.StaffGroups;
import org.countersign.application.Application;
import org.countersign.application.ApplicationStatus;
import org.countersign.application.Applications;
import org.countersign.license.ChangeCondition;
import org.countersign.license.Conditions;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.license.OpenRevocation;
import org.countersign.problem.ErrorPage;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.PlainText;
import org.countersign.problem.Refused;
import org.countersign.problem.WrongState;
import org.countersign.signoff.AddAgency;
import org.countersign.signoff.Agencies;
import org.countersign.workflow.CasePaths;
import org.countersign.workflow.Duties;
import org.countersign.workflow.Recusals;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The staff's pages: the list of cases, and each case on one screen. */
@Controller
@RequestMapping("/cases")
class CasePages {

    private static final int CASES_A_PAGE = 25;
    private static final int LONGEST_SEARCH = 100;
    private static final int LONGEST_CONDITION = 1_000;
    private static final Set<String> CASEWORKERS = Set.copyOf(StaffGroups.caseworkers());

    private final Applications applications;
    private final CaseFileFacts facts;
    private final CasePaths paths;
    private final CaseActions actions;
    private final Recusals recusals;
    private final Agencies agencies;
    private final Licenses licenses;
    private final OpenRevocation openRevocation;
    private final Offices offices;
    private final Clock clock;

    CasePages(
            Applications applications,
            CaseFileFacts facts,
            CasePaths paths,
            CaseActions actions,
            Recusals recusals,
            Agencies agencies,
            Licenses licenses,
            OpenRevocation openRevocation,
            Offices offices,
            Clock clock) {
        this.applications = applications;
        this.facts = facts;
        this.paths = paths;
        this.actions = actions;
        this.recusals = recusals;
        this.agencies = agencies;
        this.licenses = licenses;
        this.openRevocation = openRevocation;
        this.offices = offices;
        this.clock = clock;
    }

    @GetMapping
    ModelAndView list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "") String before,
            @RequestParam(defaultValue = "") String done,
            Authentication person) {
        String words = q.strip();
        boolean searchable = words.length() <= LONGEST_SEARCH && PlainText.isPlain(words);
        Optional<ApplicationStatus> wanted = ApplicationStatus.of(status);
        // One more than shown tells whether there are older ones.
        List<Application> found = searchable
                ? applications.search(
                        wanted,
                        words,
                        before.matches("\\d{1,18}") ? Long.parseLong(before) : Long.MAX_VALUE,
                        CASES_A_PAGE + 1)
                : List.of();
        boolean more = found.size() > CASES_A_PAGE;
        List<Application> shown = more ? found.subList(0, CASES_A_PAGE) : found;
        return new ModelAndView("cases")
                .addObject("cases", shown)
                .addObject("recused", recusals.casesOf(person.getName()))
                .addObject("statuses", ApplicationStatus.values())
                .addObject("q", searchable ? words : "")
                .addObject("status", wanted.map(ApplicationStatus::key).orElse(""))
                .addObject("paged", !before.isEmpty())
                .addObject("older", more ? shown.get(CASES_A_PAGE - 1).number() : null)
                .addObject("done", done);
    }

    @GetMapping("/{reference}")
    ModelAndView one(
            @PathVariable String reference, @RequestParam(defaultValue = "") String done, Authentication person) {
        return applications
                .byReference(reference)
                .map(application -> page(application, person, HttpStatus.OK).addObject("done", done))
                .orElseGet(CasePages::missing);
    }

    /**
     * The diagrams of a case for the picture on its page: where each process stands, and each version's drawing once.
     */
    record Diagrams(List<Drawn> items, Map<String, String> models) {}

    record Drawn(String id, String name, String whose, String model, List<String> active, List<String> passed) {}

    @GetMapping(path = "/{reference}/diagrams", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Diagrams> diagrams(@PathVariable String reference, Authentication person) {
        Application application = applications.byReference(reference).orElse(null);
        if (application == null) {
            return ResponseEntity.notFound().build();
        }
        actions.requireNotRecused(application, person.getName());
        List<CaseFile.Step> steps = facts.of(application.id()).steps();
        var models = new TreeMap<String, String>();
        steps.forEach(step -> models.computeIfAbsent(step.path().model(), paths::diagram));
        return ResponseEntity.ok(new Diagrams(
                steps.stream()
                        .map(step -> new Drawn(
                                step.path().id(),
                                step.path().name(),
                                step.whose(),
                                step.path().model(),
                                step.path().active(),
                                step.path().passed()))
                        .toList(),
                models));
    }

    @PostMapping("/{reference}/recusal")
    Object stepBack(@PathVariable String reference, @RequestParam Map<String, String> form, Authentication person) {
        var sent = Sent.of("recusal", "", form);
        return take(reference, sent, person, application -> {
            if (!sent.ticked("sure")) {
                throw new Invalid("sure", "Tick this box to step back: it cannot be undone.");
            }
            actions.stepBack(application, person.getName(), StaffGroups.of(person), sent.value("reasons"));
            return "/cases?done=recusal";
        });
    }

    @PostMapping("/{reference}/agencies")
    Object addAgency(@PathVariable String reference, @RequestParam Map<String, String> form, Authentication person) {
        var sent = Sent.of("agencies", "", form);
        return take(reference, sent, person, application -> {
            actions.addAgency(
                    application, sent.value("agency"), sent.value("reasons"), person.getName(), StaffGroups.of(person));
            return "/cases/" + application.reference() + "?done=agencies";
        });
    }

    /** One form for both: with another text the condition is changed, without it is released. */
    @PostMapping("/{reference}/conditions")
    Object settleCondition(
            @PathVariable String reference, @RequestParam Map<String, String> form, Authentication person) {
        var sent = Sent.of("conditions", form.getOrDefault("conditionId", ""), form);
        return take(reference, sent, person, application -> {
            switch (sent.value("what")) {
                case "release" ->
                    actions.releaseCondition(
                            application, sent.about(), sent.value("reasons"), person.getName(), StaffGroups.of(person));
                case "change" ->
                    actions.changeCondition(
                            application,
                            sent.about(),
                            sent.required("text", LONGEST_CONDITION, "Write the condition that takes its place."),
                            sent.value("reasons"),
                            person.getName(),
                            StaffGroups.of(person));
                default -> throw new Invalid("what", "Choose whether to release or to change the condition.");
            }
            return "/cases/" + application.reference() + "?done=conditions#outcome";
        });
    }

    @PostMapping("/{reference}/revocation")
    Object openRevocation(
            @PathVariable String reference, @RequestParam Map<String, String> form, Authentication person) {
        var sent = Sent.of("revocation", "", form);
        return take(reference, sent, person, application -> {
            if (!sent.ticked("sure")) {
                throw new Invalid("sure", "Tick this box to open the revocation.");
            }
            var wanted = new OpenRevocation.Wanted(
                    sent.value("ground"), sent.value("evidence"), sent.value("whatToDo"), sent.value("exception"));
            actions.openRevocation(licenseOf(application), wanted, person.getName(), StaffGroups.of(person));
            return "/cases/" + application.reference() + "?done=revocation#outcome";
        });
    }

    @PostMapping("/{reference}/revocation-withdrawal")
    Object withdrawRevocation(
            @PathVariable String reference, @RequestParam Map<String, String> form, Authentication person) {
        var sent = Sent.of("revocation-withdrawal", "", form);
        return take(reference, sent, person, application -> {
            actions.withdrawRevocation(
                    licenseOf(application), sent.value("reasons"), person.getName(), StaffGroups.of(person));
            return "/cases/" + application.reference() + "?done=revocation-withdrawal#outcome";
        });
    }

    private License licenseOf(Application application) {
        return licenses.ofApplication(application.id()).orElseThrow(() -> new NotFound("license"));
    }

    private interface Step {

        /** Does it, and says where to go then. */
        String take(Application application);
    }

    private Object take(String reference, Sent sent, Authentication person, Step step) {
        Application application = applications.byReference(reference).orElse(null);
        if (application == null) {
            return missing();
        }
        try {
            return ResponseEntity.status(HttpStatus.SEE_OTHER)
                    .location(URI.create(step.take(application)))
                    .build();
        } catch (Invalid e) {
            return page(application, person, HttpStatus.UNPROCESSABLE_ENTITY)
                    .addObject("sent", sent.refused(e.field(), e.getMessage()));
        } catch (NotFound e) {
            return missing();
        } catch (WrongState e) {
            return page(application, person, HttpStatus.CONFLICT)
                    .addObject("sent", sent.refused(Sent.NO_FIELD, e.getMessage()));
        } catch (Refused e) {
            return page(application, person, e.status()).addObject("sent", sent.refused(Sent.NO_FIELD, e.getMessage()));
        }
    }

    private ModelAndView page(Application application, Authentication person, HttpStatus status) {
        if (recusals.hasSteppedBack(application.id(), person.getName())) {
            return new ModelAndView("case-closed-to-you", HttpStatus.FORBIDDEN)
                    .addObject("reference", application.reference());
        }
        CaseFile file = facts.of(application.id());
        return new ModelAndView("case", status)
                .addObject("file", file)
                .addObject("now", clock.instant())
                .addObject("offices", offices.titles())
                .addObject("tasks", Offices.tasks())
                .addObject("addable", addable(file, person))
                .addObject("revocable", file.isRevocable() && openRevocation.mayOpen(StaffGroups.of(person)))
                .addObject("exceptions", OpenRevocation.EXCEPTIONS)
                .addObject("ownConditions", changeable(file, person))
                .addObject("barred", barred(StaffGroups.of(person)))
                .addObject("mayOpenDocuments", StaffGroups.of(person).stream().anyMatch(CASEWORKERS::contains));
    }

    /** Why somebody with work to do here may not do it, so that they need not try; null when nothing is in the way. */
    private static String barred(List<String> groups) {
        return groups.size() > 1 ? Duties.conflictIn(groups).orElse(null) : null;
    }

    /** The agencies a director may still add; none once the sign-offs are over. */
    private List<Agencies.Agency> addable(CaseFile file, Authentication person) {
        if (!file.hasAgenciesAtWork() || !AddAgency.mayAdd(StaffGroups.of(person))) {
            return List.of();
        }
        Set<String> asked = file.agencies().stream()
                .map(agency -> agency.signOff().agency())
                .collect(Collectors.toSet());
        return agencies.all().stream()
                .filter(agency -> !asked.contains(agency.id()))
                .toList();
    }

    /** The ids of the conditions in force that this person's own agency has set. */
    private static Set<String> changeable(CaseFile file, Authentication person) {
        return file.conditions().stream()
                .filter(condition -> !condition.isReleased()
                        && ChangeCondition.mayChange(StaffGroups.of(person), condition.agency()))
                .map(Conditions.Standing::id)
                .collect(Collectors.toSet());
    }

    private static ModelAndView missing() {
        return ErrorPage.of(HttpStatus.NOT_FOUND);
    }
}
