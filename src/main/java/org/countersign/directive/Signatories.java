package org.countersign.directive;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.countersign.signoff.Agencies;
import org.countersign.workflow.AgencySignOff;
import org.springframework.stereotype.Component;

/** Who may sign for which agency: its directors. */
@Component
class Signatories {

    private final Agencies agencies;

    Signatories(Agencies agencies) {
        this.agencies = agencies;
    }

    /** The agency a person with these groups signs for. */
    Optional<String> agencyOf(Collection<String> groups) {
        return ids().stream()
                .filter(agency -> groups.contains(AgencySignOff.directorsOf(agency)))
                .findFirst();
    }

    /**
     * The agency a person with these groups signs for beside the given one. Nobody who directs that one, too, is of
     * another agency.
     */
    Optional<String> otherAgencyOf(Collection<String> groups, String first) {
        return groups.contains(AgencySignOff.directorsOf(first)) ? Optional.empty() : agencyOf(groups);
    }

    /** The groups of directors, as the engine takes them. */
    String all() {
        return groupsOf(ids());
    }

    String allBut(String agency) {
        return groupsOf(ids().stream().filter(other -> !other.equals(agency)).toList());
    }

    String shortName(String agency) {
        return agencies.shortNames().get(agency);
    }

    private List<String> ids() {
        return agencies.all().stream().map(Agencies.Agency::id).toList();
    }

    private static String groupsOf(List<String> ids) {
        return ids.stream().map(AgencySignOff::directorsOf).collect(Collectors.joining(","));
    }
}
