package org.countersign.docket;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.application.Submission;
import org.countersign.clock.ClockLedger;
import org.countersign.clock.ClockRun;
import org.countersign.clock.Days;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.release.Releases;
import org.countersign.risk.RiskAssessment;
import org.countersign.risk.RiskAssessments;
import org.countersign.signoff.Agencies;
import org.countersign.signoff.Vote;
import org.countersign.signoff.Votes;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.AgencySignOff;
import org.countersign.workflow.Appeal;
import org.countersign.workflow.ComplianceAudit;
import org.countersign.workflow.EmergencyDirective;
import org.countersign.workflow.FindingProcess;
import org.countersign.workflow.FormFacts;
import org.countersign.workflow.LicenseMonitoring;
import org.countersign.workflow.LicenseRevocation;
import org.countersign.workflow.SanctionProposal;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The case as the forms in Tasklist show it: rows of plain text, because much of it was written by applicants. */
@Component
class CaseFormFacts implements FormFacts {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "d MMM yyyy HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Applications applications;
    private final Releases releases;
    private final RiskAssessments assessments;
    private final ClockLedger ledger;
    private final Votes votes;
    private final Agencies agencies;
    private final Offices offices;
    private final Licenses licenses;
    private final Standings standings;
    private final ConversationFacts conversation;
    private final DisputeFacts dispute;
    private final AppealFacts appeals;
    private final ScreeningFacts screening;
    private final DirectiveFacts directives;
    private final RevocationFacts revocations;
    private final AuditFacts audits;
    private final RenewalFacts renewals;

    CaseFormFacts(
            Applications applications,
            Releases releases,
            RiskAssessments assessments,
            ClockLedger ledger,
            Votes votes,
            Agencies agencies,
            Offices offices,
            Licenses licenses,
            Standings standings,
            ConversationFacts conversation,
            DisputeFacts dispute,
            AppealFacts appeals,
            ScreeningFacts screening,
            DirectiveFacts directives,
            RevocationFacts revocations,
            AuditFacts audits,
            RenewalFacts renewals) {
        this.applications = applications;
        this.releases = releases;
        this.assessments = assessments;
        this.ledger = ledger;
        this.votes = votes;
        this.agencies = agencies;
        this.offices = offices;
        this.licenses = licenses;
        this.standings = standings;
        this.conversation = conversation;
        this.dispute = dispute;
        this.appeals = appeals;
        this.screening = screening;
        this.directives = directives;
        this.revocations = revocations;
        this.audits = audits;
        this.renewals = renewals;
    }

    record Fact(String fact, String value) {}

    record FactorRow(String factor, String points, String criterion) {}

    record ClockRow(String clock, String since, String due) {}

    record VoteRow(String agency, String vote, String reasons, String state) {}

    @Override
    @Transactional(readOnly = true)
    public Map<String, Object> of(Map<String, String> variables) {
        var facts = new LinkedHashMap<String, Object>();
        facts.putAll(directives.of(variables.get(EmergencyDirective.DIRECTIVE_ID)));
        facts.putAll(revocations.of(variables.get(LicenseRevocation.REVOCATION_ID)));
        String licenseId = variables.get(LicenseMonitoring.LICENSE_ID);
        String applicationId = variables.get(AccessReview.APPLICATION_ID);
        if (licenseId != null) {
            License license = licenses.get(licenseId);
            facts.put("licenseFacts", licenseFacts(license));
            facts.putAll(audits.of(
                    license,
                    variables.get(ComplianceAudit.AUDIT_ID),
                    variables.get(FindingProcess.FINDING_ID),
                    variables.get(SanctionProposal.PROPOSAL_ID)));
            applicationId = license.applicationId();
        }
        if (applicationId != null) {
            Application application = applications.get(applicationId);
            facts.put("caseFacts", caseFacts(application));
            facts.put("riskFactors", riskFactors(applicationId));
            facts.put("clockFacts", clockFacts(application));
            facts.put("earlierVotes", earlierVotes(applicationId));
            facts.putAll(conversation.of(applicationId));
            facts.putAll(dispute.of(applicationId));
            facts.putAll(appeals.of(applicationId, variables.get(Appeal.APPEAL_ID)));
            facts.putAll(screening.of(applicationId));
            facts.putAll(renewals.rows(application));
            draftFacts(applicationId, variables.get(AgencySignOff.AGENCY))
                    .ifPresent(draft -> facts.put("draftFacts", draft));
        }
        return facts;
    }

    @Override
    @Transactional(readOnly = true)
    public Map<String, Object> atStart() {
        return directives.atStart();
    }

    private List<Fact> caseFacts(Application application) {
        Submission.Customer customer = application.customer();
        Submission.UseCase useCase = application.submission().useCase();
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("Reference", application.reference()));
        facts.add(new Fact(
                "Release", releases.get(application.releaseId()).name() + " (" + application.releaseId() + ")"));
        facts.add(new Fact(
                "Customer", customer.legalName() + ", " + customer.country() + " (" + customer.customerId() + ")"));
        if (customer.employees() != null) {
            facts.add(new Fact("Employees", String.valueOf(customer.employees())));
        }
        if (customer.website() != null) {
            facts.add(new Fact("Website", customer.website()));
        }
        facts.add(new Fact(
                "Ultimate parent",
                customer.ultimateParent() == null
                        ? "none named"
                        : customer.ultimateParent().legalName() + ", "
                                + customer.ultimateParent().country()));
        facts.add(new Fact("Beneficial owners", owners(customer)));
        facts.add(new Fact(
                "Signatory",
                customer.signatory().name() + ", " + customer.signatory().title() + ", "
                        + customer.signatory().email()));
        if (application.submission().renews() != null) {
            facts.add(new Fact("Renews the license", application.submission().renews()));
        }
        facts.add(new Fact("Use case", useCase.summary()));
        facts.add(new Fact("Description", useCase.description()));
        facts.add(new Fact("Domain", words(useCase.domain())));
        facts.add(new Fact("Access mode", words(useCase.accessMode())));
        facts.add(new Fact(
                "Users",
                "%,d in %s; foreign persons: %s"
                        .formatted(
                                useCase.population().users(),
                                String.join(", ", useCase.population().countries()),
                                useCase.population().foreignPersons() ? "yes" : "no")));
        List<String> safeguards = application.submission().safeguards();
        facts.add(
                new Fact("Safeguards", safeguards.isEmpty() ? "none declared" : words(String.join(", ", safeguards))));
        return facts;
    }

    private static String owners(Submission.Customer customer) {
        if (customer.beneficialOwners().isEmpty()) {
            return "none named";
        }
        return customer.beneficialOwners().stream()
                .map(owner -> "%s, %s (%s %%)"
                        .formatted(
                                owner.name(), owner.country(), owner.percent().toPlainString()))
                .reduce((a, b) -> a + "; " + b)
                .orElseThrow();
    }

    private List<FactorRow> riskFactors(String applicationId) {
        Optional<RiskAssessment> assessed = assessments.of(applicationId);
        if (assessed.isEmpty()) {
            return List.of();
        }
        var rows = new ArrayList<FactorRow>();
        rows.add(new FactorRow(
                "Score, band " + assessed.get().band(),
                String.valueOf(assessed.get().score()),
                ""));
        assessed.get()
                .factors()
                .forEach(factor ->
                        rows.add(new FactorRow(factor.factor(), points(factor.points()), factor.criterion())));
        return rows;
    }

    private static String points(int points) {
        return points == 0 ? "0" : "%+d".formatted(points);
    }

    private List<ClockRow> clockFacts(Application application) {
        Map<String, String> titles = offices.titles();
        var rows = new ArrayList<ClockRow>();
        String received = Days.brief(application.receivedAt());
        rows.add(new ClockRow("Case, target", received, Days.brief(application.targetOn())));
        rows.add(new ClockRow("Case, latest", received, Days.brief(application.decideBy())));
        ledger.of(application.id()).stream()
                .filter(run -> !run.clock().equals(ClockLedger.CASE))
                .forEach(run -> rows.add(new ClockRow(
                        titles.getOrDefault(run.holder(), run.holder()) + ": " + Offices.taskOf(run.clock()),
                        Days.brief(run.startedAt()),
                        due(run))));
        return rows;
    }

    private static String due(ClockRun run) {
        return switch (run.state()) {
            case ClockRun.STOPPED -> "stopped";
            case ClockRun.PAUSED -> "stands still";
            default -> Days.brief(run.dueOn());
        };
    }

    private List<VoteRow> earlierVotes(String applicationId) {
        Map<String, String> names = agencies.shortNames();
        return votes.ofApplication(applicationId).stream()
                .map(vote -> new VoteRow(names.get(vote.agency()), words(vote.vote()), said(vote), state(vote)))
                .toList();
    }

    private static String said(Vote vote) {
        String reasons = vote.asks() ? vote.question() : vote.reasons().applicant();
        return vote.conditions().isEmpty()
                ? reasons
                : (reasons + "\nConditions: " + String.join("\n", vote.conditions())).strip();
    }

    private static String state(Vote vote) {
        String drafted = "Drafted by %s, %s. ".formatted(vote.draftedBy(), minute(vote.draftedAt()));
        Vote.Countersignature second = vote.countersignature();
        if (second == null) {
            return drafted + "Waits for a countersignature.";
        }
        return drafted
                + (second.accepted()
                        ? "Countersigned by %s, %s.".formatted(second.signedBy(), minute(second.signedAt()))
                        : "Sent back by %s: %s".formatted(second.signedBy(), second.note()));
    }

    private Optional<List<Fact>> draftFacts(String applicationId, String agency) {
        return votes.ofApplication(applicationId).stream()
                .filter(vote -> vote.agency().equals(agency))
                .reduce((earlier, later) -> later)
                .map(CaseFormFacts::draft);
    }

    private static List<Fact> draft(Vote vote) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("Vote", words(vote.vote())));
        if (vote.asks()) {
            facts.add(new Fact("Question to the applicant", vote.question()));
        }
        String reasons = vote.reasons().applicant();
        facts.add(new Fact("Reasons", reasons.isEmpty() ? "none given" : reasons));
        if (!vote.reasons().publicly().isEmpty()) {
            facts.add(new Fact("Public reasons", vote.reasons().publicly()));
        }
        if (!vote.reasons().internally().isEmpty()) {
            facts.add(new Fact("Internal reasons", vote.reasons().internally()));
        }
        if (!vote.cure().isEmpty()) {
            facts.add(new Fact("What could be changed", vote.cure()));
        }
        if (!vote.criteria().isEmpty()) {
            facts.add(new Fact("Criteria", String.join(", ", vote.criteria())));
        }
        if (!vote.evidence().isEmpty()) {
            facts.add(new Fact("Evidence", vote.evidence()));
        }
        vote.conditions().forEach(condition -> facts.add(new Fact("Condition", condition)));
        facts.add(new Fact("Drafted by", vote.draftedBy() + ", " + minute(vote.draftedAt())));
        return facts;
    }

    private List<Fact> licenseFacts(License license) {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact("License", license.id()));
        facts.add(new Fact("Release", license.releaseId()));
        facts.add(new Fact("Customer", license.customerId()));
        facts.add(new Fact("Status", status(license)));
        facts.add(new Fact("Risk band", license.band()));
        facts.add(new Fact("In force", Days.brief(license.issuedAt()) + " to " + Days.brief(license.expiresOn())));
        license.conditions()
                .forEach(condition -> facts.add(new Fact("Condition of " + condition.agency(), condition.text())));
        return facts;
    }

    private String status(License license) {
        Standings.Standing standing = standings.of(license);
        if (standing.isPlain()) {
            return license.status();
        }
        String label = standing.label().toLowerCase(Locale.ENGLISH);
        return label.equals("license " + license.status()) ? license.status() : license.status() + "; " + label;
    }

    /** A key as people read it: software engineering. */
    private static String words(String key) {
        return key.replace('-', ' ');
    }

    private static String minute(Instant moment) {
        return MINUTE.format(moment);
    }
}
