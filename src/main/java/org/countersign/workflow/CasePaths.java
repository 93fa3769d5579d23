package org.countersign.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.HistoricVariableInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The way a case has taken through its diagrams, and where it stands in each. */
@Component
public class CasePaths {

    /** Far more than the liveliest case has; a bound all the same. */
    private static final int MOST_INSTANCES = 200;

    private final HistoryService history;
    private final RuntimeService runtime;
    private final RepositoryService repository;

    CasePaths(@Lazy HistoryService history, @Lazy RuntimeService runtime, @Lazy RepositoryService repository) {
        this.history = history;
        this.runtime = runtime;
        this.repository = repository;
    }

    /**
     * One process of a case.
     *
     * @param model the diagram's version; see {@link #diagram}
     * @param agency of a sign-off, whose
     * @param questionId of a question to the applicant, which
     * @param active the ids of the steps it stands at
     * @param passed the ids of the steps it has left behind
     * @param waitsAt the steps it stands at, as the diagram calls them
     */
    public record Path(
            String id,
            String process,
            String name,
            String model,
            String agency,
            String questionId,
            Instant startedAt,
            Instant endedAt,
            List<String> active,
            List<String> passed,
            List<String> waitsAt) {}

    /** Every process of a case but the sending of mail, in the order of their starts. */
    public List<Path> of(String reference) {
        List<HistoricProcessInstance> instances = history.createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(reference)
                .processDefinitionKeyNotIn(List.of(NoticeDelivery.KEY))
                .orderByProcessInstanceStartTime()
                .asc()
                .listPage(0, MOST_INSTANCES);
        if (instances.isEmpty()) {
            return List.of();
        }
        Map<String, String> agencies = variable(instances, AgencySignOff.AGENCY);
        Map<String, String> questions = variable(instances, ApplicantQuestion.QUESTION_ID);
        return instances.stream()
                .map(instance -> path(instance, agencies.get(instance.getId()), questions.get(instance.getId())))
                .toList();
    }

    /** The diagram a path refers to, as it was deployed. */
    public String diagram(String model) {
        try (InputStream xml = repository.getProcessModel(model)) {
            return new String(xml.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path(HistoricProcessInstance instance, String agency, String questionId) {
        Set<String> active = activeIn(instance);
        Set<String> passed = new TreeSet<>(passedIn(instance));
        passed.removeAll(active);
        return new Path(
                instance.getId(),
                instance.getProcessDefinitionKey(),
                instance.getProcessDefinitionName(),
                instance.getProcessDefinitionId(),
                agency,
                questionId,
                moment(instance.getStartTime()),
                moment(instance.getEndTime()),
                List.copyOf(active),
                List.copyOf(passed),
                names(instance.getProcessDefinitionId(), active));
    }

    private Set<String> activeIn(HistoricProcessInstance instance) {
        if (instance.getEndTime() != null) {
            return Set.of();
        }
        try {
            return runtime.getActiveActivityIds(instance.getId()).stream()
                    .filter(CasePaths::isDrawn)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        } catch (org.camunda.bpm.engine.exception.NullValueException e) {
            return Set.of(); // ended since it was listed
        }
    }

    /** Left as the diagram means it to be left; what was cut short was not passed. */
    private Set<String> passedIn(HistoricProcessInstance instance) {
        return history
                .createHistoricActivityInstanceQuery()
                .processInstanceId(instance.getId())
                .finished()
                .list()
                .stream()
                .filter(activity -> !activity.isCanceled())
                .map(HistoricActivityInstance::getActivityId)
                .filter(CasePaths::isDrawn)
                .collect(Collectors.toSet());
    }

    /** The engine's own helpers, such as the body of a multi-instance, carry a mark in their id. */
    private static boolean isDrawn(String activityId) {
        return activityId.indexOf('#') < 0;
    }

    private List<String> names(String model, Collection<String> activities) {
        if (activities.isEmpty()) {
            return List.of();
        }
        var diagram = repository.getBpmnModelInstance(model);
        return activities.stream()
                .map(id -> diagram.getModelElementById(id) instanceof FlowElement element && element.getName() != null
                        ? element.getName()
                        : id)
                .toList();
    }

    private Map<String, String> variable(List<HistoricProcessInstance> instances, String name) {
        var values = new LinkedHashMap<String, String>();
        for (HistoricVariableInstance variable : history.createHistoricVariableInstanceQuery()
                .processInstanceIdIn(
                        instances.stream().map(HistoricProcessInstance::getId).toArray(String[]::new))
                .variableName(name)
                .list()) {
            // The whole process's own; a branch may have one of the same name.
            if (variable.getProcessInstanceId().equals(variable.getExecutionId())
                    && variable.getValue() instanceof String text) {
                values.put(variable.getProcessInstanceId(), text);
            }
        }
        return values;
    }

    private static Instant moment(Date date) {
        return date == null ? null : date.toInstant();
    }
}
