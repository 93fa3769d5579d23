package org.countersign.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.countersign.application.Application;
import org.countersign.testing.TestServers;
import org.countersign.testing.TimeMachine;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Many sequences in eras. In each some cases begin, people move them, time passes twice, and then nobody looks at them any
 * more. In every other era the engine checks no rights on tasks, so that our rules alone are left.
 */
final class RandomWalk {

    private static final int SEQUENCES_A_CASE = 25;
    private static final int MOST_SEQUENCES_AN_ERA = 125;
    private static final Duration STEP = Duration.ofHours(6);
    /** In days, after each third of an era; silence takes a month, and a denial is final after 45 days. */
    private static final int[][] PAUSES = {{0, 0, 0}, {0, 46, 0}, {32, 0, 0}, {0, 0, 0}};

    private final WalkPeople people = new WalkPeople();
    private final Tally tally = new Tally();
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private final WalkDoors doors;
    private final ProcessEngine engine;
    private final TimeMachine time;
    private final Clock clock;
    private final JdbcClient db;

    RandomWalk(WalkDoors doors, ProcessEngine engine, TimeMachine time, Clock clock, JdbcClient db) {
        this.doors = doors;
        this.engine = engine;
        this.time = time;
        this.clock = clock;
        this.db = db;
    }

    WalkPeople people() {
        return people;
    }

    Tally tally() {
        return tally;
    }

    /** What was neither done nor refused in words. */
    List<String> faults() {
        return faults;
    }

    List<String> applications() {
        return doors.received().stream().map(Application::id).toList();
    }

    void goes(long seed, long sequences, int workers) throws Exception {
        ((Logger) LoggerFactory.getLogger("org.countersign.workflow.CompletionGuard")).setLevel(Level.OFF);
        people.takeTheirSeats(engine.getIdentityService());
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Walk> walks = IntStream.range(0, workers)
                    .mapToObj(n -> new Walk(people, doors, engine, clock, tally, faults, seed * workers + n))
                    .toList();
            long each = sequences / workers;
            long begun = 0;
            for (long era = 0; begun < each; era++) {
                long now = Math.min(MOST_SEQUENCES_AN_ERA, each - begun);
                era(threads, walks, era, begun, now);
                begun += now;
            }
        } finally {
            threads.shutdownNow();
            people.leave(engine.getIdentityService());
            ((Logger) LoggerFactory.getLogger("org.countersign.workflow.CompletionGuard")).setLevel(null);
        }
    }

    private void era(ExecutorService threads, List<Walk> walks, long era, long first, long count) throws Exception {
        var configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        configuration.setAuthorizationEnabled(era % 2 == 0);
        try {
            int cases = (int) Math.max(2, count / SEQUENCES_A_CASE);
            took("ms in which cases began", () -> together(threads, walks, walk -> walk.begin(era, cases)));
            long done = 0;
            int[] pauses = PAUSES[(int) (era % PAUSES.length)];
            for (int third = 0; third < pauses.length; third++) {
                long from = first + done;
                long now = third == pauses.length - 1 ? count - done : count / pauses.length;
                took("ms in which people acted", () -> together(threads, walks, walk -> walk.sequences(from, now)));
                done += now;
                if (pauses[third] > 0) {
                    Duration pause = Duration.ofDays(pauses[third]);
                    took("ms in which time passed", () -> passes(pause));
                }
            }
        } finally {
            configuration.setAuthorizationEnabled(true);
            db.sql("UPDATE act_ru_job SET suspension_state_ = 2 WHERE process_instance_id_ IS NOT NULL")
                    .update();
        }
    }

    private Void passes(Duration pause) throws Exception {
        // Letters change nothing in a case, and there are many.
        db.sql("UPDATE act_ru_job SET suspension_state_ = 2 WHERE process_def_key_ = 'notice-delivery'")
                .update();
        try (var workers = new Workers(engine.getManagementService(), time, clock, STEP.toMillis(), 2)) {
            workers.advanceTo(clock.instant().plus(pause));
        }
        return null;
    }

    private void took(String what, Callable<Void> work) throws Exception {
        long began = System.nanoTime();
        work.call();
        tally.add(what, Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    private interface Step {

        void of(Walk walk);
    }

    private static Void together(ExecutorService threads, List<Walk> walks, Step step) throws Exception {
        for (Future<Boolean> done : threads.invokeAll(walks.stream()
                .<Callable<Boolean>>map(walk -> () -> {
                    step.of(walk);
                    return true;
                })
                .toList())) {
            done.get();
        }
        return null;
    }

    /** What the walk has brought about, so that nobody thinks much of one that got nowhere. */
    Map<String, Long> reached() {
        Map<String, Long> reached = new LinkedHashMap<>();
        String here = " = ANY (?)";
        for (String[] state : new String[][] {
            {"votes drafted", "vote v JOIN sign_off s ON s.id = v.sign_off_id WHERE s.application_id"},
            {
                "votes countersigned",
                "countersignature c JOIN vote v ON v.id = c.vote_id JOIN sign_off s ON s.id = v.sign_off_id"
                        + " WHERE s.application_id"
            },
            {"votes on the ladder", "escalation_vote WHERE application_id"},
            {"cases countersigned", "commerce_decision WHERE application_id"},
            {"licenses issued", "license WHERE application_id"},
            {"licenses revoked", "license WHERE status = 'revoked' AND application_id"},
            {
                "conditions released",
                "license_condition c JOIN license l ON l.id = c.license_id WHERE released_by IS NOT NULL AND application_id"
            },
            {"rebuttals considered", "rebuttal_decision WHERE application_id"},
            {"appeals decided", "appeal_decision d JOIN appeal a ON a.id = d.appeal_id WHERE application_id"},
            {
                "audits recorded",
                "audit_result r JOIN audit a ON a.id = r.audit_id JOIN license l ON l.id = a.license_id WHERE application_id"
            },
            {
                "findings checked",
                "finding_check k JOIN finding f ON f.id = k.finding_id JOIN license l ON l.id = f.license_id"
                        + " WHERE application_id"
            },
            {
                "sanctions decided",
                "sanction_decision d JOIN sanction_proposal p ON p.id = d.proposal_id JOIN license l ON l.id = p.license_id"
                        + " WHERE application_id"
            },
            {"revocations opened", "revocation WHERE application_id"},
            {"recusals", "recusal WHERE application_id"}
        }) {
            reached.put(
                    state[0],
                    db.sql("SELECT count(*) FROM " + state[1] + here)
                            .param(applications().toArray(String[]::new))
                            .query(Long.class)
                            .single());
        }
        reached.put("directives signed by two", directives("in_force_at IS NOT NULL"));
        reached.put("directives lifted", directives("state = 'lifted'"));
        return reached;
    }

    private long directives(String which) {
        return db.sql("SELECT count(*) FROM directive WHERE population LIKE 'customers:walk-%' AND " + which)
                .query(Long.class)
                .single();
    }

    /** By the owner of the tables, on a connection of its own. */
    Map<String, List<Map<String, Object>>> breaches() {
        var connection = new SingleConnectionDataSource(
                TestServers.DATABASE.url(),
                TestServers.DATABASE.ownerUser(),
                TestServers.DATABASE.ownerPassword(),
                true);
        try {
            JdbcClient owner = JdbcClient.create(connection);
            owner.sql("SET search_path TO countersign, pg_temp").update();
            return new BreachCheck(owner, people, applications()).found();
        } finally {
            connection.destroy();
        }
    }
}
