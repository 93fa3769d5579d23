package org.countersign.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.NotifyAcquisitionRejectedJobsHandler;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.TestServers;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.Cases;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How fast the timers of many licenses that fell due while no node was up are run: with our settings of the engine and with
 * its defaults, in turn. No test of its own; run it with
 * {@code mvn -q test -Dtest=MeasureDrain -Dfsync=true -Dlicenses=50000}.
 */
@CountersignTest
@TestPropertySource(properties = "camunda.bpm.job-execution.enabled=true")
class MeasureDrain {

    private static final int LICENSES = Integer.getInteger("licenses", 50_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 2);
    private static final Duration PATIENCE = Duration.ofMinutes(Integer.getInteger("minutes", 10));
    /** Seldom enough to cost nothing beside what is measured. */
    private static final Duration POLL = Duration.ofSeconds(2);

    @Autowired
    private Cases cases;

    @Autowired
    private TimeMachine time;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TransactionTemplate transaction;

    /** The first day of the month that has no reports yet. */
    private LocalDate unreported;

    @Test
    void drain() throws Exception {
        var settings = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        JobExecutor executor = settings.getJobExecutor();
        executor.unregisterProcessEngine((ProcessEngineImpl) engine);
        System.out.println("fsync=" + db.sql("SHOW fsync").query(String.class).single());
        watch();
        System.out.printf("%,d timers in the table%n", count("SELECT count(*) FROM act_ru_job"));
        for (int round = 0; round < ROUNDS; round++) {
            double rateOfOurs = measure("ours", executor, settings, true);
            double rateOfDefault = measure("default", byDefault(), settings, false);
            System.out.printf("ratio %.2f%n", rateOfOurs / rateOfDefault);
        }
    }

    /** As the engine makes it when nothing is set. */
    private static JobExecutor byDefault() {
        var executor = new DefaultJobExecutor();
        executor.setRejectedJobsHandler(new NotifyAcquisitionRejectedJobsHandler());
        return executor;
    }

    private void watch() throws Exception {
        Instant now = time.now();
        UsageLoad.licenses(TestServers.DATABASE, LICENSES, now, "low");
        unreported = CoveredDays.day(now);
        Instant end = now.plus(Duration.ofDays(3_600));
        var threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Object>> starts = IntStream.rangeClosed(1, LICENSES)
                    .<Callable<Object>>mapToObj(n -> () -> {
                        transaction.executeWithoutResult(
                                status -> cases.startMonitoring("CS-U-" + n, "used-" + n, "used-" + n, "", "low", end));
                        return null;
                    })
                    .toList();
            for (var start : threads.invokeAll(starts)) {
                start.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Lets the reports of one more month be there and their dates pass, and has them looked at. */
    private double measure(String name, JobExecutor executor, ProcessEngineConfigurationImpl settings, boolean ours)
            throws Exception {
        LocalDate end = unreported.with(TemporalAdjusters.lastDayOfMonth());
        UsageLoad.reports(TestServers.DATABASE, unreported, end);
        unreported = end.plusDays(1);
        time.passTo(end.plusDays(12).atStartOfDay().toInstant(ZoneOffset.UTC));
        db.sql(
                        ours
                                ? "CREATE INDEX IF NOT EXISTS countersign_job_due ON act_ru_job (duedate_)"
                                : "DROP INDEX countersign_job_due")
                .update();
        vacuum();
        long due = due();
        settings.setJobExecutorAcquireByDueDate(ours);
        settings.setEnsureJobDueDateNotNull(ours);
        settings.setJobExecutor(executor);
        executor.registerProcessEngine((ProcessEngineImpl) engine);
        Duration databaseBefore = databaseCpu();
        long begin = System.nanoTime();
        executor.start();
        long left = due;
        while (left > 0 && System.nanoTime() - begin < PATIENCE.toNanos()) {
            LockSupport.parkNanos(POLL.toNanos());
            left = due();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        executor.unregisterProcessEngine((ProcessEngineImpl) engine);
        double rate = (due - left) / seconds;
        System.out.printf(
                "%s: %,d of %,d due timers in %.1f s: %,.0f/s (database %.1f s of its CPU; load %.1f)%n",
                name,
                due - left,
                due,
                seconds,
                rate,
                databaseCpu().minus(databaseBefore).toMillis() / 1e3,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        assertThat(count("SELECT count(*) FROM act_ru_incident")).isZero();
        if (left > 0) {
            settings.setJobExecutorAcquireByDueDate(true);
            time.runDueJobs();
        }
        return rate;
    }

    private long due() {
        return db.sql("SELECT count(*) FROM act_ru_job WHERE duedate_ <= ? AND handler_type_ = ?")
                .params(Timestamp.from(time.now()), "timer-intermediate-transition")
                .query(Long.class)
                .single();
    }

    private long count(String sql) {
        return db.sql(sql).query(Long.class).single();
    }

    private static void vacuum() throws SQLException {
        try (Connection owner = DriverManager.getConnection(
                        TestServers.DATABASE.url(),
                        TestServers.DATABASE.ownerUser(),
                        TestServers.DATABASE.ownerPassword());
                Statement sql = owner.createStatement()) {
            sql.execute("VACUUM ANALYZE");
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
}
