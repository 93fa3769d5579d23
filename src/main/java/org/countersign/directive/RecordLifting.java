package org.countersign.directive;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.journal.Journal;
import org.countersign.workflow.Completion;
import org.countersign.workflow.EmergencyDirective;
import org.countersign.workflow.ForProcesses;

/** A director drafts the lifting of a directive, for some customers or for all. It takes a second agency, as did the directive. */
@ForProcesses
class RecordLifting implements TaskListener {

    private static final String CARVE_OUTS = "carveOuts";

    private final Directives directives;
    private final Changes changes;
    private final KnownCustomers customers;
    private final Signatories signatories;
    private final Journal journal;
    private final Clock clock;

    RecordLifting(
            Directives directives,
            Changes changes,
            KnownCustomers customers,
            Signatories signatories,
            Journal journal,
            Clock clock) {
        this.directives = directives;
        this.changes = changes;
        this.customers = customers;
        this.signatories = signatories;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        String agency = signatories
                .agencyOf(completion.groups())
                .orElseThrow(() -> completion.refused("task", "Only a director of an agency can do this."));
        Directive directive = directives.locked(SecondSignature.directiveId(completion));
        if (!directive.isInForce(clock.instant())) {
            throw completion.refused("task", "This directive is over.");
        }
        completion.actFor(agency, directive.id());
        String outcome = completion.choice("outcome", Changes.Change.LIFT, Changes.Change.CARVE_OUT);
        List<String> carveOuts = carveOuts(completion, directive, outcome.equals(Changes.Change.LIFT));
        var change = new Changes.Change(
                changes.latestOf(directive.id()).map(Changes.Change::step).orElse(0) + 1,
                outcome,
                carveOuts,
                completion.requiredText("reasons", "Give your reasons; the labs will read them."),
                completion.actor(),
                agency,
                clock.instant());
        changes.add(directive.id(), change);
        journal.record(
                completion.actor(),
                "directive-lifting-drafted",
                directive.reference(),
                Map.of("directiveId", directive.id(), "change", change));
        completion.route(EmergencyDirective.OTHER_DIRECTORS, signatories.allBut(agency));
    }

    private List<String> carveOuts(Completion completion, Directive directive, boolean lifts) {
        List<String> named = completion.list(CARVE_OUTS);
        if (lifts) {
            if (!named.isEmpty()) {
                throw completion.refused(CARVE_OUTS, "A lifting is for everybody; choose carve-out to spare some.");
            }
            return named;
        }
        if (named.isEmpty()) {
            throw completion.refused(CARVE_OUTS, "Name the customers to be spared.");
        }
        List<String> unknown = customers.unknownAmong(named);
        if (!unknown.isEmpty()) {
            throw completion.refused(CARVE_OUTS, Words.nobodyKnows("customer", unknown));
        }
        List<String> added =
                named.stream().filter(id -> !directive.carveOuts().contains(id)).toList();
        if (added.isEmpty()) {
            throw completion.refused(CARVE_OUTS, "All of these are carved out already.");
        }
        return added;
    }
}
