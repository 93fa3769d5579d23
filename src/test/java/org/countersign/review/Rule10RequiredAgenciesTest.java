package org.countersign.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.testing.TestCases.ACCEPT;
import static org.countersign.testing.TestCases.CONCUR;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.countersign.application.Applications;
import org.countersign.clock.ClockLedger;
import org.countersign.problem.Invalid;
import org.countersign.problem.WrongState;
import org.countersign.signoff.AddAgency;
import org.countersign.signoff.SignOff;
import org.countersign.signoff.SignOffs;
import org.countersign.signoff.Silence;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.testing.TimeMachine;
import org.countersign.workflow.AccessReview;
import org.countersign.workflow.Attempts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Rule 10. ONCD, OSTP and Commerce always; State for foreign customers outside the partner countries; Energy,
 * Defense and HHS by the use. A director may add an agency to a case, with reasons; its clock starts then.
 */
@CountersignTest
class Rule10RequiredAgenciesTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TimeMachine time;

    @Autowired
    private Applications applications;

    @Autowired
    private AddAgency addAgency;

    @Autowired
    private Attempts attempts;

    @Autowired
    private SignOffs signOffs;

    @Autowired
    private ClockLedger ledger;

    private SignOff adds(Case of, String agency, String reasons) {
        return attempts.at(() -> addAgency.add(applications.get(of.id()), agency, reasons, "oncd.director"));
    }

    private List<String> agenciesOf(Case of) {
        return signOffs.current(of.id()).stream().map(SignOff::agency).sorted().toList();
    }

    @ParameterizedTest
    @CsvSource({
        "US, software-engineering, api, commerce oncd ostp",
        "GB, software-engineering, api, commerce oncd ostp",
        "BR, software-engineering, api, commerce oncd ostp state",
        "CN, software-engineering, api, commerce oncd ostp state",
        "US, critical-infrastructure, api, commerce energy oncd ostp",
        "US, chemistry, api, commerce energy oncd ostp",
        "US, defense, api, commerce defense oncd ostp",
        "US, offensive-security-testing, api, commerce defense oncd ostp",
        "US, life-sciences, api, commerce hhs oncd ostp",
        "US, healthcare, api, commerce hhs oncd ostp",
        "BR, chemistry, api, commerce energy oncd ostp state",
        "CN, research, weights, commerce defense oncd ostp state"
    })
    void theTableNamesTheAgencies(String country, String domain, String accessMode, String agencies) {
        Case acme = cases.referred(body -> {
            body.withObject("/customer").put("country", country);
            body.withObject("/useCase").put("domain", domain).put("accessMode", accessMode);
        });
        assertThat(agenciesOf(acme)).isEqualTo(List.of(agencies.split(" ")));
        assertThat(cases.openTasks(acme)).hasSize(agencies.split(" ").length).containsOnly("draftVote");
        assertThat(signOffs.current(acme.id())).allSatisfy(signOff -> {
            assertThat(signOff.ground()).isNotBlank();
            assertThat(signOff.policyVersion()).isNotNull();
            assertThat(signOff.policySha256()).hasSize(64);
        });
    }

    @Test
    void anAddedAgencySignsLikeTheOthersAndItsClockStartsThen() {
        Case acme = cases.referred();
        time.advance(Duration.ofDays(12));
        SignOff added = adds(acme, "energy", "The robots work in a power station.");

        assertThat(added.requestedBy()).isEqualTo("oncd.director");
        assertThat(added.ground()).isEqualTo("The robots work in a power station.");
        var clock = ledger.open(acme.id(), ClockLedger.SIGN_OFF, "energy").orElseThrow();
        assertThat(Duration.between(time.now(), clock.dueOn()).plusMinutes(1).toDays())
                .isEqualTo(30);
        assertThat(cases.timeline(acme)).contains("agency-added");
        assertThat(cases.openTasks(acme)).hasSize(4);

        List.of("oncd", "ostp", "commerce").forEach(agency -> cases.signs(acme, agency, CONCUR));
        assertThat(cases.openTasks(acme)).containsExactly("draftVote");
        cases.signs(acme, "energy", CONCUR);
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
        staff.complete("commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), TestCases.APPROVE);
        assertThat(cases.status(acme)).isEqualTo("approved");
    }

    @Test
    void anAddedAgencyMayBeSilentOnItsOwnDay() {
        Case acme = cases.referred();
        time.advance(Duration.ofDays(12));
        adds(acme, "energy", "The robots work in a power station.");
        time.advance(Duration.ofDays(19));
        assertThat(signOffs.silencesOf(acme.id())).extracting(Silence::agency).doesNotContain("energy");
        assertThat(cases.openTasks(acme)).containsExactly("draftVote");
        time.advance(Duration.ofDays(12));
        assertThat(signOffs.silencesOf(acme.id())).extracting(Silence::agency).contains("energy");
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }

    @Test
    void aQuestionOfAnAddedAgencyThatIsNotAnsweredClosesTheCaseToo() {
        Case acme = cases.referred();
        adds(acme, "energy", "The robots work in a power station.");
        cases.asks(acme, "energy", "Which power station?");
        time.advance(Duration.ofDays(45));
        assertThat(cases.status(acme)).isEqualTo("closed-unanswered");
        assertThat(cases.openTasks(acme)).isEmpty();
    }

    @Test
    void addingAnAgencyWhileOnlyTheApplicantHasAMoveSetsTheCaseGoingAgain() {
        Case acme = cases.referred();
        cases.asks(acme, "oncd", "Which logs do you keep?");
        cases.signs(acme, "ostp", CONCUR);
        cases.signs(acme, "commerce", CONCUR);
        assertThat(cases.status(acme)).isEqualTo("waiting-for-applicant");
        adds(acme, "energy", "The robots work in a power station.");
        assertThat(cases.status(acme)).isEqualTo("in-review");
        assertThat(ledger.open(acme.id(), ClockLedger.CASE, ClockLedger.CASE)
                        .orElseThrow()
                        .isRunning())
                .isTrue();
    }

    @Test
    void anAgencyIsAddedOnce() {
        Case acme = cases.referred();
        adds(acme, "energy", "The robots work in a power station.");
        assertThatThrownBy(() -> adds(acme, "energy", "Again."))
                .isInstanceOf(WrongState.class)
                .hasMessage("Energy signs off on this case already.");
        assertThatThrownBy(() -> adds(acme, "oncd", "Just to be sure.")).isInstanceOf(WrongState.class);
        assertThat(agenciesOf(acme)).containsExactly("commerce", "energy", "oncd", "ostp");
        assertThat(cases.openTasks(acme)).hasSize(4);
    }

    @Test
    void anAgencyAddedByTwoDirectorsAtTheSameMomentIsAddedOnce() {
        Case acme = cases.referred();
        Callable<SignOff> add = () -> adds(acme, "energy", "The robots work in a power station.");
        var outcomes = AtOnce.run(Collections.nCopies(4, add));
        assertThat(outcomes.stream().filter(AtOnce.Outcome::succeeded)).hasSize(1);
        assertThat(outcomes.stream().filter(outcome -> !outcome.succeeded()))
                .allSatisfy(outcome -> assertThat(outcome.failure()).isInstanceOf(WrongState.class));
        assertThat(agenciesOf(acme)).containsExactly("commerce", "energy", "oncd", "ostp");
        assertThat(cases.openTasks(acme)).hasSize(4);
    }

    @Test
    void twoAgenciesAddedAtTheSameMomentAreBothAdded() {
        Case acme = cases.referred();
        var outcomes = AtOnce.<SignOff>run(
                List.of(() -> adds(acme, "energy", "A power station."), () -> adds(acme, "hhs", "A hospital.")));
        assertThat(outcomes).allMatch(AtOnce.Outcome::succeeded);
        assertThat(cases.openTasks(acme)).hasSize(5);
        List.of("oncd", "ostp", "commerce", "energy").forEach(agency -> cases.signs(acme, agency, CONCUR));
        assertThat(cases.openTasks(acme)).containsExactly("draftVote");
        cases.signs(acme, "hhs", CONCUR);
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }

    @Test
    void anAgencyAddedWhileTheLastOneSignsIsEitherAskedOrTooLateButNeverLost() {
        Case acme = cases.referred();
        cases.signs(acme, "oncd", CONCUR);
        cases.signs(acme, "ostp", CONCUR);
        staff.complete("commerce.reviewer", cases.task(acme, "draftVote", "commerce"), CONCUR);
        var last = cases.task(acme, "countersignVote", "commerce");
        var outcomes = AtOnce.<Object>run(List.of(() -> adds(acme, "energy", "A power station."), () -> {
            staff.complete("commerce.director", last, ACCEPT);
            return "signed";
        }));
        assertThat(outcomes.get(1).failure()).isNull();
        if (outcomes.get(0).succeeded()) {
            assertThat(agenciesOf(acme)).contains("energy");
            assertThat(cases.openTasks(acme)).containsExactly("draftVote");
        } else {
            assertThat(outcomes.get(0).failure()).isInstanceOf(WrongState.class);
            assertThat(agenciesOf(acme)).doesNotContain("energy");
            assertThat(cases.openTasks(acme)).containsExactly("countersign");
        }
    }

    @Test
    void refusesAnAgencyThatIsNoneAndAnAdditionWithoutReasons() {
        Case acme = cases.referred();
        assertThatThrownBy(() -> adds(acme, "nasa", "Robots fly, too."))
                .isInstanceOfSatisfying(
                        Invalid.class, invalid -> assertThat(invalid.field()).isEqualTo("agency"));
        assertThatThrownBy(() -> adds(acme, "energy", "  "))
                .isInstanceOfSatisfying(
                        Invalid.class, invalid -> assertThat(invalid.field()).isEqualTo("reasons"));
        assertThat(agenciesOf(acme)).containsExactly("commerce", "oncd", "ostp");
    }

    @Test
    void refusesAnAgencyBeforeTheAgenciesAreAtWorkAndAfterThey() {
        for (Case wrong : List.of(cases.received(), cases.concurred(), cases.refused(), cases.approved())) {
            List<String> before = agenciesOf(wrong);
            int clocks = ledger.eventsOf(wrong.id()).size();
            assertThatThrownBy(() -> adds(wrong, "energy", "A power station."))
                    .isInstanceOf(WrongState.class)
                    .hasMessage("The agencies of this case are not at work; none can be added now.");
            assertThat(agenciesOf(wrong)).isEqualTo(before);
            assertThat(ledger.eventsOf(wrong.id())).hasSize(clocks);
        }
    }

    @Test
    void onlyDirectorsMayAdd() {
        assertThat(AddAgency.mayAdd(Set.of("oncd", "oncd-directors"))).isTrue();
        assertThat(AddAgency.mayAdd(Set.of("oncd", "intake", "administrators", "process-owners")))
                .isFalse();
    }
}
