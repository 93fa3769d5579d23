package org.countersign.records;

import java.util.List;
import java.util.Map;
import org.countersign.application.Application;
import org.countersign.problem.ErrorPage;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.Refused;
import org.countersign.problem.WrongState;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The pages on which a case is released: the bars are set on one, and checked by somebody else on the other. */
@Controller
@RequestMapping("/cases/{reference}/release")
class CopyPages {

    private static final String GROUND = "ground:";
    private static final String HARM = "harm:";

    private final CopyDesk desk;
    private final Copies copies;
    private final Exemptions grounds;

    CopyPages(CopyDesk desk, Copies copies, Exemptions grounds) {
        this.desk = desk;
        this.copies = copies;
        this.grounds = grounds;
    }

    @GetMapping
    ModelAndView choose(@PathVariable String reference, Authentication person) {
        return page(desk.caseOf(reference, person.getName()), Map.of(), HttpStatus.OK);
    }

    @PostMapping
    Object prepare(@PathVariable String reference, @RequestParam Map<String, String> form, Authentication person) {
        Application application = desk.caseOf(reference, person.getName());
        List<CopyDesk.Redaction> redactions = form.entrySet().stream()
                .filter(field ->
                        field.getKey().startsWith(GROUND) && !field.getValue().isBlank())
                .map(field -> new CopyDesk.Redaction(
                        field.getKey().substring(GROUND.length()),
                        field.getValue(),
                        form.getOrDefault(HARM + field.getValue(), "")))
                .toList();
        try {
            Copies.Kept copy =
                    desk.prepare(application, form.getOrDefault("purpose", ""), redactions, person.getName());
            return "redirect:/cases/" + application.reference() + "/release/" + copy.id();
        } catch (Invalid e) {
            return page(application, form, HttpStatus.UNPROCESSABLE_ENTITY).addObject("refusal", e.getMessage());
        }
    }

    @GetMapping("/{id}")
    ModelAndView check(@PathVariable String reference, @PathVariable String id, Authentication person) {
        return checking(reference, id, person, HttpStatus.OK);
    }

    @PostMapping("/{id}")
    Object decide(
            @PathVariable String reference,
            @PathVariable String id,
            @RequestParam Map<String, String> form,
            Authentication person) {
        copyOf(desk.caseOf(reference, person.getName()), id);
        try {
            desk.decide(id, "yes".equals(form.get("approved")), form.getOrDefault("note", ""), person.getName());
            return "redirect:/cases/" + reference + "/release/" + id;
        } catch (Invalid e) {
            return refused(reference, id, person, HttpStatus.UNPROCESSABLE_ENTITY, e);
        } catch (WrongState e) {
            return refused(reference, id, person, HttpStatus.CONFLICT, e);
        } catch (Refused e) {
            return refused(reference, id, person, e.status(), e);
        }
    }

    private ModelAndView refused(
            String reference, String id, Authentication person, HttpStatus status, RuntimeException why) {
        return checking(reference, id, person, status).addObject("refusal", why.getMessage());
    }

    @GetMapping("/{id}/archive")
    Object archive(@PathVariable String reference, @PathVariable String id, Authentication person) {
        Copies.Kept copy = copyOf(desk.caseOf(reference, person.getName()), id);
        return copy.removedAt() == null
                ? RecordsController.zip(id, desk.download(id, person.getName()))
                : checking(reference, id, person, HttpStatus.GONE);
    }

    private Copies.Kept copyOf(Application application, String id) {
        return copies.byId(id)
                .filter(copy -> copy.applicationId().equals(application.id()))
                .orElseThrow(() -> new NotFound("copy"));
    }

    private ModelAndView page(Application application, Map<String, String> form, HttpStatus status) {
        return new ModelAndView("records/release", status)
                .addObject("reference", application.reference())
                .addObject("passages", desk.passagesOf(application))
                .addObject("grounds", grounds.all())
                .addObject("copies", copies.of(application.id()))
                .addObject("form", form);
    }

    private ModelAndView checking(String reference, String id, Authentication person, HttpStatus status) {
        Application application = desk.caseOf(reference, person.getName());
        Copies.Kept copy = copyOf(application, id);
        return new ModelAndView("records/copy", status)
                .addObject("reference", application.reference())
                .addObject("copy", copy)
                .addObject("passages", desk.check(application, copy))
                .addObject("grounds", grounds.all())
                .addObject("mine", copy.preparedBy().equals(person.getName()));
    }

    @ExceptionHandler(NotFound.class)
    ModelAndView missing() {
        return ErrorPage.of(HttpStatus.NOT_FOUND);
    }

    @ExceptionHandler(Refused.class)
    ModelAndView closed(Refused why) {
        return ErrorPage.of(why.status());
    }
}
