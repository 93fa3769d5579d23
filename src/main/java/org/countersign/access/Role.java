package org.countersign.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The columns of the table of permissions, in its order: who asks. Somebody may have several roles. */
enum Role {
    STRANGER(List.of()),
    LAB(List.of()),
    INTAKE(List.of(StaffGroups.INTAKE)),
    AGENCY(StaffGroups.AGENCIES),
    DIRECTOR(StaffGroups.directors()),
    COMMITTEE(List.of(StaffGroups.OPERATING_COMMITTEE)),
    AUDITOR(List.of(StaffGroups.AUDITORS)),
    APPEALS(List.of(StaffGroups.APPEALS)),
    RECORDS(List.of(StaffGroups.RECORDS)),
    OWNER(List.of(StaffGroups.PROCESS_OWNERS)),
    ADMIN(List.of(StaffGroups.ADMINISTRATORS));

    private final List<String> groups;

    Role(List<String> groups) {
        this.groups = groups;
    }

    /** As the head of the table names it. */
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Groups that no column knows give no role, and nothing is open to somebody without one but to strangers, too. */
    static Set<Role> of(Collection<String> groups) {
        Set<Role> roles = EnumSet.of(STRANGER);
        for (Role role : values()) {
            if (role.groups.stream().anyMatch(groups::contains)) {
                roles.add(role);
            }
        }
        return roles;
    }
}
