package org.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.query.Query;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.HostileModels;
import org.countersign.testing.LabApi;
import org.countersign.testing.NoCanarySings;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Queries and filters with an expression in every field that takes one, by every door and inside; as hostile as the models. */
@CountersignTest
@ExtendWith(NoCanarySings.class)
class HostileQueriesTest {

    private static final List<String> PEOPLE = List.of("oncd.reviewer", "process.owner", "admin");
    private static final boolean ALL = "all".equals(System.getProperty("hostile"));
    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    private LabApi api;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private TaskService tasks;

    @Autowired
    private HistoryService history;

    @Autowired
    private FilterService filters;

    @Test
    void noQueryOverHttpEvaluatesAnExpression() throws Exception {
        Set<String> fields = expressionFields();
        assertThat(fields).contains("assigneeExpression", "dueBeforeExpression").hasSizeGreaterThanOrEqualTo(20);
        String filter = filters.createFilterQuery()
                .filterName("My tasks")
                .singleResult()
                .getId();
        List<String> paths = List.of(
                "/task",
                "/process-instance",
                "/history/process-instance",
                "/history/task",
                "/filter/" + filter + "/list");
        String payload = HostileModels.PAYLOADS.get("reflection");
        int asked = 0;
        for (String person : PEOPLE) {
            Visitor browser = Visitor.signedIn(api, person);
            int turn = PEOPLE.indexOf(person);
            for (String field : fields) {
                List<String> shapes = shapes(field, payload);
                for (String path : paths) {
                    for (String query : shapes) {
                        if (!ALL && !path.equals("/task") && turn++ % 5 != 0) {
                            continue;
                        }
                        var overRest = api.staff(person, "POST", "/engine-rest" + path, query);
                        var byTasklist = browser.ask("/camunda/api/engine/engine/default" + path, query);
                        assertThat(overRest.status()).as(path + " " + query).isBetween(400, 499);
                        assertThat(byTasklist.status()).as(path + " " + query).isBetween(400, 499);
                        asked += 2;
                    }
                }
            }
        }
        System.out.printf("%d hostile queries over HTTP, %d fields: 0 canaries%n", asked, fields.size());
    }

    /** Every property of a query of the engine's REST interface that takes an expression, whatever it is called. */
    private static Set<String> expressionFields() throws IOException, ClassNotFoundException {
        var fields = new TreeSet<String>();
        for (var file : new PathMatchingResourcePatternResolver()
                .getResources("classpath*:org/camunda/bpm/engine/rest/dto/**/*QueryDto.class")) {
            String path = file.getURL().getPath();
            String name = path.substring(
                            path.lastIndexOf("org/camunda/bpm/engine/rest"), path.length() - ".class".length())
                    .replace('/', '.');
            for (Method method : Class.forName(name).getMethods()) {
                if (method.getName().matches("set\\w*Expression\\w*")) {
                    fields.add(Character.toLowerCase(method.getName().charAt(3))
                            + method.getName().substring(4));
                }
            }
        }
        return fields;
    }

    private static List<String> shapes(String field, String payload) throws JsonProcessingException {
        Map<String, Object> plain = Map.of(field, payload);
        Map<String, Object> either = Map.of("orQueries", List.of(plain));
        Map<String, Object> deeper = Map.of("orQueries", List.of(Map.of("orQueries", List.of(plain))));
        var shapes = new ArrayList<String>();
        for (Map<String, Object> shape : List.of(plain, either, deeper)) {
            shapes.add(JSON.writeValueAsString(shape));
        }
        return shapes;
    }

    /** Behind the doors: the queries and filters of the engine itself, and filters that are stored already. */
    @Test
    void noQueryAndNoFilterOfTheEngineEvaluatesAnExpression() {
        int asked = 0;
        List<String> payloads = List.copyOf(HostileModels.PAYLOADS.values());
        for (String payload : ALL ? payloads : payloads.subList(0, 3)) {
            for (boolean either : new boolean[] {false, true}) {
                for (Query<?, ?> query : queries()) {
                    for (Method method : expressionMethods(query)) {
                        asked++;
                        Query<?, ?> hostile =
                                with(either ? either(query.getClass()) : fresh(query.getClass()), method, payload);
                        if (hostile != null) {
                            assertThatThrownBy(hostile::list).isInstanceOf(ProcessEngineException.class);
                            stored(hostile);
                        }
                    }
                }
            }
        }
        assertThat(asked).isGreaterThan(100);
        System.out.printf("%d hostile queries and filters inside: 0 canaries%n", asked);
    }

    private List<Query<?, ?>> queries() {
        return List.of(
                tasks.createTaskQuery(),
                runtime.createProcessInstanceQuery(),
                history.createHistoricTaskInstanceQuery(),
                history.createHistoricProcessInstanceQuery());
    }

    private Query<?, ?> fresh(Class<?> kind) {
        return queries().stream().filter(kind::isInstance).findFirst().orElseThrow();
    }

    private Query<?, ?> either(Class<?> kind) {
        try {
            Query<?, ?> query = fresh(kind);
            return (Query<?, ?>) kind.getMethod("or").invoke(query);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Method> expressionMethods(Query<?, ?> query) {
        return Stream.of(query.getClass().getMethods())
                .filter(method -> method.getName().endsWith("Expression")
                        && !method.isBridge()
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}))
                .toList();
    }

    /** Null where the engine does not take the combination at all. */
    private static Query<?, ?> with(Query<?, ?> query, Method method, String payload) {
        try {
            Object asked = method.invoke(query, payload);
            try {
                return (Query<?, ?>) asked.getClass().getMethod("endOr").invoke(asked);
            } catch (InvocationTargetException notInside) {
                return (Query<?, ?>) asked;
            }
        } catch (InvocationTargetException refused) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void stored(Query<?, ?> hostile) {
        if (!(hostile instanceof org.camunda.bpm.engine.task.TaskQuery)) {
            return;
        }
        Filter filter = filters.newTaskFilter("hostile");
        filter.setQuery(hostile);
        try {
            filters.saveFilter(filter);
        } catch (RuntimeException e) {
            return;
        }
        try {
            assertThatThrownBy(() -> filters.list(filter.getId())).isInstanceOf(RuntimeException.class);
            assertThat(api.staff("admin", "GET", "/engine-rest/filter/" + filter.getId() + "/list", null)
                            .status())
                    .isGreaterThanOrEqualTo(400);
        } finally {
            filters.deleteFilter(filter.getId());
        }
    }

    @Test
    void noFilterIsMadeOrChangedFromOutside() throws Exception {
        String mine = filters.createFilterQuery()
                .filterName("My tasks")
                .singleResult()
                .getId();
        for (String person : PEOPLE) {
            for (String field : expressionFields()) {
                String body = JSON.writeValueAsString(Map.of(
                        "resourceType",
                        "Task",
                        "name",
                        "hostile",
                        "query",
                        Map.of(field, HostileModels.PAYLOADS.get("bean"))));
                assertThat(api.staff(person, "POST", "/engine-rest/filter/create", body)
                                .status())
                        .isIn(403, 404);
                assertThat(api.staff(person, "PUT", "/engine-rest/filter/" + mine, body)
                                .status())
                        .isIn(403, 404);
            }
        }
    }
}
