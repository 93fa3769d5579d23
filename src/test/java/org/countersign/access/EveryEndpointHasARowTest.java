package org.countersign.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.countersign.testing.CountersignTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.http.server.PathContainer;

/** The table of permissions and what the application answers: each has the other. */
@CountersignTest
class EveryEndpointHasARowTest {

    @Autowired
    private AutowireCapableBeanFactory beans;

    private final PermissionTable table = PermissionTable.read();
    private Endpoints endpoints;

    @BeforeEach
    void asksTheApplication() {
        endpoints = beans.createBean(Endpoints.class);
    }

    @Test
    void nothingIsAnsweredThatTheTableDoesNotName() {
        Set<String> missing = new TreeSet<>();
        for (Endpoint endpoint : endpoints.all()) {
            for (String path : endpoint.examples()) {
                List<Permission> rows = table.about(endpoint.method(), PathContainer.parsePath(path));
                if (rows.size() != 1) {
                    missing.add(endpoint.method() + " " + path + " has " + rows);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyRowIsAboutSomethingThatIsThere() {
        Set<Endpoint> all = endpoints.all();
        Set<Permission> needed = new HashSet<>();
        for (Endpoint endpoint : all) {
            endpoint.examples()
                    .forEach(path -> needed.addAll(table.about(endpoint.method(), PathContainer.parsePath(path))));
        }
        assertThat(table.rows().stream()
                        .filter(row ->
                                !needed.contains(row) && all.stream().noneMatch(endpoint -> endpoint.answers(row)))
                        .map(row -> row.place() + " " + row.methods() + " " + row.path()))
                .isEmpty();
    }

    /** A servlet or a filter that is new here may answer what no list of endpoints shows. */
    @Test
    void everyServletAndEveryFilterIsKnown() {
        assertThat(endpoints.servletPaths())
                .containsExactlyInAnyOrder(
                        "/",
                        "/engine-rest/*",
                        "/engine-rest/deployment/create", // in front of the engine's own, for Modeler
                        "/camunda/api/admin/*",
                        "/camunda/api/cockpit/*",
                        "/camunda/api/engine/*",
                        "/camunda/api/tasklist/*",
                        "/camunda/api/welcome/*");
        assertThat(endpoints.filters()).allMatch(Answering::isKnown);
    }
}
