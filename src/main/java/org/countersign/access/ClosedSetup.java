package org.countersign.access;

import java.security.SecureRandom;
import java.util.Base64;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * While the engine knows no administrator of its own, its web applications send everybody to a setup page
 * that makes one without a sign-in (CVE-2026-77226). The page is denied; this account, whose password
 * nobody has and which has no rights, also takes away its reason to exist.
 */
@Component
@Order(9)
class ClosedSetup implements ApplicationRunner {

    static final String PLACEHOLDER = "setup-is-closed";

    private final IdentityService identity;

    ClosedSetup(IdentityService identity) {
        this.identity = identity;
    }

    @Override
    @Transactional
    public void run(ApplicationArguments arguments) {
        if (identity.createUserQuery().userId(PLACEHOLDER).count() > 0) {
            return;
        }
        User nobody = identity.newUser(PLACEHOLDER);
        nobody.setPassword(unknownPassword());
        identity.saveUser(nobody);
        if (identity.createGroupQuery().groupId(Groups.CAMUNDA_ADMIN).count() == 0) {
            Group group = identity.newGroup(Groups.CAMUNDA_ADMIN);
            group.setType(Groups.GROUP_TYPE_SYSTEM);
            identity.saveGroup(group);
        }
        identity.createMembership(PLACEHOLDER, Groups.CAMUNDA_ADMIN);
    }

    static String unknownPassword() {
        byte[] password = new byte[32];
        new SecureRandom().nextBytes(password);
        return Base64.getEncoder().encodeToString(password);
    }
}
