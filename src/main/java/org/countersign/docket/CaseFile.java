package org.countersign.docket;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.countersign.appeal.FiledAppeal;
import org.countersign.application.Application;
import org.countersign.application.Decision;
import org.countersign.application.Question;
import org.countersign.audit.Audits;
import org.countersign.clock.ClockEvent;
import org.countersign.clock.ClockRun;
import org.countersign.clock.MissedDeadlines;
import org.countersign.document.Document;
import org.countersign.finding.Finding;
import org.countersign.license.Conditions;
import org.countersign.license.License;
import org.countersign.license.Revocation;
import org.countersign.license.Suspensions;
import org.countersign.release.Release;
import org.countersign.risk.Criteria;
import org.countersign.risk.RiskAssessment;
import org.countersign.signoff.CommerceDecisions;
import org.countersign.signoff.DenialNotice;
import org.countersign.signoff.SignOff;
import org.countersign.signoff.Silence;
import org.countersign.signoff.Vote;
import org.countersign.usage.MissingReports;
import org.countersign.workflow.CasePaths;
import org.countersign.workflow.Recusals;

/** The whole of a case, for staff: all three tiers of reasons, and every name. */
record CaseFile(
        Application application,
        String lab,
        Release release,
        CaseDays.Counted counted,
        List<Moves.Move> moves,
        String rest,
        RiskAssessment assessment,
        Map<String, Criteria.Criterion> criteria,
        List<ScreeningEvidence.Screened> screenings,
        List<AgencyRecord> agencies,
        List<Question> questions,
        List<Recusals.Recusal> recusals,
        List<Disputes.Rung> ladder,
        List<CommerceDecisions.CommerceDecision> commerce,
        List<DenialNotice> notices,
        List<FiledAppeal> appeals,
        List<Decision> decisions,
        License license,
        Standings.Standing standing,
        List<Conditions.Standing> conditions,
        List<Suspensions.Suspension> suspensions,
        List<Revocation> revocations,
        List<Audits.Audit> audits,
        List<Finding> findings,
        MissingReports.MissingReport missingReport,
        UsageTrend usage,
        RenewalFacts.Renewal renewal,
        List<ClockRun> clocks,
        List<ClockEvent> ledger,
        List<MissedDeadlines.MissedDeadline> missed,
        List<Document> documents,
        List<JournalLines.Line> journal,
        List<Step> steps) {

    /** One sign-off: why the agency was asked, every draft it made, or its silence. */
    record AgencyRecord(SignOff signOff, List<Vote> votes, Silence silence) {

        /** What stands: the signed position, or nothing yet. */
        public Vote position() {
            return votes.stream().filter(Vote::isPosition).findFirst().orElse(null);
        }

        boolean isOpen() {
            return position() == null && silence == null;
        }
    }

    /** One process of the case, with whose it is. */
    record Step(CasePaths.Path path, String whose) {}

    /** Only while some agency still has to state its position can another be added. */
    boolean hasAgenciesAtWork() {
        return !isOver() && agencies.stream().anyMatch(AgencyRecord::isOpen);
    }

    /** Over a license that lives, one revocation at a time. */
    boolean isRevocable() {
        return license != null
                && (license.status().equals(License.ISSUED) || license.status().equals(License.SUSPENDED))
                && openRevocation().isEmpty();
    }

    public Optional<Revocation> openRevocation() {
        return revocations.stream().filter(Revocation::isOpen).findFirst();
    }

    public boolean isOver() {
        return !application.status().isOpen();
    }

    /** The text of a published criterion, if it is one. */
    public Optional<Criteria.Criterion> criterion(String id) {
        return Optional.ofNullable(criteria.get(id));
    }
}
