package org.countersign.records;

import java.sql.Array;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.countersign.journal.Journal;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.RecordsRetention;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Disposes of what the schedule no longer keeps, a portion of each kind at a time: the process comes back for the rest. A
 * portion that is done twice finds nothing the second time.
 */
@ForProcesses
class DisposeRecords implements JavaDelegate {

    private static final int AT_ONCE = 200;

    private final Schedule schedule;
    private final JdbcClient db;
    private final Journal journal;
    private final Clock clock;

    DisposeRecords(Schedule schedule, JdbcClient db, Journal journal, Clock clock) {
        this.schedule = schedule;
        this.db = db;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        boolean more = false;
        for (String kind : schedule.kinds()) {
            more |= dispose(kind).size() == AT_ONCE;
        }
        execution.setVariable(RecordsRetention.MORE_RECORDS, more);
    }

    private List<String> dispose(String kind) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        List<String> gone = db.sql("SELECT dispose_records(?, ?, ?)")
                .params(kind, now, AT_ONCE)
                .query((row, n) -> ids(row.getArray(1)))
                .single();
        if (!gone.isEmpty()) {
            String digest = DigestUtils.sha256Hex(String.join("\n", gone) + "\n");
            db.sql(
                            """
                    INSERT INTO disposal (id, kind, items, digest, before, disposed_at)
                    SELECT ?, kind, ?, ?, ?::timestamptz - make_interval(days => keep_days), ?
                    FROM retention_rule WHERE kind = ?""")
                    .params(UUID.randomUUID().toString(), gone.size(), digest, now, now, kind)
                    .update();
            journal.record("system", "records-disposed", kind, Map.of("items", gone.size(), "idsSha256", digest));
        }
        return gone;
    }

    private static List<String> ids(Array array) throws java.sql.SQLException {
        return List.of((String[]) array.getArray());
    }
}
