package org.countersign.docket;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.proposal.ModelProposals;
import org.countersign.workflow.Migrations;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/** For process owners: which diagrams are in force, what runs in older ones, and taking that over. */
@Controller
@RequestMapping("/processes")
class ProcessPages {

    private static final String FORM = "migration";
    private static final String REASONS = "reasons";

    private final Migrations migrations;
    private final MoveInstances moveInstances;
    private final ModelProposals proposals;

    ProcessPages(Migrations migrations, MoveInstances moveInstances, ModelProposals proposals) {
        this.migrations = migrations;
        this.moveInstances = moveInstances;
        this.proposals = proposals;
    }

    @GetMapping
    ModelAndView processes() {
        return new ModelAndView("processes")
                .addObject("processes", migrations.running())
                .addObject("waiting", proposals.waiting());
    }

    @GetMapping("/{process}")
    ModelAndView process(
            @PathVariable String process,
            @RequestParam Optional<Integer> moved,
            @RequestParam(defaultValue = "0") int skip) {
        return page(process, skip).addObject("moved", moved.orElse(null));
    }

    @PostMapping("/{process}/migration")
    Object move(
            Authentication owner,
            @PathVariable String process,
            @RequestParam(defaultValue = "0") int skip,
            @RequestParam Map<String, String> form) {
        var sent = Sent.of(FORM, "", form);
        try {
            String reasons = sent.required(
                    REASONS, MoveInstances.LONGEST_REASONS, "Write why what runs is to follow the newest diagram.");
            Migrations.Outcome done =
                    found(() -> moveInstances.apply(owner.getName(), process, Math.max(skip, 0), reasons));
            return "redirect:"
                    + UriComponentsBuilder.fromPath("/processes/{process}")
                            .queryParam("moved", done.movable())
                            .queryParamIfPresent("skip", Optional.of(skip).filter(passed -> passed > 0))
                            .encode()
                            .buildAndExpand(process);
        } catch (Invalid e) {
            ModelAndView again = page(process, skip).addObject("sent", sent.refused(e.field(), e.getMessage()));
            again.setStatus(HttpStatus.UNPROCESSABLE_ENTITY);
            return again;
        }
    }

    private static Migrations.Outcome found(Supplier<Migrations.Outcome> outcome) {
        try {
            return outcome.get();
        } catch (NotFound e) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, null, e);
        }
    }

    private ModelAndView page(String process, int skip) {
        Migrations.Outcome preview = found(() -> moveInstances.preview(process, Math.max(skip, 0)));
        return new ModelAndView("process")
                .addObject("name", migrations.nameOf(preview.process()))
                .addObject("preview", preview)
                .addObject("skip", Math.max(skip, 0));
    }
}
