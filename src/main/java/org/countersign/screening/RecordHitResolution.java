package org.countersign.screening;

import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.workflow.ForProcesses;

@ForProcesses
class RecordHitResolution implements TaskListener {

    @Override
    public void notify(DelegateTask task) {
        throw new IllegalStateException("No screening yet");
    }
}
