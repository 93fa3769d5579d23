package org.countersign.license;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.screening.Rescreening;
import org.countersign.workflow.Cases;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.ScreeningRefresh;

/**
 * Screens licenses against what is new on the lists, some at a time: the process comes back for the rest, so that a
 * node that stops loses no more than one portion, which is then done again.
 */
@ForProcesses
class RescreenLicenses implements JavaDelegate {

    private static final int LICENSES_AT_ONCE = 100;

    private final Licenses licenses;
    private final Applications applications;
    private final Rescreening rescreening;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;

    RescreenLicenses(
            Licenses licenses,
            Applications applications,
            Rescreening rescreening,
            Cases cases,
            Journal journal,
            Clock clock) {
        this.licenses = licenses;
        this.applications = applications;
        this.rescreening = rescreening;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String list = (String) execution.getVariable(ScreeningRefresh.LIST_ID);
        int version = (Integer) execution.getVariable(ScreeningRefresh.AFTER_VERSION);
        String done = (String) execution.getVariable(ScreeningRefresh.SCREENED_UP_TO);
        Rescreening.Changes changes = rescreening.changesOf(list, version);
        List<License> portion = licenses.liveAfter(done, clock.instant(), LICENSES_AT_ONCE);
        long opened =
                portion.stream().filter(license -> rescreen(license, changes)).count();
        boolean more = portion.size() == LICENSES_AT_ONCE;
        execution.setVariable(ScreeningRefresh.MORE_LICENSES, more);
        if (!portion.isEmpty()) {
            execution.setVariable(
                    ScreeningRefresh.SCREENED_UP_TO,
                    portion.get(portion.size() - 1).id());
            journal.record(
                    "system",
                    "licenses-rescreened",
                    list,
                    Map.of("list", list, "afterVersion", version, "licenses", portion.size(), "withNewHits", opened));
        }
    }

    /** True when there is something new to look at. */
    private boolean rescreen(License license, Rescreening.Changes changes) {
        Application application = applications.get(license.applicationId());
        boolean newHits = rescreening.findsNewHits(application, changes);
        if (newHits) {
            cases.startLicenseScreening(application.reference(), application.id(), license.id(), application.title());
        }
        return newHits;
    }
}
