package org.countersign.signoff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.countersign.risk.Cures;
import org.countersign.risk.RiskAssessment;
import org.countersign.risk.RiskAssessments;
import org.countersign.workflow.Reasons;
import org.springframework.stereotype.Component;

/** On what a denial rests, put together from the rows of the case: nobody has to write it a second time. */
@Component
public class Grounds {

    private static final String SCREENING_CRITERION = "CR-09";

    private final Positions positions;
    private final CommerceDecisions commerce;
    private final RiskAssessments assessments;
    private final Cures cures;
    private final Agencies agencies;
    private final Escalations escalations;

    Grounds(
            Positions positions,
            CommerceDecisions commerce,
            RiskAssessments assessments,
            Cures cures,
            Agencies agencies,
            Escalations escalations) {
        this.positions = positions;
        this.commerce = commerce;
        this.assessments = assessments;
        this.cures = cures;
        this.agencies = agencies;
        this.escalations = escalations;
    }

    public record Ground(String kind, Reasons reasons, List<String> criteria, String evidence, String curable) {}

    public Ground of(String applicationId) {
        List<Positions.Position> all = positions.of(applicationId);
        if (all.isEmpty()) {
            return trueMatch();
        }
        List<Positions.Position> objecting =
                all.stream().filter(Positions.Position::objects).toList();
        return objecting.isEmpty() ? refusedByCommerce(applicationId) : denied(applicationId, objecting);
    }

    Ground trueMatch() {
        return new Ground(
                DenialNotice.TRUE_MATCH,
                Reasons.forApplicant(
                        "A party of the application is on a government screening list; intake has confirmed the match."),
                List.of(SCREENING_CRITERION),
                "The screening of the parties against the lists in force, with the entry that matched.",
                "Show that the party is not the one on the list, for example by date of birth, address or registration.");
    }

    private Ground refusedByCommerce(String applicationId) {
        CommerceDecisions.CommerceDecision refusal = commerce.on(applicationId).orElseThrow();
        RiskAssessment assessment = assessments.of(applicationId).orElseThrow();
        List<String> criteria = refusal.criteria().isEmpty() ? scoredCriteria(assessment) : refusal.criteria();
        String evidence = refusal.evidence().isEmpty()
                ? "The risk assessment: score %d, band %s.".formatted(assessment.score(), assessment.band())
                : refusal.evidence();
        return new Ground(
                DenialNotice.COMMERCE,
                refusal.reasons(),
                criteria,
                evidence,
                curable(applicationId, List.of(refusal.cure())));
    }

    private static List<String> scoredCriteria(RiskAssessment assessment) {
        return assessment.factors().stream()
                .filter(factor -> factor.points() > 0)
                .map(RiskAssessment.Factor::criterion)
                .distinct()
                .sorted()
                .toList();
    }

    private Ground denied(String applicationId, List<Positions.Position> objecting) {
        Map<String, String> names = agencies.shortNames();
        List<Vote> votes =
                objecting.stream().flatMap(position -> position.vote().stream()).toList();
        String reasons = votes.stream()
                .map(vote -> "%s objects (%s): %s"
                        .formatted(
                                names.get(vote.agency()),
                                String.join(", ", vote.criteria()),
                                vote.reasons().applicant()))
                .collect(Collectors.joining("\n"));
        String publicly = votes.stream()
                .map(vote -> vote.reasons().publicly())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
        String evidence = votes.stream()
                .map(vote -> names.get(vote.agency()) + ": " + vote.evidence())
                .collect(Collectors.joining("\n"));
        return new Ground(
                DenialNotice.ESCALATION,
                new Reasons(reasons + lastWordOfTheLadder(applicationId), publicly, ""),
                votes.stream()
                        .flatMap(vote -> vote.criteria().stream())
                        .distinct()
                        .sorted()
                        .toList(),
                evidence,
                curable(applicationId, votes.stream().map(Vote::cure).toList()));
    }

    /** The reasons of those who denied at the highest level the case reached; none after an objection to a remand. */
    private String lastWordOfTheLadder(String applicationId) {
        return escalations
                .lastWordOn(applicationId)
                .map(last -> denialsAt(last, applicationId))
                .orElse("");
    }

    private String denialsAt(EscalationDecision last, String applicationId) {
        return escalations.votesOf(applicationId).stream()
                .filter(vote -> vote.round() == last.round() && vote.level().equals(last.level()))
                .filter(vote -> vote.outcome().equals(EscalationVote.DENY))
                .map(vote ->
                        "\n%s denied: %s".formatted(seatOf(vote), vote.reasons().applicant()))
                .collect(Collectors.joining());
    }

    private String seatOf(EscalationVote vote) {
        String agency = agencies.shortNames().get(vote.voter());
        return agency == null ? "The " + vote.level() : agency + ", in the " + vote.level() + ",";
    }

    private String curable(String applicationId, List<String> written) {
        var all = new ArrayList<>(written);
        all.addAll(cures.of(applicationId));
        String curable = all.stream().filter(text -> !text.isBlank()).collect(Collectors.joining("\n"));
        return curable.isEmpty() ? "We know of no change that would remove these grounds." : curable;
    }
}
