package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.countersign.testing.TestCases.APPROVE;
import static org.countersign.testing.TestCases.CONCUR;
import static org.countersign.testing.TestCases.REFER;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.countersign.application.Applications;
import org.countersign.signoff.AddAgency;
import org.countersign.testing.Staff;
import org.countersign.testing.Submissions;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Attempts;
import org.countersign.workflow.PartyScreening;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Cases of every kind, each told from its first day to its last. What is appealed: {@link AppealStories}. */
class ReviewStories {

    private static final Map<String, Object> FOR = Map.of("outcome", "approve", "reasons", "The test bench isolates.");
    private static final Map<String, Object> AGAINST = Map.of("outcome", "deny", "reasons", "The risk remains.");
    private static final Map<String, Object> UP = Map.of("escalates", "true", "reasons", "The evidence was not seen.");
    private static final Map<String, Object> STAND = Map.of("escalates", "false");

    private final TestCases cases;
    private final Staff staff;
    private final TimeMachine time;
    private final Applications applications;
    private final AddAgency addAgency;
    private final Attempts attempts;
    private final JdbcClient db;

    ReviewStories(
            TestCases cases,
            Staff staff,
            TimeMachine time,
            Applications applications,
            AddAgency addAgency,
            Attempts attempts,
            JdbcClient db) {
        this.cases = cases;
        this.staff = staff;
        this.time = time;
        this.applications = applications;
        this.addAgency = addAgency;
        this.attempts = attempts;
        this.db = db;
    }

    record Story(String name, String endsAs, Supplier<Case> teller) {}

    List<Story> all() {
        return List.of(
                new Story("all concur", "approved", cases::approved),
                new Story("returned", "returned", this::returned),
                new Story("intake asks twice", "approved", this::intakeAsks),
                new Story("intake is not answered", "closed-unanswered", this::intakeIsNotAnswered),
                new Story("hits are cleared late", "in-review", this::hitsAreClearedLate),
                new Story("a true match", "denied", this::trueMatch),
                new Story("no list in force", "in-review", this::noListInForce),
                new Story("withdrawn", "withdrawn", this::withdrawn),
                new Story("an agency more, and nobody in a hurry", "approved", this::slowEverywhere),
                new Story("an agency is not answered", "closed-unanswered", this::agencyIsNotAnswered),
                new Story("refused and not rebutted", "denied", this::refusedForGood),
                new Story("a rebuttal that convinces", "approved", this::rebuttalConvinces),
                new Story("a rebuttal that does not", "denied", this::rebuttalDoesNotConvince),
                new Story("a rebuttal nobody considers", "denied", this::rebuttalIsNotConsidered),
                new Story("the chair approves", "approved", this::chairApproves),
                new Story("the chair denies", "intent-to-deny", this::chairDenies),
                new Story("up to the principals", "approved", this::upToThePrincipals),
                new Story("the committee's word stands", "intent-to-deny", this::committeeStands),
                new Story("the board decides", "approved", this::boardDecides));
    }

    private void intake(Case of, Map<String, Object> form) {
        staff.complete("intake.officer", cases.task(of, AccessReview.CHECK_COMPLETENESS), form);
    }

    void commerce(Case of, Map<String, Object> form) {
        staff.complete("commerce.director", cases.task(of, AccessReview.COUNTERSIGN), form);
    }

    void passDays(int days) {
        time.advance(Duration.ofDays(days).plusMinutes(10));
    }

    private void allConcur(Case of) {
        List.of("oncd", "ostp", "commerce").forEach(agency -> cases.signs(of, agency, CONCUR));
    }

    private Case returned() {
        Case acme = cases.received();
        intake(acme, Map.of("outcome", "return", "note", "Who owns the rest?"));
        return acme;
    }

    private Case intakeAsks() {
        Case acme = cases.received();
        String request = cases.intakeAsks(acme, "Who owns the rest?");
        cases.answers(acme, request, "Nobody but Jane.");
        intake(acme, REFER);
        allConcur(acme);
        commerce(acme, APPROVE);
        return acme;
    }

    private Case intakeIsNotAnswered() {
        Case acme = cases.received();
        cases.intakeAsks(acme, "Who owns the rest?");
        passDays(45);
        return acme;
    }

    /** Signed by somebody whose name is on the list of the demonstration. */
    private Case signedByALikeName() {
        String customerId = "acme-" + UUID.randomUUID();
        return cases.received(customerId, Submissions.with(body -> {
            body.withObject("/customer").put("customerId", customerId);
            body.withObject("/customer/signatory").put("name", "Maksym Olehovych Dravenko");
        }));
    }

    private void resolves(Case of, String resolution) {
        staff.complete(
                "intake.officer",
                cases.task(of, PartyScreening.RESOLVE_SCREENING_HITS),
                Map.of("resolution", resolution, "note", "Date of birth compared."));
    }

    private Case hitsAreClearedLate() {
        Case acme = signedByALikeName();
        passDays(9);
        resolves(acme, "cleared");
        intake(acme, REFER);
        return acme;
    }

    private Case trueMatch() {
        Case acme = signedByALikeName();
        resolves(acme, "true-match");
        passDays(45);
        return acme;
    }

    /** The list is left to grow old, and imported again while the case waits. */
    private Case noListInForce() {
        db.sql("UPDATE screening_list SET feed = 'import', confirmed_at = ? WHERE feed = 'demo'")
                .param(time.now().minus(Duration.ofDays(3)).atOffset(ZoneOffset.UTC))
                .update();
        Case acme;
        try {
            acme = cases.received();
            intake(acme, REFER);
            assertThat(cases.openTasks(acme)).isEmpty();
        } finally {
            db.sql("UPDATE screening_list SET feed = 'demo' WHERE imported_by <> 'admin'")
                    .update();
        }
        time.advance(Duration.ofMinutes(70));
        return acme;
    }

    private Case withdrawn() {
        Case acme = cases.referred();
        cases.withdraws(acme);
        return acme;
    }

    private Case slowEverywhere() {
        Case acme = cases.referred();
        attempts.at(() ->
                addAgency.add(applications.get(acme.id()), "energy", "It drives a power station.", "oncd.director"));
        staff.complete("oncd.reviewer", cases.task(acme, "draftVote", "oncd"), CONCUR);
        staff.complete(
                "oncd.director",
                cases.task(acme, "countersignVote", "oncd"),
                Map.of("accepted", "false", "note", "Say more."));
        cases.signs(acme, "ostp", CONCUR);
        String request = cases.asks(acme, "energy", "Which power station?");
        passDays(25);
        cases.answers(acme, request, "None any more.");
        cases.signs(acme, "energy", CONCUR);
        passDays(6); // ONCD and Commerce are silent
        passDays(70); // and so is the director of Commerce
        commerce(acme, APPROVE);
        return acme;
    }

    private Case agencyIsNotAnswered() {
        Case acme = cases.referred();
        cases.asks(acme, "oncd", "Which logs do you keep?");
        passDays(45);
        return acme;
    }

    Case refusedForGood() {
        Case acme = cases.refused();
        passDays(45);
        return acme;
    }

    private Case rebutted(String outcome) {
        Case acme = cases.refused();
        cases.rebuts(acme, "The investigation is closed.");
        staff.complete(
                "commerce.director",
                cases.task(acme, AccessReview.CONSIDER_REBUTTAL),
                Map.of("outcome", outcome, "reasons", "We have read it."));
        return acme;
    }

    private Case rebuttalConvinces() {
        Case acme = rebutted("reopen");
        commerce(acme, APPROVE);
        return acme;
    }

    private Case rebuttalDoesNotConvince() {
        Case acme = rebutted("refuse");
        passDays(45);
        return acme;
    }

    private Case rebuttalIsNotConsidered() {
        Case acme = cases.refused();
        cases.rebuts(acme, "The investigation is closed.");
        passDays(45);
        return acme;
    }

    private void chair(Case of, Map<String, Object> form) {
        staff.complete("committee.chair", cases.task(of, "decideAsChair"), form);
    }

    private void seat(Case of, String task, String agency, Map<String, Object> form) {
        staff.complete(agency + ".director", cases.seat(of, task, agency), form);
    }

    private Case chairApproves() {
        Case acme = cases.disagreed();
        chair(acme, FOR);
        List.of("oncd", "ostp", "commerce").forEach(agency -> seat(acme, "considerEscalation", agency, STAND));
        commerce(acme, APPROVE);
        return acme;
    }

    private Case chairDenies() {
        Case acme = cases.disagreed();
        chair(acme, AGAINST);
        passDays(5);
        return acme;
    }

    private Case inTheBoard() {
        Case acme = cases.disagreed();
        passDays(14); // the chair is silent
        seat(acme, "voteInCommittee", "oncd", AGAINST);
        seat(acme, "voteInCommittee", "ostp", AGAINST);
        seat(acme, "considerBoard", "commerce", UP);
        return acme;
    }

    private Case upToThePrincipals() {
        Case acme = inTheBoard();
        passDays(11 + 14); // the board is silent, and the principals take their time
        staff.complete("committee.chair", cases.task(acme, "recordPrincipalsDecision"), FOR);
        commerce(acme, APPROVE);
        return acme;
    }

    private Case committeeStands() {
        Case acme = cases.disagreed();
        chair(acme, FOR);
        seat(acme, "considerEscalation", "oncd", UP);
        seat(acme, "voteInCommittee", "oncd", AGAINST);
        seat(acme, "voteInCommittee", "ostp", AGAINST);
        passDays(5);
        return acme;
    }

    private Case boardDecides() {
        Case acme = cases.disagreed();
        passDays(14 + 11); // the chair is silent, and so is the committee
        seat(acme, "voteInBoard", "oncd", FOR);
        seat(acme, "voteInBoard", "ostp", FOR);
        commerce(acme, APPROVE);
        return acme;
    }
}
