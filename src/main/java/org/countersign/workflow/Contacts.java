package org.countersign.workflow;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** How somebody outside reaches a person of an office. */
@Component
public class Contacts {

    private final IdentityService identity;

    Contacts(@Lazy IdentityService identity) {
        this.identity = identity;
    }

    /** Name and address as far as they are known here: {@code Ann Lee, ann.lee@agency.example}; else the account. */
    public String of(String person) {
        User user = identity.createUserQuery().userId(person).singleResult();
        if (user == null) {
            return person;
        }
        String name = Stream.of(user.getFirstName(), user.getLastName())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "))
                .strip();
        String words = Stream.of(name, user.getEmail())
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? person : words;
    }
}
