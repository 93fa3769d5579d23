package org.countersign.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.countersign.testing.DirectiveDesk.SECOND;
import static org.countersign.testing.DirectiveDesk.SIGN;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.countersign.license.Licenses;
import org.countersign.license.Suspensions;
import org.countersign.testing.AtOnce;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.DirectiveDesk;
import org.countersign.testing.LabApi;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.workflow.AccessReview;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Whom a directive darkens, and that what several directives and suspensions say of one license composes. */
@CountersignTest
class EffectTest {

    @Autowired
    private DirectiveDesk desk;

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private LabApi api;

    @Autowired
    private Licenses licenses;

    @Autowired
    private Suspensions suspensions;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JdbcClient db;

    @AfterEach
    void leaveNothingInForce() {
        desk.clear();
    }

    private boolean green(Case of) {
        return cases.greenLight(of).get("green").asBoolean();
    }

    private JsonNode green(Case of, boolean foreignPerson) {
        return api.get(
                        LabApi.AURORA,
                        "/api/v1/green-lights?releaseId=aurora-6&customerId=%s&foreignPerson=%s"
                                .formatted(of.customerId(), foreignPerson))
                .json();
    }

    private int light(Case of) {
        return db.sql("SELECT light FROM license WHERE application_id = ?")
                .param(of.id())
                .query(Integer.class)
                .single();
    }

    private boolean staffIsGreen(boolean foreignPerson) {
        return api.get(
                        LabApi.AURORA,
                        "/api/v1/green-lights?releaseId=aurora-6&customerId=lab-aurora&foreignPerson=" + foreignPerson)
                .json()
                .get("green")
                .asBoolean();
    }

    private String licenseOf(Case of) {
        return licenses.ofApplication(of.id()).orElseThrow().id();
    }

    @Test
    void againstForeignPersonsTheOthersGoOn() {
        Case acme = cases.approved();

        desk.inForce("foreign-persons", "aurora-6");

        assertThat(green(acme, true).get("reason").asText()).isEqualTo("directive");
        assertThat(green(acme, false).get("green").asBoolean()).isTrue();
        assertThat(green(acme)).isFalse();
        assertThat(light(acme)).isEqualTo(3);
        assertThat(staffIsGreen(true)).isFalse();
        assertThat(staffIsGreen(false)).isTrue();
    }

    @Test
    void sparesTheCarvedOutAndTheLabsOwnStaffWhenItsIdIsNamed() {
        Case acme = cases.approved();
        Case beta = cases.approved();
        var words = desk.words("everybody", "aurora-6");
        words.put("carveOuts", acme.customerId() + ", lab-aurora");

        String reference = desk.inForce(words);

        assertThat(green(acme)).isTrue();
        assertThat(green(beta)).isFalse();
        assertThat(staffIsGreen(true)).isTrue();
        desk.narrowed(reference, beta.customerId());
        assertThat(green(beta)).isTrue();
        assertThat(desk.openTasks(reference)).containsExactly("liftDirective");
    }

    @Test
    void againstTheStaffOfLabsTouchesNoLicense() {
        Case acme = cases.approved();

        String reference = desk.inForce("lab-staff", "all");

        assertThat(green(acme)).isTrue();
        assertThat(staffIsGreen(false)).isFalse();
        desk.lifted(reference);
        assertThat(staffIsGreen(true)).isTrue();
    }

    @Test
    void liftingOneReinstatesNothingThatAnotherStillStops() {
        Case acme = cases.approved();
        String all = desk.inForce("customers:" + acme.customerId(), "all");
        String foreign = desk.inForce("foreign-persons", "aurora-6");
        assertThat(cases.greenLight(acme).get("directives")).hasSize(2);
        assertThat(light(acme)).isEqualTo(2);

        desk.lifted(all);
        assertThat(light(acme)).isEqualTo(3);
        assertThat(green(acme, true).at("/directives/0").asText()).isEqualTo(foreign);
        assertThat(green(acme, false).get("green").asBoolean()).isTrue();

        desk.lifted(foreign);
        assertThat(light(acme)).isZero();
        assertThat(green(acme)).isTrue();
    }

    @Test
    void aCarveOutReinstatesNothingThatASuspensionStillStops() {
        Case acme = cases.approved();
        String license = licenseOf(acme);
        String reference = desk.inForce("customers:" + acme.customerId(), "all");
        transaction.executeWithoutResult(
                status -> suspensions.suspend(license, "screening", "A match.", "intake.officer"));

        desk.narrowed(reference, acme.customerId());

        assertThat(cases.greenLight(acme).get("reason").asText()).isEqualTo("license-suspended");
        transaction.executeWithoutResult(status -> suspensions.reinstate(license, "appeals.judge"));
        assertThat(green(acme)).isTrue();
    }

    @Test
    void aLicenseIssuedUnderADirectiveIsBornDark() {
        String reference = desk.inForce("foreign-persons", "all");

        Case acme = cases.approved();

        assertThat(light(acme)).isEqualTo(3);
        assertThat(green(acme, true).at("/directives/0").asText()).isEqualTo(reference);
        desk.lifted(reference);
        assertThat(green(acme)).isTrue();
    }

    @Test
    void aLicenseIssuedToACarvedOutCustomerIsBornGreen() {
        Case acme = cases.concurred();
        String reference = desk.inForce("foreign-persons", "aurora-6");
        desk.narrowed(reference, acme.customerId());

        staff.complete("commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), TestCases.APPROVE);

        assertThat(green(acme)).isTrue();
    }

    @RepeatedTest(4)
    void aLicenseIssuedAtTheMomentADirectiveTakesEffectIsDarkWhoeverComesFirst() {
        Case acme = cases.concurred();
        String reference = desk.reviewed(desk.words("customers:" + acme.customerId(), "all"));
        var countersign = cases.task(acme, AccessReview.COUNTERSIGN);

        var outcomes = AtOnce.run(List.<Callable<Boolean>>of(
                () -> {
                    staff.complete("commerce.director", countersign, TestCases.APPROVE);
                    return true;
                },
                () -> {
                    desk.does("state.director", reference, "countersignDirective", SIGN);
                    return true;
                }));

        assertThat(outcomes).allMatch(AtOnce.Outcome::succeeded);
        assertThat(light(acme)).isEqualTo(2);
        assertThat(green(acme)).isFalse();
        desk.lifted(reference);
        assertThat(green(acme)).isTrue();
    }

    @RepeatedTest(4)
    void aSuspensionLiftedAtTheMomentADirectiveTakesEffectLeavesTheLicenseDark() {
        Case acme = cases.approved();
        String license = licenseOf(acme);
        transaction.executeWithoutResult(
                status -> suspensions.suspend(license, "screening", "A match.", "intake.officer"));
        String reference = desk.reviewed(desk.words("customers:" + acme.customerId(), "all"));

        var outcomes = AtOnce.run(List.<Callable<Boolean>>of(
                () -> transaction.execute(status -> suspensions.reinstate(license, "appeals.judge")), () -> {
                    desk.does(SECOND, reference, "countersignDirective", SIGN);
                    return true;
                }));

        assertThat(outcomes).allMatch(AtOnce.Outcome::succeeded);
        assertThat(light(acme)).isEqualTo(2);
        assertThat(cases.greenLight(acme).get("reason").asText()).isEqualTo("directive");
        desk.lifted(reference);
        assertThat(green(acme)).isTrue();
    }

    @RepeatedTest(4)
    void twoDirectivesThatBeginAndEndAtTheSameMomentCompose() {
        Case acme = cases.approved();
        String ending = desk.inForce("customers:" + acme.customerId(), "all");
        String beginning = desk.reviewed(desk.words("customers:" + acme.customerId(), "aurora-6"));
        desk.does(
                "state.director",
                ending,
                "liftDirective",
                java.util.Map.of("outcome", "lift", "reasons", "It is mended."));

        var outcomes = AtOnce.run(List.<Callable<Boolean>>of(
                () -> {
                    desk.does("energy.director", ending, "countersignLifting", SIGN);
                    return true;
                },
                () -> {
                    desk.does(SECOND, beginning, "countersignDirective", SIGN);
                    return true;
                }));

        assertThat(outcomes).allMatch(AtOnce.Outcome::succeeded);
        assertThat(cases.greenLight(acme).get("directives")).hasSize(1);
        desk.lifted(beginning);
        assertThat(green(acme)).isTrue();
    }

    @Test
    void nobodyDarkensALicenseByHand() {
        Case acme = cases.approved();

        assertThatThrownBy(() -> db.sql("UPDATE license SET foreign_dark = true WHERE application_id = ?")
                        .param(acme.id())
                        .update())
                .hasMessageContaining("by a suspension or a directive, and by nothing else");
    }

    @Test
    void nobodyLightsALicenseByHandWhileTheDirectiveStands() {
        Case acme = cases.approved();
        String reference = desk.inForce("customers:" + acme.customerId(), "all");
        String license = licenseOf(acme);

        assertThatThrownBy(() -> db.sql("UPDATE directive_license SET lifted_at = dark_at WHERE license_id = ?")
                        .param(license)
                        .update())
                .hasMessageContaining("stays dark until the directive ends or spares it");

        desk.lifted(reference);
        assertThatThrownBy(() -> db.sql("UPDATE directive_license SET lifted_at = NULL WHERE license_id = ?")
                        .param(license)
                        .update())
                .isInstanceOf(DataAccessException.class);
        assertThat(green(acme)).isTrue();
    }

    @Test
    void nobodyChangesByHandWhatADirectiveSaysOrSinceWhen() {
        String reference = desk.inForce("domain:chemistry", "all");
        String draft = desk.reviewed(desk.words("domain:chemistry", "all"));

        for (String change : List.of(
                "carve_outs = '{acme}'",
                "in_force_at = in_force_at - interval '1 day'",
                "in_force_at = NULL, state = 'drafted'",
                "state = 'lifted', ended_at = expires_at",
                "state = 'expired', ended_at = in_force_at")) {
            assertThatThrownBy(() -> db.sql("UPDATE directive SET " + change + " WHERE reference = ?")
                            .param(reference)
                            .update())
                    .as(change)
                    .isInstanceOf(DataAccessException.class);
        }
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    db.sql(
                                    """
                            INSERT INTO directive_signature
                            SELECT id, 0, true, '', 'state.director', 'state', drafted_at FROM directive WHERE reference = ?""")
                            .param(draft)
                            .update();
                    db.sql(
                                    """
                            UPDATE directive SET state = 'in-force', in_force_at = drafted_at, carve_outs = '{acme}'
                            WHERE reference = ?""")
                            .param(draft)
                            .update();
                }))
                .hasMessageContaining("stays as it was signed");
    }

    @Test
    void nobodyLightsTheStaffOfALabByHand() {
        String reference = desk.inForce("lab-staff", "all");

        assertThatThrownBy(() -> db.sql("UPDATE staff_light SET dark = false WHERE release_id = 'aurora-6'")
                        .update())
                .hasMessageContaining("by a directive, and by nothing else");
        desk.lifted(reference);
        assertThatThrownBy(() -> db.sql("UPDATE staff_light SET foreign_dark = true WHERE release_id = 'aurora-6'")
                        .update())
                .hasMessageContaining("by a directive, and by nothing else");
    }
}
