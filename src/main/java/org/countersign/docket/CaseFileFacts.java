package org.countersign.docket;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.countersign.appeal.Appeals;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.application.Question;
import org.countersign.application.Questions;
import org.countersign.audit.Audits;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.clock.MissedDeadlines;
import org.countersign.document.Documents;
import org.countersign.finding.Findings;
import org.countersign.lab.Labs;
import org.countersign.license.Conditions;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.license.Revocations;
import org.countersign.license.Suspensions;
import org.countersign.release.Releases;
import org.countersign.risk.Criteria;
import org.countersign.risk.RiskAssessments;
import org.countersign.signoff.CommerceDecisions;
import org.countersign.signoff.DenialNotices;
import org.countersign.signoff.SignOffs;
import org.countersign.signoff.Silence;
import org.countersign.signoff.Vote;
import org.countersign.signoff.Votes;
import org.countersign.usage.MissingReports;
import org.countersign.usage.UsageReports;
import org.countersign.usage.UsageSummary;
import org.countersign.workflow.ApplicantQuestion;
import org.countersign.workflow.CasePaths;
import org.countersign.workflow.Recusals;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts the whole of a case together for staff, from the tables of every step. */
@Component
class CaseFileFacts {

    private final Applications applications;
    private final Labs labs;
    private final Releases releases;
    private final RiskAssessments assessments;
    private final Criteria criteria;
    private final ScreeningEvidence screening;
    private final SignOffs signOffs;
    private final Votes votes;
    private final Questions questions;
    private final Recusals recusals;
    private final Disputes disputes;
    private final CommerceDecisions commerce;
    private final DenialNotices denialNotices;
    private final Appeals appeals;
    private final Licenses licenses;
    private final Conditions conditions;
    private final Suspensions suspensions;
    private final Revocations revocations;
    private final Standings standings;
    private final Audits audits;
    private final Findings findings;
    private final MissingReports missingReports;
    private final UsageReports usageReports;
    private final RenewalFacts renewals;
    private final ClockLedger ledger;
    private final MissedDeadlines missedDeadlines;
    private final Documents documents;
    private final JournalLines journal;
    private final CasePaths paths;
    private final CaseDays days;
    private final Moves moves;
    private final Offices offices;

    CaseFileFacts(
            Applications applications,
            Labs labs,
            Releases releases,
            RiskAssessments assessments,
            Criteria criteria,
            ScreeningEvidence screening,
            SignOffs signOffs,
            Votes votes,
            Questions questions,
            Recusals recusals,
            Disputes disputes,
            CommerceDecisions commerce,
            DenialNotices denialNotices,
            Appeals appeals,
            Licenses licenses,
            Conditions conditions,
            Suspensions suspensions,
            Revocations revocations,
            Standings standings,
            Audits audits,
            Findings findings,
            MissingReports missingReports,
            UsageReports usageReports,
            RenewalFacts renewals,
            ClockLedger ledger,
            MissedDeadlines missedDeadlines,
            Documents documents,
            JournalLines journal,
            CasePaths paths,
            CaseDays days,
            Moves moves,
            Offices offices) {
        this.applications = applications;
        this.labs = labs;
        this.releases = releases;
        this.assessments = assessments;
        this.criteria = criteria;
        this.screening = screening;
        this.signOffs = signOffs;
        this.votes = votes;
        this.questions = questions;
        this.recusals = recusals;
        this.disputes = disputes;
        this.commerce = commerce;
        this.denialNotices = denialNotices;
        this.appeals = appeals;
        this.licenses = licenses;
        this.conditions = conditions;
        this.suspensions = suspensions;
        this.revocations = revocations;
        this.standings = standings;
        this.audits = audits;
        this.findings = findings;
        this.missingReports = missingReports;
        this.usageReports = usageReports;
        this.renewals = renewals;
        this.ledger = ledger;
        this.missedDeadlines = missedDeadlines;
        this.documents = documents;
        this.journal = journal;
        this.paths = paths;
        this.days = days;
        this.moves = moves;
        this.offices = offices;
    }

    @Transactional(readOnly = true)
    public CaseFile of(String applicationId) {
        Application application = applications.get(applicationId);
        List<ClockRun> clocks = ledger.of(applicationId);
        List<Question> asked = questions.of(applicationId);
        License license = licenses.ofApplication(applicationId).orElse(null);
        return new CaseFile(
                application,
                labs.get(application.labId()).name(),
                releases.get(application.releaseId()),
                days.of(application, clocks),
                moves.of(application),
                moves.rest(application, "The applicant's"),
                assessments.of(applicationId).orElse(null),
                criteria.published().stream().collect(Collectors.toMap(Criteria.Criterion::id, Function.identity())),
                screening.of(applicationId),
                agencies(applicationId),
                asked,
                recusals.of(applicationId),
                disputes.ladderOf(applicationId),
                commerce.allOn(applicationId),
                denialNotices.of(applicationId),
                appeals.of(applicationId),
                applications.decisionsOn(applicationId),
                license,
                license == null ? null : standings.of(license),
                conditions.ofApplication(applicationId),
                license == null ? List.of() : suspensions.of(license.id()),
                license == null ? List.of() : revocations.of(license.id()),
                license == null ? List.of() : audits.of(license.id()),
                license == null ? List.of() : findings.of(license.id()),
                license == null ? null : missingReports.of(license.id()).orElse(null),
                license == null ? null : UsageTrend.of(usageReports.recent(license.id(), UsageSummary.USUAL_PERIODS)),
                renewals.of(application).orElse(null),
                clocks,
                ledger.eventsOf(applicationId),
                missedDeadlines.of(applicationId),
                documents.of(applicationId),
                journal.about(application.reference()),
                steps(application.reference(), asked));
    }

    private List<CaseFile.AgencyRecord> agencies(String applicationId) {
        Map<String, List<Vote>> bySignOff =
                votes.ofApplication(applicationId).stream().collect(Collectors.groupingBy(Vote::signOffId));
        Map<String, Silence> silent = signOffs.silencesOf(applicationId).stream()
                .collect(Collectors.toMap(Silence::signOffId, Function.identity()));
        return signOffs.of(applicationId).stream()
                .map(signOff -> new CaseFile.AgencyRecord(
                        signOff, bySignOff.getOrDefault(signOff.id(), List.of()), silent.get(signOff.id())))
                .toList();
    }

    private List<CaseFile.Step> steps(String reference, List<Question> asked) {
        Map<String, String> names = offices.names();
        Map<String, String> askers = asked.stream().collect(Collectors.toMap(Question::id, Question::asker));
        return paths.of(reference).stream()
                .map(path -> {
                    String whose = path.process().equals(ApplicantQuestion.KEY)
                            ? askers.get(path.questionId())
                            : path.agency();
                    return new CaseFile.Step(path, whose == null ? "" : names.getOrDefault(whose, whose));
                })
                .toList();
    }
}
