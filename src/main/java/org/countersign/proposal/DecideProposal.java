package org.countersign.proposal;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.countersign.journal.Journal;
import org.countersign.problem.Invalid;
import org.countersign.problem.NotFound;
import org.countersign.problem.PlainText;
import org.countersign.problem.Refused;
import org.countersign.problem.WrongState;
import org.countersign.workflow.ModelsInForce;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of a proposal: another process owner accepts or refuses it, or whoever made it takes it back. */
@Component
public class DecideProposal {

    public static final int LONGEST_REASONS = 4_000;

    private static final String REASONS = "reasons";

    private final ModelProposals proposals;
    private final Files files;
    private final ModelsInForce inForce;
    private final Journal journal;
    private final TransactionTemplate transaction;
    private final Clock clock;

    DecideProposal(
            ModelProposals proposals,
            Files files,
            ModelsInForce inForce,
            Journal journal,
            TransactionTemplate transaction,
            Clock clock) {
        this.proposals = proposals;
        this.files = files;
        this.inForce = inForce;
        this.journal = journal;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The files whose version in force is not the one the proposal was made against. */
    public List<String> stale(ModelProposal proposal) {
        return proposal.files().stream()
                .filter(file -> !inForce.find(file.file())
                        .map(ModelsInForce.Model::sha256)
                        .equals(file.before().map(ProposedModel.Before::sha256)))
                .map(ProposedModel::file)
                .toList();
    }

    /** Checked again, and in force when this returns. */
    public ModelProposal accept(String person, String id, String reasons) {
        String why = required(reasons, "Write why this is to be in force.");
        try {
            files.require(Files.contentsOf(find(id)));
        } catch (ModelsRefused e) {
            throw new WrongState("What was right when it was proposed is not any more. " + e.getMessage());
        }
        return settle(person, id, (proposal, content) -> {
            requireAnother(person, proposal);
            inForce.hold();
            List<String> stale = stale(proposal);
            if (!stale.isEmpty()) {
                throw new WrongState(
                        "The version in force has changed since this was proposed (%s). It must be proposed again."
                                .formatted(String.join(", ", stale)));
            }
            ModelsInForce.Deployed deployed =
                    inForce.deploy(proposal.id() + " " + proposal.title(), Files.contentsOf(proposal));
            proposals.decide(proposal, decision(ModelProposal.ACCEPTED, why, person, Optional.of(deployed.id())));
            content.put("deployment", deployed.id());
            content.put("definitions", deployed.definitions());
            content.put(REASONS, why);
            journal.record(person, "model-accepted", proposal.id(), content);
        });
    }

    public ModelProposal refuse(String person, String id, String reasons) {
        String why = required(reasons, "Write why this is not to be in force.");
        return settle(person, id, (proposal, content) -> {
            requireAnother(person, proposal);
            proposals.decide(proposal, decision(ModelProposal.REFUSED, why, person, Optional.empty()));
            content.put(REASONS, why);
            journal.record(person, "model-refused", proposal.id(), content);
        });
    }

    public ModelProposal withdraw(String person, String id, String reasons) {
        String why = plain(reasons);
        return settle(person, id, (proposal, content) -> {
            if (!proposal.proposedBy().equals(person)) {
                throw new Refused(
                        HttpStatus.FORBIDDEN, null, "Only %s can take this back.".formatted(proposal.proposedBy()));
            }
            proposals.decide(proposal, decision(ModelProposal.WITHDRAWN, why, person, Optional.empty()));
            content.put(REASONS, why);
            journal.record(person, "model-withdrawn", proposal.id(), content);
        });
    }

    private ModelProposal settle(String person, String id, BiConsumer<ModelProposal, Map<String, Object>> step) {
        return transaction.execute(status -> {
            proposals.lock(id);
            ModelProposal proposal = find(id);
            proposal.decision().ifPresent(decision -> {
                throw new WrongState("This was %s by %s already.".formatted(decision.outcome(), decision.decidedBy()));
            });
            var content = new LinkedHashMap<String, Object>();
            content.put("proposedBy", proposal.proposedBy());
            content.put("fingerprint", proposal.fingerprint());
            content.put("files", Files.onRecord(proposal));
            step.accept(proposal, content);
            return find(id);
        });
    }

    private ModelProposal find(String id) {
        return proposals.find(id).orElseThrow(() -> new NotFound("proposal"));
    }

    private static void requireAnother(String person, ModelProposal proposal) {
        if (proposal.proposedBy().equals(person)) {
            throw new Refused(HttpStatus.FORBIDDEN, null, "Somebody else has to decide on what you propose.");
        }
    }

    private ModelProposal.Decision decision(
            String outcome, String reasons, String person, Optional<String> deployment) {
        return new ModelProposal.Decision(outcome, reasons, person, clock.instant(), deployment);
    }

    private static String required(String reasons, String whenMissing) {
        String why = plain(reasons);
        if (why.isEmpty()) {
            throw new Invalid(REASONS, whenMissing);
        }
        return why;
    }

    private static String plain(String reasons) {
        String why = reasons == null ? "" : reasons.strip();
        if (why.length() > LONGEST_REASONS) {
            throw new Invalid(REASONS, "At most %,d characters, please.".formatted(LONGEST_REASONS));
        }
        if (!PlainText.isPlain(why)) {
            throw new Invalid(REASONS, PlainText.REFUSAL);
        }
        return why;
    }
}
