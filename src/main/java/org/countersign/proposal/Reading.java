package org.countersign.proposal;

import java.util.List;
import java.util.Map;
import org.countersign.workflow.RunningVersions;
import org.springframework.stereotype.Component;

/** A proposal as a second process owner reads it: what changes, and whom it meets. */
@Component
public class Reading {

    private final DecideProposal decideProposal;
    private final RunningVersions running;

    Reading(DecideProposal decideProposal, RunningVersions running) {
        this.decideProposal = decideProposal;
        this.running = running;
    }

    /**
     * @param differences none when only the way it is written down has changed
     * @param running of a diagram, what runs in which version of it; it stays there
     * @param openTasks of a form, the tasks open now that will show it, by their step
     */
    public record Change(
            ProposedModel model,
            List<Difference> differences,
            List<RunningVersions.Version> running,
            Map<String, Long> openTasks) {

        /** The ids that an outcome of the comparison is about. */
        public List<String> ids(String change) {
            return differences.stream()
                    .filter(difference -> difference.change().equals(change))
                    .map(Difference::id)
                    .toList();
        }

        public long instances() {
            return running.stream()
                    .mapToLong(RunningVersions.Version::instances)
                    .sum();
        }
    }

    public List<Change> changes(ModelProposal proposal) {
        return proposal.files().stream()
                .map(model -> new Change(
                        model,
                        Differences.of(model),
                        model.kind().equals("bpmn") ? running.of(model.key()) : List.of(),
                        model.kind().equals("form") ? running.openTasksWith(model.key()) : Map.of()))
                .toList();
    }

    /** The files that something else has been put in force for since; none once it is decided. */
    public List<String> stale(ModelProposal proposal) {
        return proposal.isOpen() ? decideProposal.stale(proposal) : List.of();
    }
}
