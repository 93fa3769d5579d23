package org.countersign.signoff;

import java.util.Collection;
import java.util.Map;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.application.CaseStatus;
import org.countersign.journal.Journal;
import org.countersign.problem.Invalid;
import org.countersign.problem.WrongState;
import org.countersign.workflow.Cases;
import org.countersign.workflow.Duties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A director asks one more agency to sign off on a case, with reasons. Its clock starts now. */
@Component
public class AddAgency {

    private final Applications applications;
    private final Agencies agencies;
    private final SignOffs signOffs;
    private final CaseStatus status;
    private final Cases cases;
    private final Journal journal;

    AddAgency(
            Applications applications,
            Agencies agencies,
            SignOffs signOffs,
            CaseStatus status,
            Cases cases,
            Journal journal) {
        this.applications = applications;
        this.agencies = agencies;
        this.signOffs = signOffs;
        this.status = status;
        this.cases = cases;
        this.journal = journal;
    }

    /** May a person with these groups add an agency? */
    public static boolean mayAdd(Collection<String> groups) {
        return Duties.conflictIn(groups).isEmpty() && groups.stream().anyMatch(group -> group.endsWith("-directors"));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public SignOff add(Application application, String agency, String reasons, String addedBy) {
        String name = agencies.shortNames().get(agency);
        if (name == null) {
            throw new Invalid("agency", "There is no such agency.");
        }
        if (reasons.isBlank()) {
            throw new Invalid("reasons", "Say why the case needs this agency.");
        }
        Application current = applications.locked(application.id());
        if (signOffs.find(current.id(), agency).isPresent()) {
            throw new WrongState(name + " signs off on this case already.");
        }
        SignOff added = signOffs.ask(current.id(), agency, reasons.strip(), addedBy, null);
        journal.record(
                addedBy, "agency-added", current.reference(), Map.of("agency", agency, "reasons", reasons.strip()));
        if (!cases.addAgency(current.reference(), agency)) {
            throw new WrongState("The agencies of this case are not at work; none can be added now.");
        }
        status.follow(current.id());
        return added;
    }
}
