package org.countersign.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.countersign.testing.CountersignTest;
import org.countersign.testing.Staff;
import org.countersign.testing.TestCases;
import org.countersign.testing.TestCases.Case;
import org.countersign.workflow.AccessReview;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** One transaction for rows and tokens, and no license without its signatures, whatever moved the token. */
@CountersignTest
class SignedLicenseTest {

    @Autowired
    private TestCases cases;

    @Autowired
    private Staff staff;

    @Autowired
    private TaskService tasks;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void aTokenMovedByHandProducesNoLicense() {
        Case acme = cases.referred();
        String review = cases.instance(acme, AccessReview.KEY).getId();

        assertThatThrownBy(() -> runtime.createProcessInstanceModification(review)
                        .startBeforeActivity("issueLicense")
                        .execute())
                .isInstanceOf(RuntimeException.class);

        assertThat(licensesOf(acme)).isZero();
        assertThat(cases.greenLight(acme).get("green").asBoolean()).isFalse();
    }

    @Test
    void aVariableSetByHandProducesNoLicense() {
        Case acme = cases.referred();
        cases.signs(acme, "oncd", TestCases.CONCUR);
        String review = cases.instance(acme, AccessReview.KEY).getId();
        runtime.setVariable(review, AccessReview.ALL_CONCUR, true);
        runtime.createProcessInstanceModification(review)
                .cancelAllForActivity("signOffs")
                .startBeforeActivity("startCommerceClock")
                .execute();

        assertThatThrownBy(() -> staff.complete(
                        "commerce.director", cases.task(acme, AccessReview.COUNTERSIGN), TestCases.APPROVE))
                .rootCause()
                .hasMessageContaining("a required agency has not concurred");

        assertThat(licensesOf(acme)).isZero();
        assertThat(count("SELECT count(*) FROM commerce_decision WHERE application_id = ?", acme.id()))
                .isZero();
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }

    @Test
    void theDecisionRowAndTheTokenCommitTogetherOrNotAtAll() {
        Case acme = cases.received();
        var task = cases.task(acme, AccessReview.CHECK_COMPLETENESS);
        long journalBefore = count("SELECT count(*) FROM journal WHERE subject = ?", acme.reference());

        staff.as(
                "intake.officer",
                () -> transaction.executeWithoutResult(status -> {
                    tasks.complete(task.getId(), TestCases.REFER);
                    status.setRollbackOnly(); // as a power failure just before the commit would
                }));

        assertThat(cases.openTasks(acme)).containsExactly("checkCompleteness");
        assertThat(cases.asTheLabSeesIt(acme).get("status").asText()).isEqualTo("received");
        assertThat(count("SELECT count(*) FROM risk_assessment WHERE application_id = ?", acme.id()))
                .isZero();
        assertThat(count("SELECT count(*) FROM sign_off WHERE application_id = ?", acme.id()))
                .isZero();
        assertThat(count("SELECT count(*) FROM journal WHERE subject = ?", acme.reference()))
                .isEqualTo(journalBefore);
    }

    @Test
    void aStepThatFailsLaterUndoesTheSignatureThatLedToIt() {
        Case acme = cases.concurred();
        // Somebody takes away what the next step needs: the whole completion must fall with it.
        assertThatThrownBy(() -> staff.as(
                        "commerce.director",
                        () -> transaction.executeWithoutResult(status -> {
                            db.sql("SET LOCAL search_path TO public").update();
                            tasks.complete(
                                    cases.task(acme, AccessReview.COUNTERSIGN).getId(), Map.of("outcome", "approve"));
                        })))
                .isInstanceOf(RuntimeException.class);

        assertThat(licensesOf(acme)).isZero();
        assertThat(count("SELECT count(*) FROM commerce_decision WHERE application_id = ?", acme.id()))
                .isZero();
        assertThat(cases.openTasks(acme)).containsExactly("countersign");
    }

    @Test
    void noTableOfTheSameNameElsewhereIsReadInsteadOfOurs() {
        List<String> ours = db.sql(
                        "SELECT relname FROM pg_class WHERE relnamespace = 'countersign'::regnamespace AND relkind IN ('r', 'v', 'p')")
                .query(String.class)
                .list();
        assertThat(ours).contains("license", "journal_entry", "journal_pending", "journal");
        transaction.executeWithoutResult(status -> {
            for (String table : ours) {
                db.sql("CREATE TABLE public." + table + " (forged text)").update();
                db.sql("CREATE TEMPORARY TABLE " + table + " (forged text)").update();
            }
            assertThat(ours)
                    .allSatisfy(table -> assertThat(db.sql("SELECT ?::regclass = ('countersign.' || ?)::regclass")
                                    .params(table, table)
                                    .query(Boolean.class)
                                    .single())
                            .as(table)
                            .isTrue());
            status.setRollbackOnly();
        });
    }

    @Test
    void tablesOfTheSameNameElsewhereDoNotFoolTheDatabase() {
        Case acme = cases.received();
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    for (String table : new String[] {"commerce_decision", "sign_off", "vote", "countersignature"}) {
                        db.sql("CREATE TEMPORARY TABLE " + table + " ON COMMIT DROP AS SELECT * FROM countersign."
                                        + table + " LIMIT 0")
                                .update();
                    }
                    db.sql("INSERT INTO pg_temp.commerce_decision VALUES (?, 'approve', '', 'x', now())")
                            .param(acme.id())
                            .update();
                    db.sql("INSERT INTO pg_temp.sign_off VALUES ('s', ?, 'oncd', '', 1, '', now(), now())")
                            .param(acme.id())
                            .update();
                    db.sql("INSERT INTO pg_temp.vote VALUES ('v', 's', 1, 'concur', '', '', '', 'x', now())")
                            .update();
                    db.sql("INSERT INTO pg_temp.countersignature VALUES ('v', 'x', 'y', true, '', now())")
                            .update();
                    db.sql(
                                    """
                            INSERT INTO countersign.license (id, application_id, lab_id, release_id, customer_id,
                              foreign_persons, band, status, issued_at, expires_on, audit_days)
                            VALUES ('forged', ?, 'lab-aurora', 'aurora-6', 'acme', true, 'low', 'issued', now(), now() + '1 day', 1)""")
                            .param(acme.id())
                            .update();
                }))
                .rootCause()
                .hasMessageContaining("Commerce has not countersigned");
        assertThat(licensesOf(acme)).isZero();
    }

    @Test
    void whatWasSignedAndSubmittedCannotBeRewrittenByTheApplication() {
        for (String attack : new String[] {
            "UPDATE vote SET vote = 'concur'",
            "UPDATE countersignature SET accepted = true",
            "UPDATE commerce_decision SET outcome = 'approve'",
            "UPDATE decision SET reasons = ''",
            "UPDATE application SET submission = '{}'",
            "UPDATE license SET expires_on = 'infinity'",
            "UPDATE release SET gate = 'exempt'",
            "UPDATE risk_assessment SET score = 0",
            "DELETE FROM vote",
            "DELETE FROM license"
        }) {
            assertThatThrownBy(() -> db.sql(attack).update()).rootCause().hasMessageContaining("permission denied");
        }
    }

    private long licensesOf(Case of) {
        return count("SELECT count(*) FROM license WHERE application_id = ?", of.id());
    }

    private long count(String sql, String parameter) {
        return db.sql(sql).param(parameter).query(Long.class).single();
    }
}
