package org.countersign.docket;

import java.util.Map;
import org.countersign.journal.Journal;
import org.countersign.problem.Malformed;
import org.countersign.problem.NotFound;
import org.countersign.workflow.Migrations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes what runs over to the newest version of its diagram, on record and with reasons. */
@Component
class MoveInstances {

    static final int LONGEST_REASONS = 4_000;

    private final Migrations migrations;
    private final Journal journal;
    private final TransactionTemplate transaction;

    MoveInstances(Migrations migrations, Journal journal, TransactionTemplate transaction) {
        this.migrations = migrations;
        this.journal = journal;
        this.transaction = transaction;
    }

    /**
     * What would happen. Changes nothing.
     *
     * @param skip so many are passed over, having been looked at before
     */
    Migrations.Outcome preview(String process, int skip) {
        if (skip < 0) {
            throw new Malformed("skip", "How many are passed over cannot be negative.");
        }
        if (!migrations.knows(process)) {
            throw new NotFound("process");
        }
        return migrations.preview(process, skip);
    }

    Migrations.Outcome apply(String owner, String process, int skip, String reasons) {
        Migrations.Outcome planned = preview(process, skip);
        if (planned.movable() == 0) {
            return planned;
        }
        // On record before the first one moves: each moves in a transaction of its own.
        transaction.executeWithoutResult(status -> journal.record(
                owner,
                "instances-migrated",
                process,
                Map.of(
                        "process",
                        process,
                        "toVersion",
                        planned.to(),
                        "instances",
                        planned.movable(),
                        "reasons",
                        reasons)));
        return migrations.apply(process, skip);
    }
}
