package org.countersign.workflow;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The oldest timers are found by their date, not by reading through all that will be due in years. The engine comes
 * without such an index. Here and not among the migrations, because the engine makes its tables when it starts.
 */
@Component
class EngineIndexes extends AbstractCamundaConfiguration {

    static final String DUE = "countersign_job_due";

    private final JdbcClient db;
    private final TransactionTemplate transaction;

    EngineIndexes(JdbcClient db, PlatformTransactionManager transactions) {
        this.db = db;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public void postProcessEngineBuild(ProcessEngine engine) {
        transaction.executeWithoutResult(status -> {
            // IF NOT EXISTS alone fails when two nodes are at it.
            db.sql("SELECT pg_advisory_xact_lock(hashtext(?))")
                    .param(DUE)
                    .query((row, number) -> number)
                    .list();
            db.sql("CREATE INDEX IF NOT EXISTS " + DUE + " ON act_ru_job (duedate_)")
                    .update();
        });
    }
}
