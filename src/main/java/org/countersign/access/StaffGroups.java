package org.countersign.access;

import java.util.ArrayList;
import java.util.List;
import org.countersign.workflow.AgencySignOff;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/** The groups staff belong to. */
public final class StaffGroups {

    public static final String INTAKE = "intake";
    public static final String OPERATING_COMMITTEE = "operating-committee";
    public static final String AUDITORS = "auditors";
    public static final String APPEALS = "appeals";
    public static final String RECORDS = "records";
    public static final String PROCESS_OWNERS = "process-owners";
    public static final String ADMINISTRATORS = "administrators";

    public static final List<String> AGENCIES = AgencySignOff.AGENCIES;

    private StaffGroups() {}

    /** Those of somebody who is signed in. */
    public static List<String> of(Authentication person) {
        return person.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .toList();
    }

    /** Everybody who works on applications: they see the whole case. */
    public static List<String> caseworkers() {
        var groups = new ArrayList<>(List.of(INTAKE, OPERATING_COMMITTEE, APPEALS));
        for (String agency : AGENCIES) {
            groups.add(agency);
            groups.add(agency + "-directors");
        }
        return groups;
    }

    /** Who signs for an agency. */
    public static List<String> directors() {
        return AGENCIES.stream().map(agency -> agency + "-directors").toList();
    }

    /** Everybody who works on cases or keeps their records, and those who look after the processes. */
    public static List<String> all() {
        var groups = new ArrayList<>(caseworkers());
        groups.addAll(List.of(AUDITORS, RECORDS, PROCESS_OWNERS, ADMINISTRATORS));
        return groups;
    }
}
