package org.countersign.demo;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.countersign.access.LabClients;
import org.countersign.access.StaffGroups;
import org.countersign.journal.Journal;
import org.countersign.lab.Lab;
import org.countersign.lab.Labs;
import org.countersign.release.Release;
import org.countersign.release.Releases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The demo world: accounts, labs and releases, added once to an empty database; no staff where an identity provider has them. */
@Demo
@Component
@Order(20)
class DemoWorld implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(DemoWorld.class);
    private static final String PASSWORD = "demo";

    private final JdbcClient db;
    private final IdentityService identity;
    private final Labs labs;
    private final LabClients clients;
    private final Releases releases;
    private final Journal journal;
    private final Clock clock;
    private final boolean ownDatabase;
    private final boolean ownSignIn;

    DemoWorld(
            JdbcClient db,
            IdentityService identity,
            Labs labs,
            LabClients clients,
            Releases releases,
            Journal journal,
            Clock clock,
            @Value("${spring.datasource.url:}") String datasourceUrl,
            @Value("${countersign.sign-in.issuer:}") String issuer) {
        this.db = db;
        this.identity = identity;
        this.labs = labs;
        this.clients = clients;
        this.releases = releases;
        this.journal = journal;
        this.clock = clock;
        this.ownDatabase = !datasourceUrl.isEmpty();
        this.ownSignIn = !issuer.isBlank();
    }

    @Override
    @Transactional
    public void run(ApplicationArguments arguments) {
        if (ownDatabase) {
            LOG.warn("DEMONSTRATION ACCOUNTS WITH A PUBLISHED PASSWORD ARE ACTIVE IN YOUR OWN DATABASE. "
                    + "Never run this way with real cases; remove countersign.demo=true.");
        }
        boolean first = db.sql("INSERT INTO demo (seeded_at) VALUES (?) ON CONFLICT DO NOTHING")
                        .param(clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
        if (first) {
            if (!ownSignIn) {
                seedStaff();
            }
            seedLabs();
            seedReleases();
            journal.record("system", "demo-seeded", "demo", Map.of());
        }
    }

    private void seedStaff() {
        staff("intake.officer", "Iris", "Intake", StaffGroups.INTAKE);
        for (String agency : StaffGroups.AGENCIES) {
            String name = agency.length() <= 4
                    ? agency.toUpperCase(Locale.ROOT)
                    : agency.substring(0, 1).toUpperCase(Locale.ROOT) + agency.substring(1);
            staff(agency + ".reviewer", "Reviewer", name, agency);
            staff(agency + ".director", "Director", name, agency, agency + "-directors");
        }
        staff("committee.chair", "Carol", "Chair", StaffGroups.OPERATING_COMMITTEE);
        staff("auditor.one", "Oscar", "Auditor", StaffGroups.AUDITORS);
        staff("auditor.two", "Tara", "Auditor", StaffGroups.AUDITORS);
        staff("appeals.officer", "Olga", "Appeals", StaffGroups.APPEALS);
        staff("appeals.judge", "Judith", "Appeals", StaffGroups.APPEALS);
        staff("records.officer", "Rhea", "Records", StaffGroups.RECORDS);
        staff("records.second", "Ravi", "Records", StaffGroups.RECORDS);
        staff("process.owner", "Paula", "Owner", StaffGroups.PROCESS_OWNERS);
        staff("process.second", "Sam", "Owner", StaffGroups.PROCESS_OWNERS);
        staff("admin", "Adam", "Administrator", StaffGroups.ADMINISTRATORS);
    }

    private void staff(String id, String firstName, String lastName, String... groups) {
        User user = identity.newUser(id);
        user.setFirstName(firstName);
        user.setLastName(lastName);
        user.setEmail(id + "@agency.example");
        user.setPassword(PASSWORD);
        identity.saveUser(user);
        for (String groupId : groups) {
            if (identity.createGroupQuery().groupId(groupId).count() == 0) {
                Group group = identity.newGroup(groupId);
                group.setName(groupId);
                group.setType("COUNTERSIGN");
                identity.saveGroup(group);
            }
            identity.createMembership(id, groupId);
        }
    }

    private void seedLabs() {
        lab("lab-aurora", "Aurora", "demo-aurora");
        lab("lab-borealis", "Borealis", "demo-borealis");
    }

    private void lab(String id, String name, String secret) {
        labs.add(new Lab(id, name, "access@" + name.toLowerCase() + ".example"), id);
        clients.add(id, name, secret);
    }

    private void seedReleases() {
        release("aurora-5", "lab-aurora", "Aurora 5", null, "2e25", "earlier", Release.EXEMPT, "general");
        release("aurora-6", "lab-aurora", "Aurora 6", "aurora-5", "3e26", "frontier", Release.GATED, "preview");
        release("borealis-3", "lab-borealis", "Borealis 3", null, "1e26", "frontier", Release.GATED, "preview");
    }

    private void release(
            String id,
            String lab,
            String name,
            String predecessor,
            String flop,
            String tier,
            String gate,
            String stage) {
        releases.add(new Release(
                id,
                lab,
                name,
                predecessor,
                LocalDate.of(2026, 7, 1),
                new BigDecimal(flop),
                List.of("text", "image"),
                List.of("chat", "api", "agentic"),
                tier,
                gate,
                stage,
                clock.instant()));
    }
}
