package org.countersign.workflow;

import org.camunda.bpm.engine.ArtifactFactory;
import org.camunda.bpm.engine.ProcessEngineException;

/** No class is made because a diagram names it; what a diagram runs are beans marked {@link ForProcesses}. */
class NoClasses implements ArtifactFactory {

    @Override
    public <T> T getArtifact(Class<T> type) {
        throw new ProcessEngineException("Diagrams name beans, not classes");
    }
}
