package org.countersign.signoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.ProcessEngineTests.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.countersign.application.Applications;
import org.countersign.clock.MissedDeadlines;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.Attempts;
import org.countersign.workflow.Escalation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Rule 7: a committee and a board decide by majority, when more than half of their seats have voted. */
@CountersignTest
class Rule7QuorumTest {

    private static final Map<String, Object> FOR = Map.of("outcome", "approve", "reasons", "The benefit outweighs it.");
    private static final Map<String, Object> AGAINST = Map.of("outcome", "deny", "reasons", "The objection is sound.");

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Escalations escalations;

    @Autowired
    private MissedDeadlines missed;

    @Autowired
    private AddAgency addAgency;

    @Autowired
    private Applications applications;

    @Autowired
    private Attempts attempts;

    @Autowired
    private ProcessEngine engine;

    @BeforeEach
    void useThisEngine() {
        AbstractAssertions.init(engine);
    }

    private Case beforeTheCommittee() {
        Case acme = cases.disagreed();
        time.advance(Duration.ofDays(14));
        return acme;
    }

    private List<String> decisionsOn(Case of) {
        return escalations.decisionsOf(of.id()).stream()
                .map(decision -> decision.level() + " " + decision.outcome())
                .toList();
    }

    @Test
    void rule7After11DaysTheMajorityOfTheVotesCastDecidesWhenMoreThanHalfHasVoted() {
        Case wide = cases.referred();
        for (String agency : List.of("state", "energy")) {
            attempts.at(() ->
                    addAgency.add(applications.get(wide.id()), agency, "It knows the customer.", "commerce.director"));
        }
        cases.signs(wide, "oncd", TestCases.OBJECT);
        List.of("ostp", "commerce", "state", "energy").forEach(agency -> cases.signs(wide, agency, TestCases.CONCUR));
        time.advance(Duration.ofDays(14));
        staff.complete("oncd.director", cases.seat(wide, "voteInCommittee", "oncd"), AGAINST);
        staff.complete("state.director", cases.seat(wide, "voteInCommittee", "state"), AGAINST);
        staff.complete("ostp.director", cases.seat(wide, "voteInCommittee", "ostp"), FOR);
        time.advance(Duration.ofDays(11));

        assertThat(cases.instance(wide, Escalation.KEY))
                .hasPassed("committeeTimeOver", "countCommittee")
                .isWaitingAt("considerBoard");
        assertThat(decisionsOn(wide)).containsExactly("chair none", "committee deny");
    }

    @Test
    void rule7OneVoteDecidesNothingForAllThatAreSilent() {
        Case acme = beforeTheCommittee();
        ProcessInstance ladder = cases.instance(acme, Escalation.KEY);
        staff.complete("commerce.director", cases.seat(acme, "voteInCommittee", "commerce"), FOR);
        time.advance(Duration.ofDays(11));

        assertThat(ladder).isWaitingAt("voteInBoard").hasNotPassed("openCommitteeWindow");
        staff.complete("commerce.director", cases.seat(acme, "voteInBoard", "commerce"), FOR);
        time.advance(Duration.ofDays(11));

        assertThat(ladder).isWaitingAt("recordPrincipalsDecision");
        assertThat(decisionsOn(acme)).containsExactly("chair none", "committee none", "board none");
        assertThat(missed.of(acme.id()))
                .extracting(MissedDeadlines.MissedDeadline::clock)
                .contains("committee", "board");
    }

    @Test
    void rule7TheDatabaseCountsToo() {
        Case acme = beforeTheCommittee();
        staff.complete("commerce.director", cases.seat(acme, "voteInCommittee", "commerce"), FOR);
        var alone = new EscalationDecision(1, "committee", "approve", time.now());

        assertThatThrownBy(() -> attempts.at(() -> {
                    escalations.add(acme.id(), alone);
                    return alone;
                }))
                .rootCause()
                .hasMessageContaining("no more than half of the committee has voted");
    }
}
