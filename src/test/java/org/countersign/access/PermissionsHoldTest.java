package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.countersign.access.Probe.Outcome;
import org.countersign.testing.CountersignTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole table of permissions, each row in each role, over HTTP. */
@CountersignTest
class PermissionsHoldTest {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");

    @Autowired
    private AutowireCapableBeanFactory beans;

    @Autowired
    private JdbcClient db;

    private final PermissionTable table = PermissionTable.read();
    private Probe probe;

    /** A request that the table says something about. */
    private record Cell(Permission row, Role role, String method) {

        boolean isOpen() {
            return row.permits().get(role).opens(true);
        }

        String path() {
            return row.path().getPatternString().replace("**", "x1").replace("*", "x1");
        }

        @Override
        public String toString() {
            return role.column() + " " + method + " " + path();
        }
    }

    @BeforeEach
    void findsSomebodyOfEachRole() {
        probe = beans.createBean(Probe.class);
    }

    @Test
    void whatTheTableClosesIsRefusedAndChangesNothing() {
        Map<String, String> before = everyTable();
        assertThat(broken(cells(false), Outcome::isRefused)).isEmpty();
        assertThat(everyTable()).isEqualTo(before);
    }

    @Test
    void whatTheTableOpensIsNotRefusedAtTheDoor() {
        assertThat(broken(cells(true), Outcome::isLetIn)).isEmpty();
    }

    private List<Cell> cells(boolean open) {
        return table.rows().stream()
                .flatMap(row -> methods(row)
                        .flatMap(method -> Arrays.stream(Role.values()).map(role -> new Cell(row, role, method))))
                .filter(cell -> cell.isOpen() == open)
                .toList();
    }

    private static Stream<String> methods(Permission row) {
        return row.methods().contains(Permission.ANY_METHOD) ? METHODS.stream() : row.methods().stream();
    }

    /** Each role by itself and all at once: a session belongs to one. */
    private Collection<String> broken(List<Cell> cells, Predicate<Outcome> holds) {
        var broken = new ConcurrentLinkedQueue<String>();
        Arrays.stream(Role.values()).parallel().forEach(role -> cells.stream()
                .filter(cell -> cell.role() == role)
                .forEach(cell -> {
                    Outcome outcome = probe.send(role, cell.method(), cell.path());
                    if (!holds.test(outcome)) {
                        broken.add(cell + " -> " + outcome.answer().status() + " " + outcome.open());
                    }
                }));
        return broken;
    }

    /** Of each table how many rows it has and the last transaction that wrote one; who signs in and asks is counted. */
    private Map<String, String> everyTable() {
        Map<String, String> tables = new TreeMap<>();
        db.sql("SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN ('public', 'countersign')"
                        + " AND tablename NOT LIKE 'spring_session%' AND tablename NOT IN"
                        + " ('request_lease', 'sign_in_address', 'sign_in_try', 'staff_session')"
                        + " AND has_table_privilege(schemaname || '.' || tablename, 'SELECT')")
                .query(String.class)
                .list()
                .forEach(table -> tables.put(
                        table,
                        db.sql("SELECT count(*) || ' ' || coalesce(max(xmin::text::bigint), 0) FROM " + table)
                                .query(String.class)
                                .single()));
        return tables;
    }
}
