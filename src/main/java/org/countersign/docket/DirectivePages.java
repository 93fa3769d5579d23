package org.countersign.docket;

import java.time.Clock;
import java.util.List;
import org.countersign.directive.Acknowledgements;
import org.countersign.directive.Changes;
import org.countersign.directive.Directive;
import org.countersign.directive.Directives;
import org.countersign.directive.ForeignPersonRules;
import org.countersign.directive.Hits;
import org.countersign.directive.Signatures;
import org.countersign.problem.ErrorPage;
import org.countersign.problem.PlainText;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The directives and all there is to say of each, for everybody of staff. */
@Controller
@RequestMapping("/directives")
class DirectivePages {

    private static final int DIRECTIVES_SHOWN = 200;
    private static final int LICENSES_A_PAGE = 100;

    private final Directives directives;
    private final Hits hits;
    private final Signatures signatures;
    private final Changes changes;
    private final Acknowledgements acknowledgements;
    private final ForeignPersonRules rules;
    private final Offices offices;
    private final JournalLines journal;
    private final Clock clock;

    DirectivePages(
            Directives directives,
            Hits hits,
            Signatures signatures,
            Changes changes,
            Acknowledgements acknowledgements,
            ForeignPersonRules rules,
            Offices offices,
            JournalLines journal,
            Clock clock) {
        this.directives = directives;
        this.hits = hits;
        this.signatures = signatures;
        this.changes = changes;
        this.acknowledgements = acknowledgements;
        this.rules = rules;
        this.offices = offices;
        this.journal = journal;
        this.clock = clock;
    }

    /** A lab, and how long it took. @param dark none as long as it has not acknowledged */
    public record LabTime(String lab, String dark, Acknowledgements.Acknowledgement told) {}

    @GetMapping
    @Transactional(readOnly = true)
    public ModelAndView list() {
        return new ModelAndView("directives")
                .addObject("directives", directives.latest(DIRECTIVES_SHOWN))
                .addObject("now", clock.instant());
    }

    @GetMapping("/{reference}")
    @Transactional(readOnly = true)
    public ModelAndView one(@PathVariable String reference, @RequestParam(defaultValue = "") String after) {
        Directive directive = directives.byReference(reference).orElse(null);
        if (directive == null) {
            return ErrorPage.of(HttpStatus.NOT_FOUND);
        }
        String id = directive.id();
        List<Hits.OneLicense> licenses = hits.previewed(id, PlainText.isPlain(after) ? after : "", LICENSES_A_PAGE + 1);
        boolean more = licenses.size() > LICENSES_A_PAGE;
        List<Hits.OneLicense> shown = more ? licenses.subList(0, LICENSES_A_PAGE) : licenses;
        return new ModelAndView("directive")
                .addObject("d", directive)
                .addObject("over", !clock.instant().isBefore(directive.expiresAt()))
                .addObject("signatures", signatures.under(id))
                .addObject("changes", changes.of(id))
                .addObject("groups", directive.wasInForce() ? hits.groupsPreviewed(id) : hits.groupsNow(id))
                .addObject("staffRows", hits.staff(id))
                .addObject("darkness", hits.darkness(id))
                .addObject("licenses", shown)
                .addObject("next", more ? shown.get(LICENSES_A_PAGE - 1).id() : null)
                .addObject("paged", !after.isEmpty())
                .addObject("labs", labs(directive))
                .addObject(
                        "rule", directive.foreignPersonRule() == null ? null : rules.get(directive.foreignPersonRule()))
                .addObject("offices", offices.names())
                .addObject("journal", journal.about(reference));
    }

    private List<LabTime> labs(Directive directive) {
        if (!directive.wasInForce()) {
            return List.of();
        }
        var told = acknowledgements.of(directive.id()).stream()
                .map(one -> new LabTime(one.labId(), DirectiveFacts.inWords(one.timeToDark(directive)), one));
        var missing = acknowledgements.missingOf(directive.id()).stream().map(lab -> new LabTime(lab, null, null));
        return java.util.stream.Stream.concat(told, missing).toList();
    }
}
