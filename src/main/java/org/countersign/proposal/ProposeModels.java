package org.countersign.proposal;

import java.time.Clock;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.countersign.journal.Journal;
import org.countersign.problem.Invalid;
import org.countersign.problem.PlainText;
import org.countersign.problem.WrongState;
import org.countersign.workflow.ModelsInForce;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Checks changed models and keeps them as a proposal. Nothing is deployed. */
@Component
class ProposeModels {

    static final int MOST_FILES = 20;
    static final int LONGEST_TITLE = 200;

    private final Files files;
    private final ModelsInForce inForce;
    private final ModelProposals proposals;
    private final Journal journal;
    private final ApplicationEventPublisher news;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ProposeModels(
            Files files,
            ModelsInForce inForce,
            ModelProposals proposals,
            Journal journal,
            ApplicationEventPublisher news,
            TransactionTemplate transaction,
            Clock clock) {
        this.files = files;
        this.inForce = inForce;
        this.proposals = proposals;
        this.journal = journal;
        this.news = news;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Nothing when every file is in force as it is. The same sent again, by whomever, is the proposal that waits already. */
    Optional<ModelProposal> propose(String person, String title, String source, Map<String, byte[]> contents) {
        if (contents.isEmpty()) {
            throw new Invalid("files", "Send at least one diagram, table or form.");
        }
        if (contents.size() > MOST_FILES) {
            throw new Invalid("files", "At most %d files in one proposal.".formatted(MOST_FILES));
        }
        String called = words("deployment-name", title);
        String sentWith = words("deployment-source", source);
        files.require(contents);
        List<ProposedModel> changed = changed(contents);
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(transaction.execute(status ->
                keep(person, called.isEmpty() ? changed.get(0).key() : called, sentWith, changed, clock.instant())));
    }

    private static String words(String field, String given) {
        String words = given.strip();
        if (words.length() > LONGEST_TITLE) {
            throw new Invalid(field, "At most %d characters, please.".formatted(LONGEST_TITLE));
        }
        if (!PlainText.isPlain(words)) {
            throw new Invalid(field, PlainText.REFUSAL);
        }
        return words;
    }

    private List<ProposedModel> changed(Map<String, byte[]> contents) {
        var changed = new ArrayList<ProposedModel>();
        contents.forEach((file, content) -> {
            String sha256 = DigestUtils.sha256Hex(content);
            Optional<ProposedModel.Before> before = inForce.find(file)
                    .map(model -> new ProposedModel.Before(model.version(), model.content(), model.sha256()));
            if (before.filter(it -> it.sha256().equals(sha256)).isEmpty()) {
                changed.add(new ProposedModel(file, content, sha256, before));
            }
        });
        changed.sort(Comparator.comparing(ProposedModel::file));
        return changed;
    }

    private ModelProposal keep(String person, String title, String source, List<ProposedModel> changed, Instant now) {
        long number = proposals.nextNumber();
        var proposal = new ModelProposal(
                "MP-%d-%06d".formatted(Year.from(now.atOffset(ZoneOffset.UTC)).getValue(), number),
                title,
                source,
                person,
                now,
                Files.fingerprint(changed),
                changed,
                Optional.empty());
        if (!proposals.add(proposal, number)) {
            return proposals
                    .waiting(proposal.fingerprint())
                    .orElseThrow(() -> new WrongState("The same was decided on at this moment. Send it again."));
        }
        journal.record(
                person,
                "model-proposed",
                proposal.id(),
                Map.of(
                        "title",
                        title,
                        "source",
                        source,
                        "fingerprint",
                        proposal.fingerprint(),
                        "files",
                        Files.onRecord(proposal)));
        news.publishEvent(new ModelsProposed(proposal));
        return proposal;
    }
}
