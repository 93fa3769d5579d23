package org.countersign.access;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The engine knows every group of ours, whether or not somebody is in it yet. */
@Component
@Order(9)
class EngineGroups implements ApplicationRunner {

    private final IdentityService identity;

    EngineGroups(IdentityService identity) {
        this.identity = identity;
    }

    @Override
    @Transactional
    public void run(ApplicationArguments arguments) {
        for (String id : StaffGroups.all()) {
            if (identity.createGroupQuery().groupId(id).count() == 0) {
                Group group = identity.newGroup(id);
                group.setName(id);
                group.setType("COUNTERSIGN");
                identity.saveGroup(group);
            }
        }
    }
}
