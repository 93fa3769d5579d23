package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.testing.TestCases.ACCEPT;
import static org.countersign.testing.TestCases.CONCUR;

import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.countersign.signoff.Vote;
import org.countersign.signoff.Votes;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.workflow.RuleBroken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Rule 4. Inside an agency a reviewer drafts and a different person of the director group countersigns. A
 * draft that is sent back stays on record. How people step back from a case: {@link Rule4RecusalTest}.
 */
@CountersignTest
class Rule4TwoPeopleTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private Votes votes;

    @Autowired
    private TaskService tasks;

    private Case acme;

    @BeforeEach
    void aCaseWithTheAgencies() {
        acme = cases.referred();
    }

    @Test
    void theDrafterMayNotCountersignEvenAsADirector() {
        staff.complete("oncd.director", cases.task(acme, "draftVote", "oncd"), CONCUR);
        Task countersign = cases.task(acme, "countersignVote", "oncd");
        assertThatThrownBy(() -> staff.as("oncd.director", () -> tasks.complete(countersign.getId(), ACCEPT)))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("You drafted this vote; another director must countersign it.");

        staff.hire("oncd.deputy", "oncd", "oncd-directors");
        staff.complete("oncd.deputy", countersign, ACCEPT);
        assertThat(votes.ofApplication(acme.id())).singleElement().matches(Vote::isPosition);
    }

    @Test
    void aReviewerMayNotCountersignAndADirectorOfAnotherAgencyNeither() {
        staff.complete("oncd.reviewer", cases.task(acme, "draftVote", "oncd"), CONCUR);
        Task countersign = cases.task(acme, "countersignVote", "oncd");
        for (String stranger : new String[] {"oncd.reviewer", "ostp.director", "commerce.director", "admin"}) {
            assertThatThrownBy(() -> staff.complete(stranger, countersign, ACCEPT))
                    .isInstanceOf(AuthorizationException.class);
        }
        assertThat(votes.ofApplication(acme.id())).singleElement().matches(vote -> !vote.isAccepted());
    }

    @Test
    void everyDraftThatWentBackStaysOnRecordWithWhatWasSaidToIt() {
        for (int round = 1; round <= 3; round++) {
            staff.complete(
                    "oncd.reviewer",
                    cases.task(acme, "draftVote", "oncd"),
                    Map.of("vote", "concur", "reasons", "Draft " + round));
            staff.complete(
                    "oncd.director",
                    cases.task(acme, "countersignVote", "oncd"),
                    Map.of("accepted", "false", "note", "No to draft " + round));
        }
        cases.signs(acme, "oncd", TestCases.OBJECT);

        var kept = votes.ofApplication(acme.id());
        assertThat(kept).extracting(Vote::round).containsExactly(1, 2, 3, 4);
        assertThat(kept).extracting(Vote::isPosition).containsExactly(false, false, false, true);
        assertThat(kept.get(1).reasons().applicant()).isEqualTo("Draft 2");
        assertThat(kept.get(1).countersignature().note()).isEqualTo("No to draft 2");
        assertThat(kept.get(1).countersignature().signedBy()).isEqualTo("oncd.director");
    }

    @Test
    void aQuestionToTheApplicantNeedsTwoPeopleToo() {
        staff.complete(
                "oncd.reviewer", cases.task(acme, "draftVote", "oncd"), TestCases.needsInformation("Which logs?"));
        assertThat(cases.asTheLabSeesIt(acme).get("openRequests")).isEmpty();
        staff.complete(
                "oncd.director",
                cases.task(acme, "countersignVote", "oncd"),
                Map.of("accepted", "false", "note", "They told us."));
        assertThat(cases.asTheLabSeesIt(acme).get("openRequests")).isEmpty();
        assertThat(cases.task(acme, "draftVote", "oncd")).isNotNull();
    }
}
