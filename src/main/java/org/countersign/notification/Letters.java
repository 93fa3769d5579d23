package org.countersign.notification;

import java.util.Set;
import org.countersign.application.Application;
import org.countersign.application.Applications;
import org.countersign.application.Decision;
import org.countersign.application.Question;
import org.countersign.application.Questions;
import org.countersign.clock.Days;
import org.countersign.clock.ReviewClock;
import org.countersign.license.License;
import org.countersign.license.Licenses;
import org.countersign.release.Releases;
import org.countersign.signoff.Agencies;
import org.countersign.signoff.DenialNotice;
import org.countersign.signoff.DenialNotices;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The words of each notice: what happened, whose move it is, and until when. */
@Component
class Letters {

    private static final Set<String> TO_STAFF = Set.of("nobody-left", "delay-ordered");

    private final Applications applications;
    private final Releases releases;
    private final Agencies agencies;
    private final Questions questions;
    private final DenialNotices denialNotices;
    private final Licenses licenses;
    private final ReviewClock reviewClock;
    private final AppealLetters appealLetters;
    private final RevocationLetters revocationLetters;
    private final MonitoringLetters monitoringLetters;
    private final AuditLetters auditLetters;
    private final String publicUrl;

    Letters(
            Applications applications,
            Releases releases,
            Agencies agencies,
            Questions questions,
            DenialNotices denialNotices,
            Licenses licenses,
            ReviewClock reviewClock,
            AppealLetters appealLetters,
            RevocationLetters revocationLetters,
            MonitoringLetters monitoringLetters,
            AuditLetters auditLetters,
            @Value("${countersign.public-url:http://localhost:${server.port:8080}}") String publicUrl) {
        this.applications = applications;
        this.releases = releases;
        this.agencies = agencies;
        this.questions = questions;
        this.denialNotices = denialNotices;
        this.licenses = licenses;
        this.reviewClock = reviewClock;
        this.appealLetters = appealLetters;
        this.revocationLetters = revocationLetters;
        this.monitoringLetters = monitoringLetters;
        this.auditLetters = auditLetters;
        this.publicUrl = publicUrl;
    }

    record Letter(String subject, String body) {}

    Letter write(String kind, Application application) {
        String what = "the application of %s for %s"
                .formatted(
                        application.customer().legalName(),
                        releases.get(application.releaseId()).name());
        String body =
                switch (kind) {
                    case "received" ->
                        """
                            We have received %s.

                            Its reference is %s. The intake office checks it within %d days; then every agency \
                            that has to sign has %d days. We aim to decide by %s and must decide by %s. There is \
                            nothing you have to do now."""
                                .formatted(
                                        what,
                                        application.reference(),
                                        reviewClock.days("completeness"),
                                        reviewClock.days("sign-off"),
                                        Days.day(application.targetOn()),
                                        Days.day(application.decideBy()));
                    case "returned" ->
                        """
                            We return %s, because something is missing:

                            %s

                            You can submit it again at any time; the clock then starts anew."""
                                .formatted(what, decisionOn(application).reasons());
                    case "approved" -> approved(what, application);
                    case "question", "reminder" -> question(kind, what, application);
                    case "escalated" ->
                        """
                            The agencies do not agree on %s. The chair of the Operating Committee decides within \
                            %d days; an agency can then carry the decision up to the advisory committee and the \
                            review board. There is nothing you have to do now."""
                                .formatted(what, reviewClock.days("chair"));
                    case "escalation-decided" ->
                        "The disagreement of the agencies on %s is decided. What follows, we tell you separately."
                                .formatted(what);
                    case "intent-to-deny" -> intentToDeny(what, application);
                    case "denied" ->
                        """
                            We have denied %s. The reasons:

                            %s

                            You can appeal within %d days. People who took no part in the case decide the appeal."""
                                .formatted(what, decisionOn(application).reasons(), reviewClock.days("appeal-window"));
                    case "suspended" ->
                        """
                            The license from %s is suspended: somebody behind it is on a government screening list, and \
                            the intake office has confirmed it. Until the license is reinstated the release may not be \
                            used.

                            You can appeal within %d days. People who took no part in the case decide the appeal."""
                                .formatted(what, reviewClock.days("appeal-window"));
                    case "withdrawn" -> "As you asked, %s is withdrawn.".formatted(what);
                    case "closed-unanswered" ->
                        """
                            We have closed %s: a question was not answered in time.

                            You can submit the application again at any time."""
                                .formatted(what);
                    case "nobody-left" ->
                        """
                            Everybody who could complete an open task in %s has stepped back from the case. \
                            Name somebody who can, or take it on yourself."""
                                .formatted(what);
                    default -> further(kind, what, application);
                };
        // The address of the applicant's page is its key: staff are sent to their own.
        String page = TO_STAFF.contains(kind) ? "/cases/" + application.reference() : application.trackingPath();
        return new Letter(
                "%s: %s".formatted(application.reference(), inShort(kind)),
                body.strip() + "\n\nFollow the case: " + publicUrl + page + "\n");
    }

    private String further(String kind, String what, Application application) {
        if (AuditLetters.KINDS.contains(kind)) {
            return auditLetters.write(kind, what, application);
        }
        if (MonitoringLetters.KINDS.contains(kind)) {
            return monitoringLetters.write(kind, what, application);
        }
        return RevocationLetters.KINDS.contains(kind)
                ? revocationLetters.write(kind, what, application)
                : appealLetters.write(kind, what, application);
    }

    private static String inShort(String kind) {
        return switch (kind) {
            case "question" -> "a question for you";
            case "reminder" -> "a question still waits for your answer";
            case "intent-to-deny" -> "denial is intended";
            case "escalation-decided" -> "the disagreement is decided";
            case "revocation-notice" -> "the license is to be revoked";
            case "revocation-suspended" -> "the license is suspended and to be revoked";
            case "revoked" -> "the license is revoked";
            case "renewal-window" -> "the license can be renewed";
            case "usage-reminder" -> "a usage report is missing";
            case "usage-warning" -> "the license will be suspended for a missing usage report";
            case "usage-suspension" -> "the license is suspended for a missing usage report";
            case "usage-proposal" -> "it is considered to revoke the license";
            case "usage-caught-up" -> "no usage report is missing any more";
            case "revocation-kept" -> "the license is not revoked";
            case "evidence-request" -> "the auditors ask for evidence";
            case "audit-findings" -> "what the audit has shown";
            case "finding-overdue" -> "something is still to be put right";
            case "sanction-suspended" -> "the license is suspended";
            case "closed-unanswered" -> "closed, a question was not answered";
            case "nobody-left" -> "nobody is left for a task";
            case "delay-ordered" -> "a delay was found unjustified";
            default -> kind.replace('-', ' ');
        };
    }

    private String question(String kind, String what, Application application) {
        var body = new StringBuilder(
                kind.equals("question")
                        ? "About %s we have to ask you:\n\n".formatted(what)
                        : "Please remember what we asked about %s:\n\n".formatted(what));
        questions.of(application.id()).stream().filter(Question::isOpen).forEach(question -> body.append(
                        question.question())
                .append("\nPlease answer by ")
                .append(Days.day(question.dueOn()))
                .append(". Until then the clock of ")
                .append(agencies.shortNames().getOrDefault(question.asker(), "the intake office"))
                .append(" stands still; after that the case is closed as unanswered.\n\n"));
        return body.toString();
    }

    private String intentToDeny(String what, Application application) {
        DenialNotice notice = denialNotices.latestOf(application.id()).orElseThrow();
        return """
                We intend to deny %s. The reasons:

                %s

                Criteria: %s
                Evidence: %s
                What you could change: %s
                Whom to talk to: %s

                You can answer until %s. The denial becomes final on %s, unless your answer changes it."""
                .formatted(
                        what,
                        notice.reasons().applicant(),
                        String.join(", ", notice.criteria()),
                        notice.evidence(),
                        notice.curable(),
                        notice.contact(),
                        Days.day(notice.rebuttalBy()),
                        Days.day(notice.finalOn()));
    }

    private String approved(String what, Application application) {
        License license = licenses.ofApplication(application.id()).orElseThrow();
        var body = new StringBuilder(
                """
                We have approved %s.

                License %s is in force until %s."""
                        .formatted(what, license.id(), Days.day(license.expiresOn())));
        if (license.status().equals(License.SUSPENDED)) {
            body.append("\n\nIt is suspended at first: everybody behind it is still to be screened against the")
                    .append(" government's lists. Until that is done the release may not be used.");
        }
        if (!license.conditions().isEmpty()) {
            body.append("\n\nIts conditions, each with the agency that set it and alone can release it:\n");
            license.conditions().forEach(condition -> body.append("- ")
                    .append(condition.text())
                    .append(" (")
                    .append(condition.agency())
                    .append(")\n"));
        }
        return body.toString();
    }

    private Decision decisionOn(Application application) {
        return applications.decisionOn(application.id()).orElseThrow();
    }
}
