package org.countersign.records;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.countersign.access.StaffGroups;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.Refused;
import org.countersign.problem.WrongState;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** One page for the keepers of records: the schedule, what is held, what has gone, what the law makes us remove. */
@Controller
@RequestMapping("/records")
class RecordsPages {

    private static final int SHOWN = 50;

    private final CopyDesk desk;
    private final Schedule schedule;
    private final Holds holds;
    private final Erasures erasures;

    RecordsPages(CopyDesk desk, Schedule schedule, Holds holds, Erasures erasures) {
        this.desk = desk;
        this.schedule = schedule;
        this.holds = holds;
        this.erasures = erasures;
    }

    @GetMapping
    ModelAndView records(Authentication person) {
        return page(person, HttpStatus.OK);
    }

    private interface Step {
        void take();
    }

    @PostMapping("/schedule/{kind}")
    Object change(@PathVariable String kind, @RequestParam Map<String, String> form, Authentication person) {
        return take(person, "#schedule", () -> {
            String days = form.getOrDefault("keepDays", "");
            if (!days.matches("\\d{1,5}")) {
                throw new Invalid("keepDays", "Write a number of days.");
            }
            schedule.change(kind, Integer.parseInt(days), form.get("source"), person.getName());
        });
    }

    @PostMapping("/holds")
    Object hold(@RequestParam Map<String, String> form, Authentication person) {
        return take(
                person,
                "#holds",
                () -> holds.place(
                        desk.caseOf(form.getOrDefault("reference", "").strip(), person.getName()),
                        form.get("reasons"),
                        person.getName()));
    }

    @PostMapping("/holds/{reference}")
    Object lift(@PathVariable String reference, @RequestParam Map<String, String> form, Authentication person) {
        return take(
                person,
                "#holds",
                () -> holds.lift(desk.caseOf(reference, person.getName()), form.get("reasons"), person.getName()));
    }

    @PostMapping("/erasures")
    Object erase(@RequestParam Map<String, String> form, Authentication person) {
        List<String> documents = Arrays.stream(
                        form.getOrDefault("documents", "").split("[\\s,]+"))
                .filter(id -> !id.isEmpty())
                .toList();
        return take(
                person,
                "#erasures",
                () -> erasures.request(
                        desk.caseOf(form.getOrDefault("reference", "").strip(), person.getName()),
                        form.get("party"),
                        form.get("ground"),
                        form.get("authority"),
                        documents,
                        person.getName()));
    }

    @PostMapping("/erasures/{id}")
    Object decide(@PathVariable String id, @RequestParam Map<String, String> form, Authentication person) {
        return take(
                person,
                "#erasures",
                () -> erasures.decide(id, "yes".equals(form.get("approved")), form.get("note"), person.getName()));
    }

    private Object take(Authentication person, String where, Step step) {
        try {
            step.take();
            return "redirect:/records" + where;
        } catch (Invalid e) {
            return page(person, HttpStatus.UNPROCESSABLE_ENTITY).addObject("refusal", e.getMessage());
        } catch (WrongState e) {
            return page(person, HttpStatus.CONFLICT).addObject("refusal", e.getMessage());
        } catch (NotFound e) {
            return page(person, HttpStatus.NOT_FOUND).addObject("refusal", "There is no such case or request.");
        } catch (Refused e) {
            return page(person, e.status()).addObject("refusal", e.getMessage());
        }
    }

    private ModelAndView page(Authentication person, HttpStatus status) {
        List<String> groups = StaffGroups.of(person);
        return new ModelAndView("records/records", status)
                .addObject("rules", schedule.rules())
                .addObject("disposals", schedule.latest(SHOWN))
                .addObject("holds", holds.all())
                .addObject("erasures", groups.contains(StaffGroups.RECORDS) ? erasures.latest(SHOWN) : List.of())
                .addObject("lawfulGrounds", Erasures.GROUNDS);
    }
}
