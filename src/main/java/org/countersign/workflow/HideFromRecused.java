package org.countersign.workflow;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.task.Task;
import org.springframework.beans.factory.ObjectProvider;

/** Puts a listener on every user task of every diagram: no process owner can forget it. */
class HideFromRecused extends AbstractBpmnParseListener {

    private final ObjectProvider<Recusals> recusals;

    HideFromRecused(ObjectProvider<Recusals> recusals) {
        this.recusals = recusals;
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        ((UserTaskActivityBehavior) activity.getActivityBehavior())
                .getTaskDefinition()
                .addTaskListener(TaskListener.EVENTNAME_CREATE, this::created);
    }

    private void created(DelegateTask task) {
        String applicationId = (String) task.getVariable(AccessReview.APPLICATION_ID);
        if (applicationId != null) {
            recusals.getObject().applyTo(applicationId, (Task) task);
        }
    }
}
