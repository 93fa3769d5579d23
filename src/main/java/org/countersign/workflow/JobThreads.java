package org.countersign.workflow;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.springframework.context.annotation.Lazy;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.stereotype.Component;

/** The threads of this node that run jobs. They can be sent to rest, so that somebody else runs the jobs in their order. */
@Component
class JobThreads {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final ProcessEngine engine;

    JobThreads(@Lazy ProcessEngine engine) {
        this.engine = engine;
    }

    /** What they have begun they finish before. */
    void restDuring(Runnable work) {
        JobExecutor executor =
                ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getJobExecutor();
        if (executor == null || !executor.isActive()) {
            work.run();
            return;
        }
        executor.shutdown();
        try {
            awaitRest(executor);
            work.run();
        } finally {
            executor.start();
        }
    }

    private static void awaitRest(JobExecutor executor) {
        if (executor instanceof SpringJobExecutor spring
                && spring.getTaskExecutor() instanceof ThreadPoolTaskExecutor threads) {
            while (threads.getActiveCount() > 0 || threads.getQueueSize() > 0) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }
}
