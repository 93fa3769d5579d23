package org.countersign.license;

import java.util.Arrays;
import org.countersign.testing.CountersignTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How large the list of a million licenses is, and how long its building takes: rows, packing, signing, storing. No test
 * of its own; run it with {@code mvn -q test -Dtest=MeasureStatusList}.
 */
@CountersignTest
class MeasureStatusList {

    private static final int ROUNDS = 5;

    @Autowired
    private StatusLists lists;

    @Autowired
    private JdbcClient db;

    @Test
    void statusList() throws Exception {
        MillionLicenses.load(10);
        lists.bringUpToDate(0); // warms up
        double[] millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            db.sql("INSERT INTO list_change (list) VALUES (0)").update();
            long start = System.nanoTime();
            lists.bringUpToDate(0);
            millis[round] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.println(db.sql("SELECT entries || ' entries, ' || dark || ' dark' FROM status_list WHERE list = 0")
                .query(String.class)
                .single());
        System.out.printf(
                "signed list: %,d bytes; built in %.0f ms (median of %d, slowest %.0f)%n",
                lists.published(0).orElseThrow().token().length(), millis[ROUNDS / 2], ROUNDS, millis[ROUNDS - 1]);
    }
}
