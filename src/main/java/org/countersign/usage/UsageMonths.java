package org.countersign.usage;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The months there are tables for. A node asks the database for each of them once. */
@Component
class UsageMonths {

    private final JdbcClient db;
    private final TransactionTemplate apart;
    private final Set<YearMonth> open = ConcurrentHashMap.newKeySet();

    UsageMonths(JdbcClient db, PlatformTransactionManager transactions) {
        this.db = db;
        apart = new TransactionTemplate(transactions);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Before the transaction that needs them holds anything: a table is attached beside the reports of other months. */
    void open(Collection<LocalDate> ends) {
        ends.stream().map(YearMonth::from).distinct().forEach(month -> {
            if (!open.contains(month)) {
                apart.executeWithoutResult(status -> db.sql("SELECT open_usage_month(?)")
                        .param(month.atDay(1))
                        .query((row, n) -> month)
                        .list());
                open.add(month);
            }
        });
    }
}
