package org.countersign.directive;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.DefaultArtifactFactory;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.countersign.journal.Journal;
import org.countersign.license.Suspensions;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.DirectiveDesk;
import org.countersign.testing.LabApi;
import org.countersign.testing.TimeMachine;
import org.countersign.testing.Unguarded;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long 100,000 of 1,000,000 licenses take to go dark, by a directive and by one job each. No test of its own; run it
 * with {@code mvn -q test -Dtest=MeasureDirectives -Dfsync=true -Dlicenses=1000000}.
 */
@CountersignTest
class MeasureDirectives {

    private static final int LICENSES = Integer.getInteger("licenses", 1_000_000);
    private static final int JOBS = Integer.getInteger("jobs", 500);
    private static final String PREFIX = "m";

    @Autowired
    private ProcessEngineConfigurationImpl engine;

    @Autowired
    private DirectiveDesk desk;

    @Autowired
    private LabApi api;

    @Autowired
    private TimeMachine time;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private ManagementService management;

    @Autowired
    private Suspensions suspensions;

    @Autowired
    private Journal journal;

    @Autowired
    private JdbcClient db;

    private interface Step {
        void run() throws Exception;
    }

    private static double seconds(Step step) throws Exception {
        long begin = System.nanoTime();
        step.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    @Test
    void darkness() throws Exception {
        System.out.println("fsync=" + db.sql("SHOW fsync").query(String.class).single());
        System.out.printf(
                "loading %,d licenses: %.1f s%n",
                LICENSES, seconds(() -> LicenseLoad.load(PREFIX, LICENSES, "{}", time.now())));
        settle();
        api.send(api.request("/status-lists/0").GET());
        // One band in ten is high: a tenth of all licenses, everywhere in the tables and in the lists.
        for (int round = 0; round < 3; round++) {
            measure("band:high");
        }
        withJobs();
    }

    private void measure(String population) throws Exception {
        var words = desk.words(population, "aurora-6,borealis-3");
        var reference = new String[1];
        System.out.printf(
                "%s: draft and preview %.2f s%n", population, seconds(() -> reference[0] = desk.drafted(words)));
        desk.does(DirectiveDesk.DRAFTER, reference[0], "reviewBlastRadius", Map.of());
        settle();
        Duration before = databaseCpu();
        double commit = seconds(
                () -> desk.does(DirectiveDesk.SECOND, reference[0], "countersignDirective", DirectiveDesk.SIGN));
        double cpu = databaseCpu().minus(before).toMillis() / 1e3;
        int dark = db.sql("SELECT count(*) FROM license WHERE light <> 0")
                .query(Integer.class)
                .single();
        String customer = PREFIX + 2;
        var answer = api.get(LabApi.AURORA, "/api/v1/green-lights?releaseId=aurora-6&customerId=" + customer);
        assertThat(answer.json().get("reason").asText()).isEqualTo("directive");
        double list = seconds(
                () -> assertThat(api.send(api.request("/status-lists/0").GET()).status())
                        .isEqualTo(200));
        System.out.printf(
                "%s: %,d licenses dark, online answer red at commit; commit %.2f s (database %.2f s on its CPU), list %.2f s after it; load %.1f%n",
                population,
                dark,
                commit,
                cpu,
                list,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        desk.does("state.director", reference[0], "liftDirective", Map.of("outcome", "lift", "reasons", "Measured."));
        settle();
        double lifting =
                seconds(() -> desk.does("energy.director", reference[0], "countersignLifting", DirectiveDesk.SIGN));
        assertThat(db.sql("SELECT count(*) FROM license WHERE light <> 0")
                        .query(Integer.class)
                        .single())
                .isZero();
        System.out.printf("%s: lifting %.2f s%n", population, lifting);
        perLicense = Math.max(perLicense, commit / dark); // the slowest of all rounds
    }

    private double perLicense;

    /** The same, as the engine would do it: a process for each license whose one step is a job that suspends it. */
    private void withJobs() throws Exception {
        SuspendOne.suspensions = suspensions;
        SuspendOne.journal = journal;
        engine.setArtifactFactory(new DefaultArtifactFactory());
        Unguarded.deploy(
                engine,
                repository
                        .createDeployment()
                        .addModelInstance(
                                "one-license.bpmn",
                                Bpmn.createExecutableProcess("one-license")
                                        .camundaHistoryTimeToLive(1)
                                        .startEvent()
                                        .serviceTask("suspend")
                                        .camundaAsyncBefore()
                                        .camundaClass(SuspendOne.class)
                                        .endEvent()
                                        .done()));
        List<String> ids = db.sql("SELECT id FROM license WHERE band = 'high' ORDER BY id LIMIT ?")
                .param(JOBS)
                .query(String.class)
                .list();
        var instances = new ArrayList<String>();
        double starting = seconds(() -> ids.forEach(id -> instances.add(runtime.startProcessInstanceByKey(
                        "one-license", "M-" + id, Map.of("licenseId", id, "applicationId", applicationOf(id)))
                .getId())));
        for (int threads : List.of(1, 2)) {
            List<String> half = instances.subList((threads - 1) * JOBS / 2, threads * JOBS / 2);
            double running = seconds(() -> inThreads(threads, half));
            double each = starting / JOBS + running / half.size();
            System.out.printf(
                    "one job each, %d at a time: %.0f licenses/s (start %.2f ms, job %.2f ms each); for as many: %.0f s, ratio %.0f%n",
                    threads,
                    1 / each,
                    starting / JOBS * 1e3,
                    running / half.size() * 1e3,
                    each * LICENSES / 10,
                    each / perLicense);
        }
    }

    /** What the engine's delegates do when a license is suspended. */
    public static class SuspendOne implements JavaDelegate {

        private static Suspensions suspensions;
        private static Journal journal;

        @Override
        public void execute(DelegateExecution execution) {
            String license = (String) execution.getVariable("licenseId");
            suspensions.suspend(license, "measured", "Measured.", "state.director");
            journal.record(
                    "state.director",
                    "license-suspended",
                    execution.getProcessBusinessKey(),
                    Map.of("licenseId", license, "ground", "measured", "reasons", "Measured."));
        }
    }

    private String applicationOf(String license) {
        return db.sql("SELECT application_id FROM license WHERE id = ?")
                .param(license)
                .query(String.class)
                .single();
    }

    private void inThreads(int threads, List<String> instances) throws InterruptedException {
        Thread[] all = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            int first = t;
            all[t] = new Thread(() -> {
                for (int i = first; i < instances.size(); i += threads) {
                    management.executeJob(management
                            .createJobQuery()
                            .processInstanceId(instances.get(i))
                            .singleResult()
                            .getId());
                }
            });
        }
        Arrays.stream(all).forEach(Thread::start);
        for (Thread thread : all) {
            thread.join();
        }
    }

    /** Of all processes of the server: what else runs on this machine does not count. */
    private Duration databaseCpu() {
        long backend = db.sql("SELECT pg_backend_pid()").query(Long.class).single();
        return ProcessHandle.of(backend)
                .flatMap(ProcessHandle::parent)
                .orElseThrow()
                .children()
                .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** What autovacuum and the checkpointer do in time, so that each measurement begins alike. */
    private static void settle() throws SQLException {
        try (Connection owner = LicenseLoad.owner()) {
            LicenseLoad.run(owner, "VACUUM (ANALYZE) license");
            LicenseLoad.run(owner, "VACUUM (ANALYZE) directive_license");
        }
    }
}
