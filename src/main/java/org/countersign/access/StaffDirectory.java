package org.countersign.access;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.countersign.journal.Journal;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who is who, and in which groups, as the identity provider last said. The engine's own tables of people follow it: there
 * the rest of the house looks for whoever belongs to an office.
 */
@Component
class StaffDirectory {

    /** Who acts in the journal when nobody does, and the account that keeps the setup closed. */
    private static final Set<String> NOBODY = Set.of("system", "applicant", "demo", ClosedSetup.PLACEHOLDER);

    private final JdbcClient db;
    private final IdentityService identity;
    private final StaffSessions sessions;
    private final Journal journal;
    private final SignInSettings settings;

    StaffDirectory(
            JdbcClient db,
            @Lazy IdentityService identity,
            StaffSessions sessions,
            Journal journal,
            SignInSettings settings) {
        this.db = db;
        this.identity = identity;
        this.sessions = sessions;
        this.journal = journal;
        this.settings = settings;
    }

    /** Somebody with the groups that count now; without any, nobody who may come in. */
    record Member(String person, SortedSet<String> groups) {}

    /**
     * Takes over what was said, unless something newer was said before: then only groups that are in both count.
     *
     * @return nobody when the subject is new and has no group here, or no name that could be its own
     */
    @Transactional
    public Optional<Member> take(Said said) {
        sessions.lock(said.issuer() + " " + said.subject());
        SortedSet<String> groups = said.groups(settings.groupsClaim());
        Optional<String> known = personOf(said);
        if (known.isEmpty() && groups.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> person = known.or(() -> named(said));
        if (person.isEmpty()) {
            return Optional.empty();
        }
        if (isNews(said)) {
            follow(person.get(), said, groups);
        } else {
            groups.retainAll(groupsOf(person.get()));
        }
        return Optional.of(new Member(person.get(), groups));
    }

    private Optional<String> personOf(Said said) {
        return db.sql("SELECT person FROM staff_identity WHERE issuer = ? AND subject = ?")
                .params(said.issuer(), said.subject())
                .query(String.class)
                .optional();
    }

    /** The name of a newcomer, unless it is another's. */
    private Optional<String> named(Said said) {
        return said.name(settings.nameClaim())
                .filter(name -> !NOBODY.contains(name) && !LabRegister.isLabsOwn(name))
                .filter(name -> db.sql("INSERT INTO staff_identity (issuer, subject, person, told_at)"
                                        + " VALUES (?, ?, ?, '-infinity') ON CONFLICT DO NOTHING")
                                .params(said.issuer(), said.subject(), name)
                                .update()
                        == 1);
    }

    private boolean isNews(Said said) {
        return db.sql("UPDATE staff_identity SET told_at = :at"
                                + " WHERE issuer = :issuer AND subject = :subject AND told_at <= :at")
                        .param("at", said.at().atOffset(ZoneOffset.UTC))
                        .param("issuer", said.issuer())
                        .param("subject", said.subject())
                        .update()
                == 1;
    }

    private void follow(String person, Said said, SortedSet<String> groups) {
        describe(person, said);
        SortedSet<String> before = groupsOf(person);
        for (String group : groups) {
            if (!before.contains(group)) {
                identity.createMembership(person, group);
            }
        }
        for (String group : before) {
            if (!groups.contains(group)) {
                identity.deleteMembership(person, group);
            }
        }
        if (!before.equals(groups)) {
            sessions.endForOtherGroups(person);
            journal.record(
                    "system",
                    "staff-groups-changed",
                    person,
                    Map.of("issuer", said.issuer(), "before", List.copyOf(before), "groups", List.copyOf(groups)));
        }
    }

    private void describe(String person, Said said) {
        User user = identity.createUserQuery().userId(person).singleResult();
        if (user == null) {
            user = identity.newUser(person);
            user.setPassword(ClosedSetup.unknownPassword());
        } else if (Objects.equals(user.getFirstName(), said.firstName())
                && Objects.equals(user.getLastName(), said.lastName())
                && Objects.equals(user.getEmail(), said.email())) {
            return;
        }
        user.setFirstName(said.firstName());
        user.setLastName(said.lastName());
        user.setEmail(said.email());
        identity.saveUser(user);
    }

    private SortedSet<String> groupsOf(String person) {
        var groups = new TreeSet<String>();
        for (Group group : identity.createGroupQuery().groupMember(person).list()) {
            groups.add(group.getId());
        }
        groups.retainAll(StaffGroups.all());
        return groups;
    }
}
