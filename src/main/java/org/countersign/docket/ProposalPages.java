package org.countersign.docket;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.countersign.problem.ErrorPage;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.Refused;
import org.countersign.problem.WrongState;
import org.countersign.proposal.DecideProposal;
import org.countersign.proposal.ModelProposal;
import org.countersign.proposal.ModelProposals;
import org.countersign.proposal.ProposedModel;
import org.countersign.proposal.Reading;
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

/** For process owners: changed models that wait for one of them, with a picture of what changes. */
@Controller
@RequestMapping("/processes/proposals")
class ProposalPages {

    private static final int SHOWN = 200;
    private static final String REASONS = "reasons";

    private final ModelProposals proposals;
    private final Reading reading;
    private final DecideProposal decideProposal;

    ProposalPages(ModelProposals proposals, Reading reading, DecideProposal decideProposal) {
        this.proposals = proposals;
        this.reading = reading;
        this.decideProposal = decideProposal;
    }

    @GetMapping
    ModelAndView list() {
        return new ModelAndView("proposals").addObject("proposals", proposals.latest(SHOWN));
    }

    @GetMapping("/{id}")
    ModelAndView one(Authentication owner, @PathVariable String id, @RequestParam(defaultValue = "") String done) {
        return proposals
                .find(id)
                .map(proposal -> page(owner, proposal, HttpStatus.OK).addObject("done", done))
                .orElseGet(ProposalPages::missing);
    }

    /** For the picture: each diagram before and after, and which of its elements to mark how. */
    record Drawings(List<Drawing> items) {}

    record Drawing(String name, String before, String after, Map<String, List<String>> marks) {}

    @GetMapping(path = "/{id}/diagrams", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Drawings> diagrams(@PathVariable String id) {
        return proposals
                .find(id)
                .map(proposal -> ResponseEntity.ok(new Drawings(reading.changes(proposal).stream()
                        .filter(change -> change.model().kind().equals("bpmn"))
                        .map(ProposalPages::drawing)
                        .toList())))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    private static Drawing drawing(Reading.Change change) {
        ProposedModel model = change.model();
        return new Drawing(
                model.file(),
                model.before()
                        .map(before -> new String(before.content(), StandardCharsets.UTF_8))
                        .orElse(null),
                new String(model.content(), StandardCharsets.UTF_8),
                Map.of(
                        "added", change.ids("added"),
                        "removed", change.ids("removed"),
                        "changed", change.ids("changed"),
                        "moved", change.ids("moved")));
    }

    @PostMapping("/{id}/acceptance")
    Object accept(Authentication owner, @PathVariable String id, @RequestParam Map<String, String> form) {
        return decide(owner, id, "acceptance", form, decideProposal::accept);
    }

    @PostMapping("/{id}/refusal")
    Object refuse(Authentication owner, @PathVariable String id, @RequestParam Map<String, String> form) {
        return decide(owner, id, "refusal", form, decideProposal::refuse);
    }

    @PostMapping("/{id}/withdrawal")
    Object withdraw(Authentication owner, @PathVariable String id, @RequestParam Map<String, String> form) {
        return decide(owner, id, "withdrawal", form, decideProposal::withdraw);
    }

    private interface Step {
        ModelProposal take(String person, String id, String reasons);
    }

    private Object decide(Authentication owner, String id, String what, Map<String, String> form, Step step) {
        var sent = Sent.of(what, "", form);
        try {
            step.take(owner.getName(), id, sent.value(REASONS));
            return ResponseEntity.status(HttpStatus.SEE_OTHER)
                    .location(URI.create("/processes/proposals/" + id + "?done=" + what))
                    .build();
        } catch (NotFound e) {
            return missing();
        } catch (Invalid e) {
            return again(owner, id, sent.refused(e.field(), e.getMessage()), HttpStatus.UNPROCESSABLE_ENTITY);
        } catch (WrongState e) {
            return again(owner, id, sent.refused(Sent.NO_FIELD, e.getMessage()), HttpStatus.CONFLICT);
        } catch (Refused e) {
            return again(owner, id, sent.refused(Sent.NO_FIELD, e.getMessage()), e.status());
        }
    }

    private ModelAndView again(Authentication owner, String id, Sent sent, HttpStatus status) {
        return page(owner, proposals.find(id).orElseThrow(), status).addObject("sent", sent);
    }

    private ModelAndView page(Authentication owner, ModelProposal proposal, HttpStatus status) {
        return new ModelAndView("proposal", status)
                .addObject("proposal", proposal)
                .addObject("changes", reading.changes(proposal))
                .addObject("stale", reading.stale(proposal))
                .addObject("mine", proposal.proposedBy().equals(owner.getName()));
    }

    private static ModelAndView missing() {
        return ErrorPage.of(HttpStatus.NOT_FOUND);
    }
}
