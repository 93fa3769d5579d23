package org.countersign.workflow;

import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Where those can be reached who answer for an office. */
@Component
public class Directors {

    private static final String OPERATING_COMMITTEE = "operating-committee";

    private final IdentityService identity;

    Directors(@Lazy IdentityService identity) {
        this.identity = identity;
    }

    /**
     * Of an agency its directors, of another office its members. What no group answers for alone, such as a
     * committee or the whole case, the Operating Committee does.
     */
    public List<String> emailsOf(String office) {
        return Stream.of(AgencySignOff.directorsOf(office), office, OPERATING_COMMITTEE)
                .map(this::emails)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** Everybody of a group but one. */
    public List<String> emailsOfOthers(String group, String person) {
        return emails(identity.createUserQuery().memberOfGroup(group).list().stream()
                .filter(member -> !member.getId().equals(person)));
    }

    private List<String> emails(String group) {
        return emails(identity.createUserQuery().memberOfGroup(group).list().stream());
    }

    private static List<String> emails(Stream<User> people) {
        return people.map(User::getEmail)
                .filter(email -> email != null && !email.isBlank())
                .distinct()
                .sorted()
                .toList();
    }
}
