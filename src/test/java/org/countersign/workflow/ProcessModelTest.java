package org.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.countersign.access.StaffGroups;
import org.countersign.risk.Criteria;
import org.countersign.testing.CountersignTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The contract between diagrams, tables, forms and code: what either side names must exist on the other. */
@CountersignTest
class ProcessModelTest {

    private static final Path PROCESSES = Path.of("processes");
    private static final Path FORMS = Path.of("forms");
    private static final Pattern EXPRESSION = Pattern.compile("[$#]\\{([^}]*)}");
    private static final Pattern LEADING_NAME = Pattern.compile("^!?([a-zA-Z]+)");
    private static final Pattern MADE_BY_A_MACHINE =
            Pattern.compile(".*_[0-9a-z]{7}$|^(Activity|Gateway|Event|Flow|Process|Decision|Task|Rule|UnaryTests)_.*");

    /** Names an expression can use without a bean: the engine's own and the variables of each process. */
    private static final Set<String> VARIABLES = Set.of(
            "execution",
            "applicationId",
            "caseTitle",
            "riskBand",
            "allConcur",
            "outcome",
            "agency",
            "vote",
            "accepted",
            "informationNeeded",
            "answered",
            "questionId",
            "screeningResult",
            "resolution",
            "escalationOutcome",
            "carriedUp",
            "escalates",
            "appealId",
            "appealGround",
            "appealOutcome",
            "licenseId",
            "auditDueOn",
            "reportPeriod",
            "reportDueOn",
            "reportMissing",
            "auditId",
            "occasion",
            "secondAuditor",
            "auditResult",
            "findingId",
            "findingDueOn",
            "mended",
            "proposalId",
            "sanctionGround",
            "sanction",
            "expiresOn",
            "atOnce",
            "revocationId",
            "revocationOutcome",
            "listId",
            "afterVersion",
            "screenedUpTo",
            "moreLicenses",
            "moreRecords",
            "directiveId",
            "drafter",
            "directors",
            "otherDirectors",
            "expiresAt",
            "signing",
            "lifting",
            "noticeId");

    /** Whom a task can be for: a group, or the people the process itself has found out. */
    private static final List<String> SOMEBODY = Stream.concat(
                    StaffGroups.all().stream(), Stream.of("${drafter}", "${directors}", "${otherDirectors}"))
            .toList();

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Criteria criteria;

    static List<Path> diagrams() throws IOException {
        return files(PROCESSES, ".bpmn");
    }

    static List<Path> tables() throws IOException {
        return files(PROCESSES, ".dmn");
    }

    static List<Path> forms() throws IOException {
        return files(FORMS, ".form");
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    private static BpmnModelInstance diagram(Path file) {
        BpmnModelInstance model = Bpmn.readModelFromFile(file.toFile());
        Bpmn.validateModel(model);
        return model;
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void aProcessIsNamedLikeItsFileAndIsExecutable(Path file) {
        Process process =
                diagram(file).getModelElementsByType(Process.class).iterator().next();
        assertThat(process.getId() + ".bpmn").isEqualTo(file.getFileName().toString());
        assertThat(process.isExecutable()).isTrue();
        assertThat(process.getCamundaHistoryTimeToLiveString()).matches("P\\d+D");
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void everyNodeHasAHumanIdAndALabel(Path file) {
        BpmnModelInstance model = diagram(file);
        for (FlowNode node : model.getModelElementsByType(FlowNode.class)) {
            assertThat(node.getId()).doesNotMatch(MADE_BY_A_MACHINE).matches("[a-z][a-zA-Z]+");
            assertThat(node.getName()).as("label of %s", node.getId()).isNotBlank();
        }
        for (SequenceFlow flow : model.getModelElementsByType(SequenceFlow.class)) {
            assertThat(flow.getId()).doesNotMatch(MADE_BY_A_MACHINE);
        }
        for (ExclusiveGateway gateway : model.getModelElementsByType(ExclusiveGateway.class)) {
            if (gateway.getOutgoing().size() > 1) {
                assertThat(gateway.getName()).endsWith("?");
                assertThat(gateway.getOutgoing())
                        .allSatisfy(answer ->
                                assertThat(answer.getName()).as(answer.getId()).isNotBlank());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void everyElementIsDrawn(Path file) {
        BpmnModelInstance model = diagram(file);
        Set<String> shapes = model.getModelElementsByType(BpmnShape.class).stream()
                .map(shape -> shape.getBpmnElement().getId())
                .collect(Collectors.toSet());
        Set<String> edges = model.getModelElementsByType(BpmnEdge.class).stream()
                .map(edge -> edge.getBpmnElement().getId())
                .collect(Collectors.toSet());
        assertThat(shapes).containsAll(ids(model.getModelElementsByType(FlowNode.class)));
        assertThat(edges).containsAll(ids(model.getModelElementsByType(SequenceFlow.class)));
    }

    private static List<String> ids(Collection<? extends BaseElement> elements) {
        return elements.stream().map(BaseElement::getId).toList();
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void everyBeanADiagramNamesIsMarkedForProcesses(Path file) throws IOException {
        Matcher expressions = EXPRESSION.matcher(Files.readString(file));
        var unknown = new TreeSet<String>();
        while (expressions.find()) {
            Matcher name = LEADING_NAME.matcher(expressions.group(1).strip());
            assertThat(name.find()).as(expressions.group()).isTrue();
            if (!VARIABLES.contains(name.group(1)) && !isForProcesses(name.group(1))) {
                unknown.add(name.group(1));
            }
        }
        assertThat(unknown).isEmpty();
    }

    private boolean isForProcesses(String bean) {
        return context.containsBean(bean) && context.findAnnotationOnBean(bean, ForProcesses.class) != null;
    }

    @Test
    void everyBeanForProcessesIsUsedInADiagram() throws IOException {
        String all = allDiagrams();
        assertThat(context.getBeanNamesForAnnotation(ForProcesses.class))
                .isNotEmpty()
                .allSatisfy(bean -> assertThat(all).containsPattern("[$#]\\{!?" + bean + "[.}]"));
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void onlyDelegateExpressionsRunCode(Path file) throws IOException {
        String xml = Files.readString(file);
        assertThat(xml)
                .doesNotContain("camunda:class")
                .doesNotContain("scriptTask")
                .doesNotContain("camunda:script")
                .doesNotContain("camunda:connector")
                .doesNotContain("camunda:expression=");
        BpmnModelInstance model = diagram(file);
        assertThat(model.getModelElementsByType(ServiceTask.class))
                .allSatisfy(task -> assertThat(task.getCamundaDelegateExpression())
                        .as(task.getId())
                        .isNotBlank());
        assertThat(model.getModelElementsByType(BusinessRuleTask.class))
                .allSatisfy(task -> assertThat(task.getCamundaDelegateExpression())
                        .as(task.getId())
                        .isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void everyUserTaskHasAFormAGroupADueDateAndARecordingListener(Path file) {
        for (UserTask task : diagram(file).getModelElementsByType(UserTask.class)) {
            assertThat(FORMS.resolve(task.getCamundaFormRef() + ".form")).exists();
            assertThat(task.getCamundaFormRefBinding()).isEqualTo("latest");
            assertThat(task.getCamundaDueDate())
                    .matches("\\$\\{((reviewClock|clockLedger)\\.due\\(.*\\)|findingDueOn)}");
            assertThat(
                            task.getCamundaAssignee() == null
                                    ? List.of(task.getCamundaCandidateGroups()
                                            .replace("${agency}", "oncd")
                                            .split(","))
                                    : List.of(task.getCamundaAssignee()))
                    .as(task.getId())
                    .isSubsetOf(SOMEBODY);
            assertThat(task.getExtensionElements()
                            .getElementsQuery()
                            .filterByType(CamundaTaskListener.class)
                            .list())
                    .singleElement()
                    .satisfies(listener -> {
                        assertThat(listener.getCamundaEvent()).isEqualTo("complete");
                        assertThat(listener.getCamundaDelegateExpression()).startsWith("${record");
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void everyCalledProcessExists(Path file) {
        assertThat(diagram(file).getModelElementsByType(CallActivity.class)).allSatisfy(call -> {
            assertThat(PROCESSES.resolve(call.getCalledElement() + ".bpmn")).exists();
            assertThat(call.getCamundaCalledElementBinding()).isIn("latest", null);
        });
    }

    @Test
    void everyTaskIdThatCodeHoldsIsInItsDiagram() throws Exception {
        for (Class<?> names : List.of(
                AccessReview.class,
                AgencySignOff.class,
                Appeal.class,
                ComplianceAudit.class,
                EmergencyDirective.class,
                Escalation.class,
                FindingProcess.class,
                LicenseMonitoring.class,
                LicenseRevocation.class,
                LicenseScreening.class,
                NoticeDelivery.class,
                PartyScreening.class,
                RecordsRetention.class,
                SanctionProposal.class,
                ScreeningRefresh.class)) {
            String key = (String) names.getField("KEY").get(null);
            String xml = Files.readString(PROCESSES.resolve(key + ".bpmn"));
            for (var field : Arrays.stream(names.getFields())
                    .filter(f -> Modifier.isStatic(f.getModifiers()) && f.getType() == String.class)
                    .toList()) {
                String name = (String) field.get(null);
                Predicate<String> known = VARIABLES::contains;
                assertThat(xml.contains("id=\"" + name + "\"") || known.test(name) || xml.contains("\"" + name + "\""))
                        .as("%s of %s", name, key)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aDecisionIsNamedLikeItsFileAndSaysWhy(Path file) {
        DmnModelInstance model = Dmn.readModelFromFile(file.toFile());
        Decision decision =
                model.getModelElementsByType(Decision.class).iterator().next();
        assertThat(decision.getId() + ".dmn").isEqualTo(file.getFileName().toString());
        assertThat(decision.getCamundaHistoryTimeToLiveString()).matches("P\\d+D");
        assertThat(model.getModelElementsByType(org.camunda.bpm.model.dmn.instance.Rule.class))
                .isNotEmpty()
                .allSatisfy(rule -> {
                    assertThat(rule.getId()).doesNotMatch(MADE_BY_A_MACHINE);
                    assertThat(rule.getDescription())
                            .as("why of %s", rule.getId())
                            .isNotNull();
                });
    }

    @Test
    void everyDecisionThatCodeAsksIsATable() throws IOException {
        Set<String> asked = new TreeSet<>();
        Pattern ask = Pattern.compile("policies\\s*\\.ask\\(\\s*\"([a-z-]+)\"|DECISION = \"([a-z-]+)\"");
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                Matcher found = ask.matcher(Files.readString(source));
                while (found.find()) {
                    asked.add(found.group(1) == null ? found.group(2) : found.group(1));
                }
            }
        }
        Set<String> tables = tables().stream()
                .map(file -> file.getFileName().toString().replace(".dmn", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked).isEqualTo(tables);
    }

    @Test
    void everyCriterionThatRiskPointsNameIsPublished() {
        DmnModelInstance model =
                Dmn.readModelFromFile(PROCESSES.resolve("risk-score.dmn").toFile());
        Set<String> named = model.getModelElementsByType(OutputEntry.class).stream()
                .map(entry -> entry.getText().getTextContent().replace("\"", ""))
                .filter(text -> text.startsWith("CR-"))
                .collect(Collectors.toSet());
        Set<String> published =
                criteria.published().stream().map(Criteria.Criterion::id).collect(Collectors.toSet());
        assertThat(named).isNotEmpty().isEqualTo(published);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aFormIsNamedLikeItsFileAndIsUsedByATask(Path file) throws IOException {
        JsonNode form = new ObjectMapper().readTree(file.toFile());
        assertThat(form.get("id").asText() + ".form")
                .isEqualTo(file.getFileName().toString());
        assertThat(form.get("schemaVersion").asInt()).isLessThanOrEqualTo(16);
        assertThat(form.findValuesAsText("type")).doesNotContain("filepicker", "documentPreview", "html");
        assertThat(allDiagrams()).contains("camunda:formRef=\"" + form.get("id").asText() + "\"");
    }

    private static String allDiagrams() throws IOException {
        var all = new StringBuilder();
        for (Path file : diagrams()) {
            all.append(Files.readString(file));
        }
        return all.toString();
    }
}
