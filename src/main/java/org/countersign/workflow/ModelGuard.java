package org.countersign.workflow;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.Problem;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.countersign.model.Complaint;
import org.countersign.model.ModelCheck;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Stands before the engine's own deployers, so nothing is deployed unchecked by whatever door it came. What was
 * deployed before is not asked again when a node reads it from the database: running cases stay on their version.
 */
class ModelGuard implements Deployer {

    private final ObjectProvider<ModelCheck> check;

    ModelGuard(ObjectProvider<ModelCheck> check) {
        this.check = check;
    }

    @Override
    public void deploy(DeploymentEntity deployment) {
        if (!deployment.isNew()) {
            return;
        }
        for (ResourceEntity model : deployment.getResources().values()) {
            List<Complaint> complaints = check.getObject().check(model.getName(), model.getBytes());
            if (!complaints.isEmpty()) {
                throw refusal(model.getName(), complaints);
            }
        }
    }

    /** As the engine refuses a file, so that Modeler shows each message where it belongs. */
    private static ParseException refusal(String file, List<Complaint> complaints) {
        List<Problem> problems = new ArrayList<>();
        complaints.forEach(complaint -> problems.add(new AtLine(complaint)));
        Complaint first = complaints.get(0);
        return new ParseException(
                file + " is not deployed. Line " + first.line() + ", " + first.element() + ": " + first.message(),
                file,
                problems,
                List.of());
    }

    private record AtLine(Complaint complaint) implements Problem {

        @Override
        public String getMessage() {
            return complaint.message();
        }

        @Override
        public int getLine() {
            return complaint.line();
        }

        @Override
        public int getColumn() {
            return complaint.column();
        }

        @Override
        public String getMainElementId() {
            return complaint.element();
        }

        @Override
        public List<String> getElementIds() {
            return List.of(complaint.element());
        }
    }
}
