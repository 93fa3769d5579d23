package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.countersign.application.Applications;
import org.countersign.license.Licenses;
import org.countersign.license.Suspensions;
import org.countersign.review.ReviewStories.Story;
import org.countersign.signoff.AddAgency;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.Attempts;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every flow node of every diagram of the review is passed by some story, from its start to its end. Counted
 * in the engine's own history, over the cases of these stories alone: other tests neither help nor disturb.
 */
@CountersignTest
class ReviewCoverageTest {

    private static final List<String> DIAGRAMS = List.of(
            "access-review", "party-screening", "agency-sign-off", "applicant-question", "escalation", "appeal");

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Applications applications;

    @Autowired
    private AddAgency addAgency;

    @Autowired
    private Licenses licenses;

    @Autowired
    private Suspensions suspensions;

    @Autowired
    private Attempts attempts;

    @Autowired
    private JdbcClient db;

    @Autowired
    private HistoryService history;

    private final Collection<Case> told = new ArrayList<>();

    @TestFactory
    Stream<DynamicTest> theStoriesOfTheReviewPassEveryFlowNode() {
        var stories = new ReviewStories(cases, staff, time, applications, addAgency, attempts, db);
        var appeals = new AppealStories(stories, cases, staff, licenses, suspensions, attempts);
        return Stream.concat(
                Stream.concat(stories.all().stream(), appeals.all().stream()).map(this::told),
                DIAGRAMS.stream()
                        .map(diagram -> DynamicTest.dynamicTest(
                                "every flow node of " + diagram,
                                () -> assertThat(passedIn(diagram)).containsAll(flowNodesOf(diagram)))));
    }

    private DynamicTest told(Story story) {
        return DynamicTest.dynamicTest(story.name(), () -> {
            Case told = story.teller().get();
            this.told.add(told);
            assertThat(cases.status(told)).isEqualTo(story.endsAs());
        });
    }

    private static Set<String> flowNodesOf(String diagram) {
        Collection<FlowNode> nodes = Bpmn.readModelFromFile(
                        Path.of("processes", diagram + ".bpmn").toFile())
                .getModelElementsByType(FlowNode.class);
        assertThat(nodes).as("flow nodes of %s", diagram).isNotEmpty();
        return nodes.stream().map(FlowNode::getId).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Entered and left, in any case told. */
    private Set<String> passedIn(String diagram) {
        return told.stream()
                .flatMap(of -> history
                        .createHistoricProcessInstanceQuery()
                        .processInstanceBusinessKey(of.reference())
                        .processDefinitionKey(diagram)
                        .list()
                        .stream())
                .map(HistoricProcessInstance::getId)
                .flatMap(instance ->
                        history
                                .createHistoricActivityInstanceQuery()
                                .processInstanceId(instance)
                                .finished()
                                .list()
                                .stream())
                .map(HistoricActivityInstance::getActivityId)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
