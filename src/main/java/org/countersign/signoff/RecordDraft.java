package org.countersign.signoff;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.countersign.application.Applications;
import org.countersign.journal.Journal;
import org.countersign.risk.Criteria;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Completion;
import org.countersign.workflow.ForProcesses;
import org.countersign.workflow.Reasons;

/** A reviewer drafts the agency's vote. An objection without criterion, evidence and reasons is no vote. */
@ForProcesses
class RecordDraft implements TaskListener {

    private static final int MOST_CONDITIONS = 50;

    private final Applications applications;
    private final SignOffs signOffs;
    private final Votes votes;
    private final NamedCriteria namedCriteria;
    private final TimeToAsk timeToAsk;
    private final Journal journal;
    private final Clock clock;

    RecordDraft(
            Applications applications,
            SignOffs signOffs,
            Votes votes,
            NamedCriteria namedCriteria,
            TimeToAsk timeToAsk,
            Journal journal,
            Clock clock) {
        this.applications = applications;
        this.signOffs = signOffs;
        this.votes = votes;
        this.namedCriteria = namedCriteria;
        this.timeToAsk = timeToAsk;
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void notify(DelegateTask task) {
        Completion completion = Completion.of(task);
        String agency = (String) completion.variable(AgencySignOff.AGENCY);
        completion.requireMember(agency);
        if (!completion.mayActFor("drafter", "countersigning " + completion.applicationId())) {
            throw completion.refused("task", "You have countersigned this case; you draft no vote in it.");
        }
        String position = completion.choice(
                AgencySignOff.VOTE, Vote.CONCUR, Vote.CONCUR_WITH_CONDITIONS, Vote.OBJECT, Vote.NEED_INFORMATION);
        List<Criteria.Criterion> named = criteriaNamed(completion, position);
        SignOff signOff = signOffs.current(completion.applicationId(), agency);
        var vote = new Vote(
                UUID.randomUUID().toString(),
                signOff.id(),
                agency,
                votes.latestOf(signOff.id()).map(Vote::round).orElse(0) + 1,
                position,
                reasons(completion, position),
                named.stream().map(Criteria.Criterion::id).toList(),
                evidence(completion, position),
                conditions(completion, position),
                question(completion, position, agency),
                completion.text("cure"),
                completion.actor(),
                clock.instant(),
                null);
        votes.add(vote, named);
        journal.record(
                completion.actor(),
                "vote-drafted",
                applications.get(completion.applicationId()).reference(),
                vote);
    }

    private static Reasons reasons(Completion completion, String position) {
        return position.equals(Vote.CONCUR) || position.equals(Vote.NEED_INFORMATION)
                ? Reasons.of(completion)
                : Reasons.of(completion, "Give your reasons: the applicant and the other agencies rely on them.");
    }

    private String question(Completion completion, String position, String agency) {
        if (!position.equals(Vote.NEED_INFORMATION)) {
            return "";
        }
        String question = completion.requiredText("question", "Write what you need to know from the applicant.");
        timeToAsk.require(completion, agency, AgencySignOff.VOTE, "Vote on what is known.");
        return question;
    }

    private static String evidence(Completion completion, String position) {
        return position.equals(Vote.OBJECT)
                ? completion.requiredText("evidence", "Name at least one piece of evidence for the objection.")
                : completion.text("evidence");
    }

    private static List<String> conditions(Completion completion, String position) {
        List<String> conditions = completion
                .text("conditions")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (position.equals(Vote.CONCUR_WITH_CONDITIONS) && conditions.isEmpty()) {
            throw completion.refused("conditions", "Name at least one condition, one a line, or concur without.");
        }
        if (!position.equals(Vote.CONCUR_WITH_CONDITIONS) && !conditions.isEmpty()) {
            throw completion.refused(
                    "conditions",
                    "Conditions go with the vote concur-with-conditions; remove them or change the vote.");
        }
        if (conditions.size() > MOST_CONDITIONS) {
            throw completion.refused("conditions", "At most " + MOST_CONDITIONS + " conditions, please.");
        }
        return conditions;
    }

    private List<Criteria.Criterion> criteriaNamed(Completion completion, String position) {
        List<Criteria.Criterion> named = namedCriteria.in(completion);
        if (position.equals(Vote.OBJECT) && named.isEmpty()) {
            throw completion.refused(
                    "criteria", "An objection must name at least one published criterion, such as CR-02.");
        }
        return named;
    }
}
