package org.countersign.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * The other side of being strict: of the engine's own diagrams, some 1,900 that its makers wrote to try out everything
 * it can do, those pass that run no code, and those that run code are refused.
 */
class EngineExamplesTest {

    private static final Path EXAMPLES = Path.of("target/peers/camunda-engine-tests.jar");

    /** What we refuse on purpose: code, classes, scripts, unknown beans, other computers, other forms, old names. */
    private static final Pattern REFUSED_ON_PURPOSE = Pattern.compile(String.join(
            "|",
            "[sS]cript[ >\"=]",
            "language=",
            "[ :]class=",
            "[cC]lass=\"",
            "[ :]expression=",
            "<\\w+:(expression|field|connector|errorEventDefinition)\\b",
            "type=\"(external|mail|shell|camunda|bpmn)",
            ":topic=",
            "formKey=",
            "[dD]elegateExpression=",
            "resource=",
            "validator",
            "[$#]\\{[^}]*[.(\\[]",
            "http://activiti.org/bpmn",
            "/fox",
            "http://www.signavio.com",
            "<!DOCTYPE",
            "encoding=\"(?!UTF-8)"));

    /** Wrong on purpose, by a slip of the pen, or from before the engine had its name; the engine passes over what it does not know, and we do not. */
    private static final Set<String> WRONG = Set.of(
            "ExecutionQueryTest.testQueryBySignalSubscriptionNameBoundary",
            "StartAuthorizationTest.testPotentialStarter",
            "CallActivity.testTwoSubProcessesWithDelegateVariableMapping",
            "BpmnDeploymentTest.testInvalidExpression",
            "BpmnParseTest.testInvalidProcessDefinition",
            "BpmnParseTest.testParseProcessDefinitionFSP",
            "BpmnParseTest.testXMLParsingErrors",
            "PropertyTest.testProcessSrcExprProperty",
            "PropertyTest.testUserTaskDstProperty",
            "PropertyTest.testUserTaskLinkProperty",
            "PropertyTest.testUserTaskSrcProperty",
            "testProcessFromCamundaFoxDesigner",
            "TaskAssignmentExtensionsTest.testDuplicateAssigneeDeclaration");

    @Test
    void whatRunsNoCodePassesAndNothingElse() throws IOException {
        var refusedWithoutGround = new ArrayList<String>();
        var passedWithCode = new ArrayList<String>();
        int passed = 0;
        int refused = 0;
        try (var jar = new ZipFile(EXAMPLES.toFile())) {
            for (ZipEntry entry :
                    jar.stream().filter(EngineExamplesTest::isDiagram).toList()) {
                String name = entry.getName().replaceAll(".*/", "").replaceAll("\\.bpmn20\\.xml$|\\.bpmn$", "");
                byte[] diagram = jar.getInputStream(entry).readAllBytes();
                String text = new String(diagram, StandardCharsets.UTF_8);
                List<Complaint> complaints = Models.CHECK.safety(name + ".bpmn", diagram);
                if (complaints.isEmpty()) {
                    passed++;
                    if (Pattern.compile("<(\\w+:)?scriptTask|(camunda|activiti):(class|type|formHandlerClass)=")
                            .matcher(text)
                            .find()) {
                        passedWithCode.add(name);
                    }
                } else {
                    refused++;
                    if (!REFUSED_ON_PURPOSE.matcher(text).find() && !WRONG.contains(name)) {
                        refusedWithoutGround.add(name + ": " + complaints.get(0));
                    }
                }
            }
        }
        System.out.printf("the engine's own diagrams: %d pass, %d are refused%n", passed, refused);
        assertThat(refusedWithoutGround).isEmpty();
        assertThat(passedWithCode).isEmpty();
        assertThat(passed).isGreaterThan(1_000);
        assertThat(refused).isGreaterThan(500);
    }

    private static boolean isDiagram(ZipEntry entry) {
        return entry.getName().matches(".*\\.bpmn(20\\.xml)?");
    }
}
