package org.countersign.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Checks that a refused request changes no table, alarms nobody through the log and tells nothing of our inside. */
public final class NoTrace {

    private static final List<String> TABLES = List.of(
            "application",
            "idempotent_answer",
            "journal",
            "ACT_RU_EXECUTION",
            "ACT_RU_TASK",
            "notice",
            "document",
            "document_content",
            "audit",
            "audit_request",
            "audit_evidence",
            "usage_report",
            "usage_report_key",
            "finding",
            "model_proposal",
            "model_decision");

    private final JdbcClient db;

    public NoTrace(JdbcClient db) {
        this.db = db;
    }

    public LabApi.Answer of(Supplier<LabApi.Answer> request) {
        Map<String, Long> before = rows();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        LabApi.Answer answer;
        try {
            answer = request.get();
        } finally {
            root.detachAppender(log);
        }
        assertThat(rows()).as("rows after %s", answer.body()).isEqualTo(before);
        assertThat(log.list)
                .as("log of a refused request")
                .noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
                .noneMatch(event -> event.getThrowableProxy() != null);
        assertThat(answer.body())
                .doesNotContainPattern("\\b(org|com|java|jakarta|sun)\\.[a-z]+\\.")
                .doesNotContain("Exception", "\tat ", "SELECT", "INSERT", "SQL", "Caused by");
        return answer;
    }

    private Map<String, Long> rows() {
        Map<String, Long> rows = new TreeMap<>();
        TABLES.forEach(table -> rows.put(
                table, db.sql("SELECT count(*) FROM " + table).query(Long.class).single()));
        return rows;
    }
}
