package org.countersign.workflow;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The queues everybody finds in Tasklist. */
@Component
@Order(11)
class TaskFilters implements ApplicationRunner {

    private static final List<Map<String, String>> CARD = List.of(
            Map.of("name", AccessReview.CASE_TITLE, "label", "Case"),
            Map.of("name", AccessReview.RISK_BAND, "label", "Risk band"));

    private final FilterService filters;
    private final TaskService tasks;

    TaskFilters(FilterService filters, TaskService tasks) {
        this.filters = filters;
        this.tasks = tasks;
    }

    @Override
    @Transactional
    public void run(ApplicationArguments arguments) {
        seed("My tasks", 10, "What I have claimed", query().taskAssigneeExpression("${currentUser()}"));
        seed(
                "My agency",
                20,
                "What my groups can claim",
                query().taskCandidateGroupInExpression("${currentUserGroups()}"));
        seed(
                "Countersigning",
                30,
                "Drafts, cases and directives that wait for a second signature",
                query().taskDefinitionKeyIn(
                                AgencySignOff.COUNTERSIGN_VOTE,
                                AccessReview.COUNTERSIGN,
                                AccessReview.CONSIDER_REBUTTAL,
                                EmergencyDirective.COUNTERSIGN_DIRECTIVE,
                                EmergencyDirective.COUNTERSIGN_LIFTING)
                        .taskCandidateGroupInExpression("${currentUserGroups()}")
                        .includeAssignedTasks());
        seed(
                "Due this week",
                40,
                "Everything of mine and my groups that is due within seven days",
                query().taskCandidateGroupInExpression("${currentUserGroups()}")
                        .includeAssignedTasks()
                        .dueBeforeExpression("${dateTime().plusDays(7)}"));
    }

    private TaskQuery query() {
        return tasks.createTaskQuery().orderByDueDate().asc();
    }

    private void seed(String name, int priority, String description, TaskQuery query) {
        if (filters.createFilterQuery().filterName(name).count() > 0) {
            return;
        }
        Filter filter = filters.newTaskFilter(name);
        filter.setQuery(query);
        filter.setProperties(Map.of(
                "description",
                description,
                "priority",
                priority,
                "color",
                "#1a4480",
                "refresh",
                true,
                "showUndefinedVariable",
                false,
                "variables",
                CARD));
        filters.saveFilter(filter);
    }
}
