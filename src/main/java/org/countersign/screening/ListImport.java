package org.countersign.screening;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.countersign.journal.Journal;
import org.countersign.workflow.Cases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings a list in: all of it or nothing, in one transaction, with an account of what is new. Whoever is screened
 * meanwhile is screened against the list before.
 */
@Component
public class ListImport {

    private static final Logger LOG = LoggerFactory.getLogger(ListImport.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int ROWS_AT_ONCE = 500;

    private final ScreeningLists lists;
    private final ListEntries entries;
    private final ScreeningIndex index;
    private final ScreeningSettings settings;
    private final Cases cases;
    private final Journal journal;
    private final Clock clock;
    private final TransactionTemplate transaction;

    ListImport(
            ScreeningLists lists,
            ListEntries entries,
            ScreeningIndex index,
            ScreeningSettings settings,
            Cases cases,
            Journal journal,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.lists = lists;
        this.entries = entries;
        this.index = index;
        this.settings = settings;
        this.cases = cases;
        this.journal = journal;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What an import found against the list before. */
    public record Report(int rows, int added, int changed, int removed) {

        boolean isNews() {
            return added + changed + removed > 0;
        }
    }

    Report from(InputStream body, String list, String by) throws IOException {
        requireName(list);
        return from(body, list, by, false);
    }

    /** The list of the demonstration, once; afterwards whoever looks after the lists may replace or retire it. */
    public void fromDemonstration(InputStream body, String list) throws IOException {
        if (!lists.isKnown(list)) {
            from(body, list, "system", true);
        }
    }

    private Report from(InputStream body, String list, String by, boolean demo) throws IOException {
        Report report;
        try (ListUpload upload = ListUpload.receive(body)) {
            report = transaction.execute(status -> replace(upload, list, by, demo));
        }
        wake();
        return report;
    }

    private static void requireName(String list) {
        if (!NAME.matcher(list).matches()) {
            throw new BadList("list", "A list is named by 1 to 63 small letters, digits and hyphens.");
        }
    }

    private Report replace(ListUpload upload, String list, String by, boolean demo) {
        Instant now = clock.instant();
        ListInForce before = lists.lock(list, by, now);
        var replacement = new Replacement(list, before.version() + 1);
        int rows = ListFile.read(list, upload.file(), settings.maxRows(), replacement::take);
        Report report = replacement.finish(rows);
        int version = report.isNews() ? before.version() + 1 : before.version();
        lists.put(new ListInForce(list, version, rows, upload.sha256(), now, by, now, demo));
        journal.record(
                by,
                "screening-list-imported",
                list,
                Map.of("list", list, "version", version, "sha256", upload.sha256(), "counts", report));
        if (report.added() + report.changed() > 0) {
            cases.startScreeningRefresh(list, before.version());
        }
        return report;
    }

    /** Nobody is screened against it any more. Without any list in force nobody passes. */
    boolean retire(String list, String by) {
        requireName(list);
        return Boolean.TRUE.equals(transaction.execute(status -> {
            boolean retired = lists.retire(list, clock.instant());
            if (retired) {
                entries.removeAll(list);
                journal.record(by, "screening-list-retired", list, Map.of("list", list));
            }
            return retired;
        }));
    }

    /** After the commit: the list is in force whether or not this succeeds, the rest waits an hour at most. */
    private void wake() {
        try {
            index.warm();
            cases.wakeWaitingForScreening();
        } catch (RuntimeException e) {
            LOG.warn("Cases that wait for a screening list were not woken; they look again within the hour", e);
        }
    }

    /** Compares row by row and writes only what differs. */
    private final class Replacement {

        private final String list;
        private final int version;
        private final Map<String, byte[]> before;
        private final Set<String> seen = new HashSet<>();
        private final List<ListFile.Row> added = new ArrayList<>();
        private final Map<String, ListFile.Row> changed = new HashMap<>();
        private int addedRows;
        private int changedRows;

        Replacement(String list, int version) {
            this.list = list;
            this.version = version;
            this.before = entries.digestsOf(list);
        }

        void take(ListFile.Row row, long line) {
            String id = row.entry().id();
            if (!seen.add(id)) {
                throw new BadList(line, "The _id of this row has appeared before.");
            }
            byte[] known = before.get(id);
            if (known == null) {
                added.add(row);
                addedRows++;
            } else if (!java.util.Arrays.equals(known, row.digest())) {
                changed.put(id, row);
                changedRows++;
            }
            if (added.size() + changed.size() >= ROWS_AT_ONCE) {
                flush();
            }
        }

        private void flush() {
            entries.remove(list, changed.keySet());
            entries.add(changed.values(), version);
            entries.add(added, version);
            added.clear();
            changed.clear();
        }

        Report finish(int rows) {
            flush();
            Set<String> gone = new HashSet<>(before.keySet());
            gone.removeAll(seen);
            entries.remove(list, gone);
            return new Report(rows, addedRows, changedRows, gone.size());
        }
    }
}
