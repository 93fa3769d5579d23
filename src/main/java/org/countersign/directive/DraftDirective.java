package org.countersign.directive;

import java.time.Clock;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.workflow.EmergencyDirective;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Start;

/** A director drafts a directive. Draft, preview and process come together or not at all; no license changes yet. */
@ForProcesses
class DraftDirective implements JavaDelegate {

    private final ReadWording reading;
    private final Directives directives;
    private final Signatories signatories;
    private final Journal journal;
    private final Clock clock;

    DraftDirective(ReadWording reading, Directives directives, Signatories signatories, Journal journal, Clock clock) {
        this.reading = reading;
        this.directives = directives;
        this.signatories = signatories;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Start start = Start.of(execution);
        String agency = signatories
                .agencyOf(start.groups())
                .orElseThrow(() -> start.refused("process", "Only a director of an agency can draft a directive."));
        Wording words = reading.from(start);
        directives.sayingTheSame(words).ifPresent(reference -> {
            throw start.refused("population", "%s says exactly this already.".formatted(reference));
        });
        Directive drafted = add(words, start.actor(), agency);
        journal.record(start.actor(), "directive-drafted", drafted.reference(), contentOf(drafted));
        start.name(drafted.reference());
        start.route(EmergencyDirective.DIRECTIVE_ID, drafted.id());
        start.route(EmergencyDirective.CASE_TITLE, drafted.title());
        start.route(EmergencyDirective.DRAFTER, start.actor());
        start.route(EmergencyDirective.DIRECTORS, signatories.all());
        start.route(EmergencyDirective.OTHER_DIRECTORS, signatories.allBut(agency));
        start.route(EmergencyDirective.EXPIRES_AT, Date.from(drafted.expiresAt()));
    }

    private Directive add(Wording words, String by, String agency) {
        Instant now = clock.instant();
        long number = directives.nextNumber();
        String reference =
                "CD-%d-%06d".formatted(Year.from(now.atOffset(ZoneOffset.UTC)).getValue(), number);
        String id = UUID.randomUUID().toString();
        directives.add(id, number, reference, words, now, by, agency);
        return directives.get(id);
    }

    private static Map<String, Object> contentOf(Directive directive) {
        var content = new LinkedHashMap<String, Object>();
        content.put("directiveId", directive.id());
        content.put("population", directive.population());
        content.put("releaseIds", directive.releaseIds());
        content.put("carveOuts", directive.carveOuts());
        content.put("foreignPersonRule", directive.foreignPersonRule());
        content.put("legalGround", directive.legalGround());
        content.put("evidence", directive.evidence());
        content.put("exception", directive.exception());
        content.put("expiresAt", directive.expiresAt());
        content.put("agency", directive.draftedFor());
        content.put("preview", directive.previewed());
        return content;
    }
}
