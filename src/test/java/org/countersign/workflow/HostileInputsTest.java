package org.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.query.Query;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.countersign.testing.Canary;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.HostileModels;
import org.countersign.testing.HostileModels.Hostile;
import org.countersign.testing.HostileTables;
import org.countersign.testing.LabApi;
import org.countersign.testing.Unguarded;
import org.countersign.testing.Visitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Hostile models, forms, filters and queries, made for every place that takes an expression. A canary sings when one
 * is evaluated: it must stay silent at the door, and behind it. An ordinary run takes every place and turns the ways
 * to attack it; {@code mvn test -Dtest=HostileInputsTest -Dhostile=all} takes every place in every way.
 */
@CountersignTest
class HostileInputsTest {

    private static final List<String> PEOPLE = List.of("oncd.reviewer", "process.owner", "admin");
    private static final boolean ALL = "all".equals(System.getProperty("hostile"));
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The engine makes this class while it reads the diagram, and asks nobody: nothing but the check is before it. */
    private static final Set<String> ONLY_THE_CHECK = Set.of("class of a form handler");

    @Autowired
    private LabApi api;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private TaskService tasks;

    @Autowired
    private HistoryService history;

    @Autowired
    private FilterService filters;

    @Autowired
    private DecisionService decisions;

    @Autowired
    private ProcessEngineConfigurationImpl engine;

    @Autowired
    private DefaultListableBeanFactory beans;

    private int sungBefore;

    @BeforeEach
    void putTheCanaryAmongTheBeans() {
        beans.registerSingleton("canary", new Canary());
        sungBefore = Canary.sung();
    }

    @AfterEach
    void itHasNotSung() {
        beans.destroySingleton("canary");
        assertThat(Canary.sung()).as("canaries executed").isEqualTo(sungBefore);
    }

    /** Every so manieth: as there are six ways at each place, every place comes up. */
    private static List<Hostile> diagrams(int step) {
        List<Hostile> all = HostileModels.diagrams();
        return IntStream.range(0, all.size())
                .filter(number -> number % step == 0)
                .mapToObj(all::get)
                .toList();
    }

    @Test
    void noHostileModelIsDeployedByAnyCode() {
        List<Hostile> all = new ArrayList<>(diagrams(ALL ? 1 : 2));
        all.addAll(HostileTables.tables());
        all.addAll(HostileTables.forms());
        assertThat(all.size()).isGreaterThan(300);
        long before = repository.createDeploymentQuery().count();
        for (Hostile hostile : all) {
            assertThatThrownBy(() -> deployment(hostile).deploy())
                    .as(hostile.name())
                    .isInstanceOfSatisfying(ParseException.class, refused -> {
                        var report = refused.getResorceReports().get(0);
                        assertThat(report.getResourceName()).isEqualTo(hostile.file());
                        assertThat(report.getErrors()).isNotEmpty().allSatisfy(error -> {
                            assertThat(error.getLine()).isPositive();
                            assertThat(error.getMessage()).isNotBlank();
                        });
                    });
        }
        assertThat(repository.createDeploymentQuery().count()).isEqualTo(before);
        System.out.printf("%d hostile models and forms: none deployed%n", all.size());
    }

    /** The engine reads a file as its first line says; this check would read another one. */
    @Test
    void noModelInAnotherEncodingIsDeployed() throws IOException {
        String diagram = Files.readString(Path.of("processes", "party-screening.bpmn"));
        for (String encoding : List.of("Shift_JIS", "UTF-16", "windows-1252")) {
            assertThatThrownBy(() -> repository
                            .createDeployment()
                            .addString(
                                    "party-screening.bpmn",
                                    diagram.replace("encoding=\"UTF-8\"", "encoding=\"" + encoding + "\""))
                            .deploy())
                    .isInstanceOf(ParseException.class)
                    .hasMessageContaining("Line 1");
        }
    }

    /** A second wall: even what has come around the check, and runs, reaches nothing. */
    @Test
    void whatGotAroundTheCheckRunsNothing() {
        var started = new AtomicInteger();
        var deployed = new AtomicInteger();
        for (Hostile hostile : diagrams(ALL ? 1 : 5)) {
            if (ONLY_THE_CHECK.contains(hostile.name())) {
                continue;
            }
            attempted(hostile, key -> {
                deployed.incrementAndGet();
                try {
                    runtime.startProcessInstanceByKey(key);
                    started.incrementAndGet();
                    tasks.createTaskQuery()
                            .processDefinitionKey(key)
                            .list()
                            .forEach(task -> tasks.complete(task.getId()));
                } catch (ProcessEngineException | ClassCastException | IllegalArgumentException e) {
                    assertThat(e).as(hostile.name()).isNotNull(); // refused where it would have run
                }
            });
        }
        for (Hostile hostile : HostileTables.tables()) {
            if (!hostile.text().contains("1000000000")) {
                attempted(hostile, key -> {
                    deployed.incrementAndGet();
                    try {
                        decisions
                                .evaluateDecisionByKey(key)
                                .variables(Map.of("a", "a"))
                                .evaluate();
                    } catch (RuntimeException e) {
                        assertThat(e).as(hostile.name()).isNotNull();
                    }
                });
            }
        }
        assertThat(deployed.get()).isGreaterThan(100);
        System.out.printf(
                "around the check: %d deployed, %d started, %d canaries%n",
                deployed.get(), started.get(), Canary.sung() - sungBefore);
    }

    private void attempted(Hostile hostile, java.util.function.Consumer<String> use) {
        String id;
        try {
            id = Unguarded.deploy(engine, deployment(hostile));
        } catch (ProcessEngineException e) {
            return; // the engine's own parser has refused it
        }
        try {
            use.accept(hostile.file().substring(0, hostile.file().lastIndexOf('.')));
        } finally {
            repository.deleteDeployment(id, true, true, true);
        }
    }

    private DeploymentBuilder deployment(Hostile hostile) {
        return repository.createDeployment().addString(hostile.file(), hostile.text());
    }

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
        assertThat(Canary.sung()).isEqualTo(sungBefore);
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

    /** The same parse as ours, so a byte order or an encoding does not hide anything from it. */
    @Test
    void anotherEncodingHidesNothing() {
        Hostile hostile = HostileModels.diagrams().get(0);
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            String text = hostile.text().replace("encoding='UTF-8'", "encoding='" + charset.name() + "'");
            assertThatThrownBy(() -> repository
                            .createDeployment()
                            .addInputStream(
                                    "access-review.bpmn", new java.io.ByteArrayInputStream(text.getBytes(charset)))
                            .deploy())
                    .isInstanceOf(ParseException.class);
        }
    }
}
