package org.countersign.docket;

import java.util.Collection;
import org.countersign.application.Application;
import org.countersign.license.License;
import org.countersign.license.OpenRevocation;

/** What staff do from the page of a case, without HTTP: for tests that do it very often. */
public class CaseDoor {

    private final CaseActions actions;

    CaseDoor(CaseActions actions) {
        this.actions = actions;
    }

    public void stepBack(Application application, String person, Collection<String> groups) {
        actions.stepBack(application, person, groups, "I used to work there.");
    }

    public void addAgency(Application application, String agency, String person, Collection<String> groups) {
        actions.addAgency(application, agency, "The case needs it.", person, groups);
    }

    public void releaseCondition(Application application, String id, String person, Collection<String> groups) {
        actions.releaseCondition(application, id, "It is settled.", person, groups);
    }

    public void changeCondition(Application application, String id, String person, Collection<String> groups) {
        actions.changeCondition(application, id, "Keep logs for a year.", "It is enough.", person, groups);
    }

    public void openRevocation(License license, String exception, String person, Collection<String> groups) {
        var wanted = new OpenRevocation.Wanted("Resale of access.", "Report 12.", "End the resale.", exception);
        actions.openRevocation(license, wanted, person, groups);
    }

    public void withdrawRevocation(License license, String person, Collection<String> groups) {
        actions.withdrawRevocation(license, "It was nothing.", person, groups);
    }
}
