package org.countersign.access;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.PathContainer;

class PermissionTableTest {

    private static final int ROLES = Role.values().length;
    private static final String HEAD =
            "method, path, " + Stream.of(Role.values()).map(Role::column).collect(joining(", ")) + "\n";
    private static final String CLOSED = "-, ".repeat(ROLES - 1) + "-\n";
    private static final String STAFF = "-, -, " + "yes, ".repeat(ROLES - 3) + "yes\n";

    private final PermissionTable table = new PermissionTable();

    @Test
    void saysNothingAboutWhatItDoesNotName() throws IOException {
        table.add("t.csv", new StringReader(HEAD + "GET, /cases, " + STAFF));
        assertThat(about("GET", "/cases")).hasSize(1);
        assertThat(about("HEAD", "/cases")).hasSize(1);
        assertThat(about("POST", "/cases")).isEmpty();
        assertThat(about("OPTIONS", "/cases")).isEmpty();
        assertThat(about("GET", "/cases/")).isEmpty();
        assertThat(about("GET", "/CASES")).isEmpty();
        assertThat(about("GET", "/cases.json")).isEmpty();
        assertThat(about("GET", "/cases/x")).isEmpty();
        assertThat(about("GET", "/")).isEmpty();
    }

    @Test
    void theMoreExactRowSpeaksWhereverItStands() throws IOException {
        table.add(
                "t.csv",
                new StringReader(HEAD
                        + ("GET, /a/**, " + CLOSED)
                        + ("GET, /a/*/c, " + STAFF)
                        + ("GET, /a/b:*/c, " + CLOSED)
                        + ("GET, /a/b:1/c, " + STAFF)));
        assertThat(place("/a/x/y")).containsExactly("t.csv:2");
        assertThat(place("/a/x/c")).containsExactly("t.csv:3");
        assertThat(place("/a/b:2/c")).containsExactly("t.csv:4");
        assertThat(place("/a/b:1/c")).containsExactly("t.csv:5");
    }

    @Test
    void whenNeitherRowIsMoreExactBothSpeak() throws IOException {
        table.add("t.csv", new StringReader(HEAD + "GET, /a/*/c, " + STAFF + "GET, /a/b/*, " + CLOSED));
        assertThat(place("/a/b/c")).containsExactlyInAnyOrder("t.csv:2", "t.csv:3");
    }

    @Test
    void aRowForEveryMethodIsNotOpenedByOneThatSaysLessAboutThePath() throws IOException {
        table.add("t.csv", new StringReader(HEAD + "GET, /a/*, " + STAFF + "*, /a/b, " + CLOSED));
        assertThat(place("/a/b")).contains("t.csv:3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET, /a, -\n", // cells are missing
                "GET, /a, #-, -\n", // one too many
                "GET, /a, #perhaps\n",
                "GET, /a, #YES\n",
                "GET, /a, #\n",
                "FETCH, /a, #-\n",
                "get, /a, #-\n",
                ", /a, #-\n",
                "GET, a, #-\n",
                "GET, , #-\n",
                "GET, /**, #-\n",
                "GET, /*/a, #-\n",
                "GET, /a/**/b, #-\n",
                "GET, /a/{id}, #-\n",
                "GET, /a/*b, #-\n",
                "GET, /a//b, #-\n",
                "GET, /a, +-\n", // open to strangers, closed to some
                "GET, /a, +demo\n",
                "GET, /a, demo, %-\n",
                "*, /a, #yes\n", // nobody knows which methods there will be
                "GET, /a, #-\nGET, /a, #-\n",
                "GET POST, /a, #-\nPOST, /a, #yes\n"
            })
    void refusesRowsThatCannotBeMeantWithTheirPlace(String rows) {
        assertThatThrownBy(() -> table.add("t.csv", new StringReader(HEAD + written(rows))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("t.csv:");
    }

    /** # stands for closed, + for open in every role but the last, % in every role but the first and the last. */
    private static String written(String rows) {
        return rows.replace("#", "-, ".repeat(ROLES - 1))
                .replace("+", "yes, ".repeat(ROLES - 1))
                .replace("%", "-, ".repeat(ROLES - 2));
    }

    @Test
    void refusesATableWithoutOneOfTheRoles() {
        assertThatThrownBy(() -> table.add("t.csv", new StringReader(HEAD.replace(" auditor,", ""))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyGroupOfStaffHasARole() {
        assertThat(StaffGroups.all())
                .allSatisfy(
                        group -> assertThat(Role.of(List.of(group))).as(group).hasSize(2));
        assertThat(Role.of(List.of("camunda-admin", "stranger", "lab", ""))).containsExactly(Role.STRANGER);
    }

    private List<Permission> about(String method, String path) {
        return table.about(method, PathContainer.parsePath(path));
    }

    private List<String> place(String path) {
        return about("GET", path).stream().map(Permission::place).toList();
    }
}
